package kpipe.compiler.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kpipe.compiler.interpret.InterpretedKernel;
import kpipe.compiler.interpret.JavaBodies;
import kpipe.compiler.interpret.RandomMatch;
import kpipe.compiler.interpret.RecordingContext;
import org.junit.jupiter.api.Test;

/** Generated kernels find the matches of patterns that one way after the other, tried over whole partitions, finds; and however the rows come, the same, in the order of ROWTIME. */
class GeneratedMatchTest {

    private static final long FIRST = Long.getLong("seed", 1);
    private static final int STAGES = Boolean.getBoolean("campaign") ? 10_000 : 150;

    @Test
    void findsWhatTheInterpreterFinds() {
        int matches = 0;
        for (long seed = FIRST; seed < FIRST + STAGES; seed++) {
            RandomMatch match = new RandomMatch(seed);
            GeneratedKernel generated = new GeneratedKernel(match.stage);
            for (int cut = 1; cut <= 5; cut++) {
                String about = "-Dseed=" + seed + " cut " + cut + "\n" + match.stage + "\n" + generated.file.source();
                RecordingContext expected =
                        match.run(() -> new InterpretedKernel(match.stage, JavaBodies.NONE), cut, cut > 2);
                RecordingContext actual;
                try {
                    actual = match.run(generated::kernel, cut, cut > 2);
                } catch (RuntimeException thrown) {
                    throw new AssertionError(about, thrown);
                }
                matches += expected.rows.size();
                assertThat(actual.rows).as(about).containsExactlyInAnyOrderElementsOf(expected.rows);
                assertThat(actual.lateRows).as(about).isEqualTo(expected.lateRows);
                assertThat(times(actual.rows)).as(about).isSorted();
            }
        }
        // The generator must not make dull patterns only.
        assertThat(matches).isGreaterThan(3 * STAGES);
    }

    private static List<Long> times(List<String> rows) {
        return rows.stream()
                .map(row -> Long.parseLong(row.substring(0, row.indexOf(' '))))
                .toList();
    }
}
