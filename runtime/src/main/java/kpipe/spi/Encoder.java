package kpipe.spi;

import kpipe.data.ByteBuilder;
import kpipe.data.RowBatch;

/** Writes rows as records. One instance serves one destination; one thread at a time calls it. */
public abstract class Encoder {

    /** What stands before the first record of each object, such as a CSV header line. */
    public void begin(ByteBuilder out) {}

    /** Appends one row as one record, its ending included. */
    public abstract void encode(RowBatch rows, int row, ByteBuilder out);

    /** What stands behind the last record of each object. */
    public void end(ByteBuilder out) {}
}
