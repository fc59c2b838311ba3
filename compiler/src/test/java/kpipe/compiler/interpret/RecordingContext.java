package kpipe.compiler.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Schema;
import kpipe.runtime.operator.ErrorOutlet;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.LateOutlet;
import kpipe.runtime.operator.Outlet;
import kpipe.runtime.operator.ReferenceTable;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.spi.Clock;

/** Surroundings of a kernel under test: writes down, as text, whatever comes out of it. */
public final class RecordingContext implements KernelContext {

    /** Results: ROWTIME, then the values. */
    public final List<String> rows = new ArrayList<>();

    /** Late rows and by how much. */
    public final List<String> lateRows = new ArrayList<>();

    /** Names of errors and the rows that they cost. */
    public final List<String> errorRows = new ArrayList<>();

    /** What the kernel promises for the time 1, before the end. */
    public long promise;

    private final Map<String, ReferenceTable> tables = new HashMap<>();
    private final Map<String, Object> parameters = new HashMap<>();
    private final Outlet main;

    /**
     * @param output the schema of the stage's results
     * @param capacity of the batches in which results come
     */
    public RecordingContext(Schema output, int capacity) {
        main = new Outlet(new RowBatch(output, capacity)) {
            @Override
            protected RowBatch handOver(RowBatch filled) {
                for (int row = 0; row < filled.size; row++) {
                    rows.add(filled.rowtime[row] + " ^" + filled.watermark[row] + " " + describe(filled, row));
                }
                filled.clear();
                return filled;
            }
        };
    }

    public RecordingContext withTable(String name, RowBatch... batches) {
        Schema schema = batches[0].schema;
        ReferenceTable.Snapshot snapshot = new ReferenceTable.Snapshot(1, List.of(batches));
        tables.put(name, new ReferenceTable() {
            @Override
            public Schema schema() {
                return schema;
            }

            @Override
            public Snapshot current() {
                return snapshot;
            }
        });
        return this;
    }

    /** Puts in tables of one batch each. */
    public RecordingContext withTables(Map<String, RowBatch> batches) {
        batches.forEach(this::withTable);
        return this;
    }

    public RecordingContext withParameter(String name, Object value) {
        parameters.put(name, value);
        return this;
    }

    /** Opens the kernel, gives it the batches, a watermark after each, and the end. */
    public RecordingContext run(Kernel kernel, Iterable<RowBatch> batches) {
        kernel.open(this);
        for (RowBatch batch : batches) {
            kernel.batch(batch);
            main.flush();
            kernel.time(batch.endWatermark);
            main.flush();
        }
        promise = kernel.promise(1);
        kernel.time(RowBatch.END_WATERMARK);
        main.flush();
        return this;
    }

    /** As above; between batches the kernel is now and then saved and another one goes on from there. */
    public RecordingContext run(Supplier<Kernel> kernels, Iterable<RowBatch> batches, Random when) {
        Kernel kernel = kernels.get();
        kernel.open(this);
        for (RowBatch batch : batches) {
            kernel.batch(batch);
            main.flush();
            if (when.nextInt(4) == 0) {
                kernel = another(kernel, kernels);
            }
            kernel.time(batch.endWatermark);
            main.flush();
            if (when.nextInt(3) == 0) {
                kernel = another(kernel, kernels);
            }
        }
        promise = kernel.promise(1);
        kernel.time(RowBatch.END_WATERMARK);
        main.flush();
        return this;
    }

    /** A kernel that goes on where another one was; it is saved as the same bytes. */
    public Kernel another(Kernel before, Supplier<Kernel> kernels) {
        byte[] state = state(before);
        assertThat(state(before)).isEqualTo(state);
        Kernel after = kernels.get();
        after.open(this);
        try {
            after.restore(new StateReader(new ByteArrayInputStream(state)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(state(after)).isEqualTo(state);
        return after;
    }

    private static byte[] state(Kernel kernel) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StateWriter out = new StateWriter(bytes);
        try {
            kernel.save(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The values of a row, separated by commas. */
    public static String describe(RowBatch batch, int row) {
        List<String> values = new ArrayList<>();
        for (int column = 0; column < batch.schema.size(); column++) {
            Object value = Values.read(batch, column, row);
            if (value == null) {
                values.add("NULL");
            } else if (value instanceof byte[] bytes) {
                values.add(java.util.HexFormat.of().formatHex(bytes));
            } else if (value instanceof Double number) {
                // Sums may be made in another order, and 0.0 and -0.0 are one number.
                values.add(String.format(java.util.Locale.ROOT, "%.12e", number + 0.0));
            } else {
                values.add(value.toString());
            }
        }
        return String.join(", ", values);
    }

    @Override
    public Outlet main() {
        return main;
    }

    @Override
    public LateOutlet late() {
        return (batch, row, by) -> lateRows.add(describe(batch, row) + " by " + by);
    }

    @Override
    public ErrorOutlet errors() {
        return new ErrorOutlet() {
            @Override
            public void error(RowBatch batch, int row, int line, RowException reason) {
                errorRows.add(reason.name() + " at " + line + ": " + describe(batch, row));
            }

            @Override
            public void resultError(long rowtime, int line, RowException reason) {
                errorRows.add(reason.name() + " at " + line + ": result of " + rowtime);
            }
        };
    }

    @Override
    public ReferenceTable table(String name) {
        return tables.get(name);
    }

    @Override
    public Object parameter(String name) {
        return parameters.get(name);
    }

    @Override
    public Clock clock() {
        return () -> 1_800_000_000_000L;
    }

    @Override
    public long startTime() {
        return 1_700_000_000_000L;
    }
}
