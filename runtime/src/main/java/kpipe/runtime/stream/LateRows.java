package kpipe.runtime.stream;

import kpipe.data.RowBatch;
import kpipe.spi.Clock;

/** {@code p.late}: the rows of a pump that came too late, each with LATE_BY behind its own columns. Thread-safe. */
public final class LateRows extends SideStream {

    public LateRows(Stream stream, Clock clock) {
        super(stream, clock);
    }

    /** @param by by how many milliseconds */
    public synchronized void append(RowBatch late, int row, long by) {
        RowBatch rows = begin();
        int last = rows.values.length - 1;
        for (int column = 0; column < last; column++) {
            rows.copyCell(late, column, row, column, rows.size);
        }
        rows.values[last][rows.size] = by;
        commit();
    }
}
