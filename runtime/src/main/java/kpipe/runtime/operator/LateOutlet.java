package kpipe.runtime.operator;

import kpipe.data.RowBatch;

/** Takes the rows that came too late: they change no result, are counted, and go to {@code p.late} and {@code error_stream}. */
public interface LateOutlet {

    /**
     * @param rows the batch that holds the row, in the schema that the stage reads
     * @param by how many milliseconds too late: from the end of the last window that would have taken it to the watermark that the row carries, at least 1
     */
    void late(RowBatch rows, int row, long by);
}
