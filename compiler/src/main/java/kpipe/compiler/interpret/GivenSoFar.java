package kpipe.compiler.interpret;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.state.SavedColumns;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

/** All that a kernel was given, in its order: what it remembers follows from it. Not thread-safe. */
final class GivenSoFar {

    private static final int END = 0;
    private static final int ROWS = 1;
    private static final int RIGHT_ROWS = 2;
    private static final int TIME = 3;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StateWriter calls = new StateWriter(bytes);

    void rows(RowBatch rows) {
        write(ROWS, rows, 0);
    }

    void right(RowBatch rows) {
        write(RIGHT_ROWS, rows, 0);
    }

    void time(long watermark) {
        write(TIME, null, watermark);
    }

    private void write(int call, @Nullable RowBatch rows, long watermark) {
        try {
            calls.number(call);
            if (rows == null) {
                calls.number(watermark);
            } else {
                calls.schema(rows.schema);
                calls.number(rows.size);
                calls.rows(rows);
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory is always there", e);
        }
    }

    void save(StateWriter out) throws IOException {
        calls.flush();
        out.bytes(bytes.toByteArray(), 0, bytes.size());
    }

    /** Gives a kernel what {@link #save} wrote; it writes it down anew. */
    static void giveAgain(StateReader in, Schema input, @Nullable Schema rightInput, Kernel kernel) throws IOException {
        byte[] saved = in.bytes();
        ByteArrayOutputStream ended = new ByteArrayOutputStream(saved.length + 1);
        ended.write(saved);
        ended.write(END);
        StateReader calls = new StateReader(new ByteArrayInputStream(ended.toByteArray()));
        for (int call = calls.small(); call != END; call = calls.small()) {
            if (call == TIME) {
                kernel.time(calls.number());
                continue;
            }
            Schema schema = call == ROWS ? input : java.util.Objects.requireNonNull(rightInput);
            SavedColumns columns = calls.columns(schema);
            RowBatch rows = new RowBatch(schema, Math.max(1, calls.small()));
            calls.rows(rows, columns);
            if (call == ROWS) {
                kernel.batch(rows);
            } else {
                kernel.right(rows);
            }
        }
    }
}
