package kpipe.compiler.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The interpreter gives the same results however the rows are cut into batches. */
class RandomStageTest {

    private static final long FIRST = Long.getLong("seed", 1);
    private static final int STAGES = Boolean.getBoolean("campaign") ? 30_000 : 300;

    @Test
    void theCutOfBatchesChangesNothing() {
        int rows = 0;
        int errors = 0;
        int late = 0;
        for (long seed = FIRST; seed < FIRST + STAGES; seed++) {
            RandomStage stage = new RandomStage(seed);
            RecordingContext first = run(stage, 1);
            RecordingContext second = run(stage, 2);
            assertThat(second.rows).as("rows of -Dseed=%d", seed).isEqualTo(first.rows);
            // Those of rows that wait for their turn come later the later the time moves.
            assertThat(second.lateRows)
                    .as("late rows of -Dseed=%d", seed)
                    .containsExactlyInAnyOrderElementsOf(first.lateRows);
            assertThat(second.errorRows)
                    .as("errors of -Dseed=%d", seed)
                    .containsExactlyInAnyOrderElementsOf(first.errorRows);
            RecordingContext third = new RecordingContext(stage.stage.output(), 4)
                    .withTables(stage.tables)
                    .run(() -> new InterpretedKernel(stage.stage, JavaBodies.NONE), stage.batches(1), new Random(seed));
            assertThat(third.rows).as("rows of -Dseed=%d, restored", seed).isEqualTo(first.rows);
            assertThat(third.lateRows)
                    .as("late rows of -Dseed=%d, restored", seed)
                    .isEqualTo(first.lateRows);
            assertThat(third.errorRows)
                    .as("errors of -Dseed=%d, restored", seed)
                    .isEqualTo(first.errorRows);
            rows += first.rows.size();
            errors += first.errorRows.size();
            late += first.lateRows.size();
        }
        // The generator must not make dull stages only.
        assertThat(rows).isGreaterThan(STAGES);
        assertThat(errors).isGreaterThan(STAGES);
        assertThat(late).isGreaterThan(STAGES / 10);
    }

    private static RecordingContext run(RandomStage stage, int cut) {
        RecordingContext context = new RecordingContext(stage.stage.output(), 1 + cut).withTables(stage.tables);
        return context.run(new InterpretedKernel(stage.stage, JavaBodies.NONE), stage.batches(cut));
    }
}
