package kpipe.runtime.operator;

import kpipe.data.RowBatch;
import kpipe.data.RowException;

/** Takes the rows that failed in an expression: they go to {@code error_stream} with their reason. */
public interface ErrorOutlet {

    /**
     * @param rows the batch that holds the row, in the schema that the stage reads
     * @param line the line of the .kpipe file in which the expression stands, 1-based
     */
    void error(RowBatch rows, int row, int line, RowException reason);

    /** A result that failed after its rows had been taken up: an expression over the aggregates of a closed window. */
    void resultError(long rowtime, int line, RowException reason);
}
