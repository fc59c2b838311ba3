package kpipe.compiler.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import kpipe.compiler.interpret.InterpretedKernel;
import kpipe.compiler.interpret.JavaBodies;
import kpipe.compiler.interpret.RandomStage;
import kpipe.compiler.interpret.RecordingContext;
import kpipe.runtime.operator.Kernel;
import org.junit.jupiter.api.Test;

/** Generated kernels do what the interpreter does, row for row, however the rows are cut into batches. */
class GeneratedKernelTest {

    private static final long FIRST = Long.getLong("seed", 1);
    private static final int STAGES = Boolean.getBoolean("campaign") ? 5_000 : 150;

    @Test
    void doesWhatTheInterpreterDoes() {
        for (long seed = FIRST; seed < FIRST + STAGES; seed++) {
            compare(seed, new RandomStage(seed));
        }
    }

    @Test
    void doesItWithManyAggregatesToo() {
        for (long seed = FIRST; seed < FIRST + STAGES / 15; seed++) {
            compare(seed, new RandomStage(seed, true));
        }
    }

    private static void compare(long seed, RandomStage stage) {
        RecordingContext expected = run(stage, 1, new InterpretedKernel(stage.stage, JavaBodies.NONE));
        GeneratedKernel generated = new GeneratedKernel(stage.stage);
        for (int cut = 1; cut <= 4; cut++) {
            String about = "-Dseed=" + seed + " cut " + cut + "\n" + stage.stage + "\n" + generated.file.source();
            RecordingContext actual;
            try {
                actual = cut < 3
                        ? run(stage, cut, generated.kernel())
                        : new RecordingContext(stage.stage.output(), 4)
                                .withTables(stage.tables)
                                .run(generated::kernel, stage.batches(cut), new Random(seed));
            } catch (RuntimeException thrown) {
                throw new AssertionError(about, thrown);
            }
            assertThat(actual.rows).as(about).isEqualTo(expected.rows);
            assertThat(actual.promise).as(about).isEqualTo(expected.promise);
            assertThat(actual.lateRows).as(about).containsExactlyInAnyOrderElementsOf(expected.lateRows);
            assertThat(actual.errorRows).as(about).containsExactlyInAnyOrderElementsOf(expected.errorRows);
        }
    }

    private static RecordingContext run(RandomStage stage, int cut, Kernel kernel) {
        return new RecordingContext(stage.stage.output(), 1 + cut)
                .withTables(stage.tables)
                .run(kernel, stage.batches(cut));
    }
}
