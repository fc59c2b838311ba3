package kpipe.compiler.interpret;

import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Schema;
import kpipe.runtime.operator.ErrorOutlet;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.LateOutlet;
import kpipe.runtime.operator.Outlet;
import kpipe.runtime.operator.ReferenceTable;
import kpipe.spi.Clock;
import org.jspecify.annotations.Nullable;

/** The surroundings of a kernel with outlets that can be shut: what comes out of them then is gone. Not thread-safe. */
final class Gate implements KernelContext {

    private final KernelContext behind;
    private final Outlet drain;

    boolean shut;

    Gate(KernelContext behind, Schema output) {
        this.behind = behind;
        drain = new Outlet(new RowBatch(output)) {
            @Override
            protected RowBatch handOver(RowBatch filled) {
                filled.clear();
                return filled;
            }
        };
    }

    /** To be asked for each row. */
    @Override
    public Outlet main() {
        return shut ? drain : behind.main();
    }

    @Override
    public LateOutlet late() {
        LateOutlet late = behind.late();
        return (rows, row, by) -> {
            if (!shut) {
                late.late(rows, row, by);
            }
        };
    }

    @Override
    public ErrorOutlet errors() {
        ErrorOutlet errors = behind.errors();
        return new ErrorOutlet() {
            @Override
            public void error(RowBatch rows, int row, int line, RowException reason) {
                if (!shut) {
                    errors.error(rows, row, line, reason);
                }
            }

            @Override
            public void resultError(long rowtime, int line, RowException reason) {
                if (!shut) {
                    errors.resultError(rowtime, line, reason);
                }
            }
        };
    }

    @Override
    public ReferenceTable table(String name) {
        return behind.table(name);
    }

    @Override
    public @Nullable Object parameter(String name) {
        return behind.parameter(name);
    }

    @Override
    public Clock clock() {
        return behind.clock();
    }

    @Override
    public long startTime() {
        return behind.startTime();
    }
}
