package kpipe.runtime.stream;

import kpipe.data.ByteBuilder;
import kpipe.data.RowBatch;
import kpipe.data.SystemStreams;
import kpipe.spi.Clock;
import org.jspecify.annotations.Nullable;

/** {@code error_stream}: when, what, which pump and which row. Thread-safe. */
public final class ErrorLog extends SideStream {

    /** A row that failed, a record that is none, one that could not be transformed. */
    public static final String ERROR = "ERROR";

    /** A row that came too late: nothing is wrong with it. */
    public static final String WARNING = "WARNING";

    private final int maxDataBytes = SystemStreams.ERROR_STREAM.type(5).precision() / 2;

    public ErrorLog(Stream stream, Clock clock) {
        super(stream, clock);
    }

    /**
     * Appends a row whose DATA_ROW is a row of a stream, as JSON, in hexadecimal digits.
     *
     * @param where the pump, stream or destination
     */
    public void append(String level, String name, String message, RowBatch data, int row, String where) {
        ByteBuilder json = new ByteBuilder();
        CellText.json(data, row, json);
        append(level, name, message, data.rowtime[row], json.bytes(), 0, json.length(), where);
    }

    /** Appends a row whose DATA_ROW is the record as it came; {@link RowBatch#NO_WATERMARK} stands for no DATA_ROWTIME, null bytes for no DATA_ROW. */
    public synchronized void append(
            String level,
            String name,
            String message,
            long rowtime,
            byte @Nullable [] record,
            int offset,
            int length,
            String where) {
        RowBatch rows = begin();
        int at = rows.size;
        rows.values[0][at] = now();
        text(rows, 1, level);
        text(rows, 2, name);
        text(rows, 3, message);
        if (rowtime == RowBatch.NO_WATERMARK) {
            rows.setNull(4, at);
        } else {
            rows.values[4][at] = rowtime;
        }
        if (record == null) {
            rows.setNull(5, at);
        } else {
            ByteBuilder hex = new ByteBuilder();
            CellText.hex(record, offset, Math.min(length, maxDataBytes), hex);
            rows.setBytes(5, at, hex.bytes(), 0, hex.length());
        }
        text(rows, 6, where);
        commit();
    }
}
