package kpipe.runtime.stream;

import java.nio.charset.StandardCharsets;
import kpipe.data.ByteBuilder;
import kpipe.data.RowBatch;
import kpipe.data.SystemStreams;
import kpipe.spi.Clock;

/** {@code p.late}: the rows of a pump that came too late, each with LATE_BY behind its own columns, or as text where they are of several streams. Thread-safe. */
public final class LateRows extends SideStream {

    private final boolean asText;

    public LateRows(Stream stream, Clock clock) {
        super(stream, clock);
        asText = stream.schema().equals(SystemStreams.LATE_OF_SEVERAL);
    }

    /** @param by by how many milliseconds */
    public synchronized void append(RowBatch late, int row, long by) {
        RowBatch rows = begin();
        int last = rows.values.length - 1;
        if (asText) {
            ByteBuilder json = new ByteBuilder();
            CellText.json(late, row, json);
            rows.values[0][rows.size] = late.rowtime[row];
            text(rows, 1, new String(json.bytes(), 0, json.length(), StandardCharsets.UTF_8));
        }
        for (int column = 0; column < last && !asText; column++) {
            rows.copyCell(late, column, row, column, rows.size);
        }
        rows.values[last][rows.size] = by;
        commit();
    }
}
