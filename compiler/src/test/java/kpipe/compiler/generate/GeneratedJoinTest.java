package kpipe.compiler.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kpipe.compiler.interpret.InterpretedKernel;
import kpipe.compiler.interpret.JavaBodies;
import kpipe.compiler.interpret.RandomJoin;
import kpipe.compiler.interpret.RecordingContext;
import org.junit.jupiter.api.Test;

/** Generated kernels of joins do what the interpreter does, row for row; and however the rows of both sides come, the same pairs come out, in the order of ROWTIME. */
class GeneratedJoinTest {

    private static final long FIRST = Long.getLong("seed", 1);
    private static final int STAGES = Boolean.getBoolean("campaign") ? 5_000 : 120;

    @Test
    void doesWhatTheInterpreterDoes() {
        int pairs = 0;
        for (long seed = FIRST; seed < FIRST + STAGES; seed++) {
            RandomJoin join = new RandomJoin(seed);
            GeneratedKernel generated = new GeneratedKernel(join.stage);
            RecordingContext first = join.run(new InterpretedKernel(join.stage, JavaBodies.NONE), 1);
            pairs += first.rows.size();
            for (int cut = 1; cut <= 5; cut++) {
                String about = "-Dseed=" + seed + " cut " + cut + "\n" + join.stage + "\n" + generated.file.source();
                RecordingContext expected =
                        join.run(() -> new InterpretedKernel(join.stage, JavaBodies.NONE), cut, cut > 2);
                RecordingContext actual;
                try {
                    actual = join.run(generated::kernel, cut, cut > 2);
                } catch (RuntimeException thrown) {
                    throw new AssertionError(about, thrown);
                }
                assertThat(actual.rows).as(about).isEqualTo(expected.rows);
                assertThat(actual.lateRows).as(about).isEqualTo(expected.lateRows);
                assertThat(actual.errorRows).as(about).containsExactlyInAnyOrderElementsOf(expected.errorRows);
                assertThat(expected.rows).as(about).containsExactlyInAnyOrderElementsOf(first.rows);
                assertThat(times(expected.rows)).as(about).isSorted();
            }
        }
        // The generator must not make dull joins only.
        assertThat(pairs).isGreaterThan(STAGES);
    }

    private static List<Long> times(List<String> rows) {
        return rows.stream()
                .map(row -> Long.parseLong(row.substring(0, row.indexOf(' '))))
                .toList();
    }
}
