package kpipe.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kpipe.data.RowBatch;
import kpipe.runtime.engine.PipelineException;
import kpipe.runtime.engine.Rehearsal;
import kpipe.runtime.engine.Topology;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import org.junit.jupiter.api.Test;

/** Where generated code has a fault, the lines that are named are those of the .kpipe file. */
class LineMapTest {

    private static final String TEXT = """
            STREAM numbers (a BIGINT NOT NULL, b BIGINT NOT NULL) FROM STDIN FORMAT JSON;

            PUMP choose INTO chosen AS
              SELECT STREAM
                a,
                b + 1 AS c
              FROM numbers
              WHERE a > 5;
            """;

    private static Topology topology() {
        return Checking.of(Path.of(""), "folder/fault.kpipe", TEXT, Map.of())
                .build()
                .topology(Map.of());
    }

    @Test
    void aStackTraceNamesTheClause() {
        assertThat(place(new long[0], new long[0])).isEqualTo("fault.kpipe:8");
        assertThat(place(new long[] {9}, new long[0])).isEqualTo("fault.kpipe:6");
    }

    /** Where the kernel fails that is given a row with these cells. */
    private static String place(long[]... cells) {
        Kernel kernel = new Faulty(topology().stages().get(0).kernel().create(), cells);
        Topology topology = topology().withKernels(stage -> () -> kernel);
        Throwable failure = catchThrowable(() -> rehearse(topology));
        return List.of(failure.getCause().getStackTrace()).stream()
                .filter(frame -> frame.getClassName().startsWith("kpipe.generated."))
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theUserIsToldTheLine() {
        Topology topology =
                topology().withKernels(stage -> () -> new Faulty(stage.kernel().create(), new long[0], new long[0]));
        assertThatThrownBy(() -> rehearse(topology))
                .hasMessage("internal error in pump choose at fault.kpipe:8; KPIPE_DEBUG=1 shows what happened");
    }

    private static void rehearse(Topology topology) throws PipelineException {
        Rehearsal rehearsal =
                new Rehearsal(topology, new Rehearsal.Terms(1, 0, 0, 0), Set.of(), Set.of("chosen"), Map.of());
        RowBatch rows = new RowBatch(topology.streams().get(0).schema(), 1);
        rows.size = 1;
        rehearsal.give("numbers", rows, -1, false);
    }

    /** Gives the kernel cells that no batch has. */
    private static final class Faulty extends Kernel {

        private final Kernel kernel;
        private final long[][] cells;

        Faulty(Kernel kernel, long[]... cells) {
            this.kernel = kernel;
            this.cells = cells;
        }

        @Override
        public void open(KernelContext context) {
            kernel.open(context);
        }

        @Override
        public void batch(RowBatch rows) {
            System.arraycopy(cells, 0, rows.values, 0, cells.length);
            kernel.batch(rows);
        }
    }
}
