package kpipe.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import kpipe.data.RowBatch;

/**
 * A {@link TableFunction} at work on the rows of one query. It has no clock, thread or I/O, and fails for no row: of a value with which it can do nothing it says so in its result. Not thread-safe.
 */
public interface TableMachine {

    /** Takes a row; its ROWTIME is not before that of the row before. The batch is the caller's again when the call returns. */
    void row(RowBatch rows, int row, TableResults results);

    /** No row with a smaller ROWTIME than {@code watermark} follows; {@link RowBatch#END_WATERMARK}: none at all. */
    void time(long watermark, TableResults results);

    /** How many rows are held. */
    long rows();

    /** The watermark with which the next held row is given; {@link Long#MAX_VALUE} where none waits for time. */
    long due();

    /** How many bytes are held, roughly. */
    long bytes();

    /** Writes what it remembers; that changes nothing of what it gives. */
    void save(DataOutput out) throws IOException;

    /** Becomes what {@link #save} wrote, of a machine for the same columns and arguments. Called before any row. */
    void restore(DataInput in) throws IOException;
}
