package kpipe.compiler.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import kpipe.compiler.pipeline.Stage;
import org.junit.jupiter.api.Test;

/** A stage whose constants are computed does what it did before: the same rows, the same rows late, the same rows failing in the same lines. */
class ConstantFoldingTest {

    private static final long FIRST = Long.getLong("seed", 1);
    private static final int STAGES = Boolean.getBoolean("campaign") ? 10_000 : 300;

    @Test
    void changesNothingThatARowCanSee() {
        int changed = 0;
        for (long seed = FIRST; seed < FIRST + STAGES; seed++) {
            RandomStage random = new RandomStage(seed);
            Stage folded = ConstantFolding.fold(random.stage);
            changed += folded.equals(random.stage) ? 0 : 1;
            RecordingContext expected = run(random, random.stage);
            RecordingContext actual = run(random, folded);
            String about = "-Dseed=" + seed + "\n" + random.stage + "\n" + folded;
            assertThat(actual.rows).as(about).isEqualTo(expected.rows);
            assertThat(actual.lateRows).as(about).isEqualTo(expected.lateRows);
            assertThat(actual.errorRows).as(about).isEqualTo(expected.errorRows);
        }
        assertThat(changed).as("stages with constants").isGreaterThan(STAGES / 10);
    }

    private static RecordingContext run(RandomStage random, Stage stage) {
        return new RecordingContext(stage.output(), 2)
                .withTables(random.tables)
                .run(new InterpretedKernel(stage, JavaBodies.NONE), random.batches(1));
    }
}
