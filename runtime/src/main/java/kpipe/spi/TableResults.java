package kpipe.spi;

import kpipe.data.RowBatch;

/** Takes the rows that a {@link TableMachine} gives. */
public interface TableResults {

    /**
     * Begins a row with the columns, the ROWTIME and the watermark of a row of the query. The caller then fills the added columns of the last row of the batch that is returned.
     *
     * @return the batch that the row was appended to; valid until the next call
     */
    RowBatch pass(RowBatch rows, int row);
}
