package kpipe.runtime.stream;

import kpipe.data.RowBatch;

/** Looks at the rows of a stream as they pass, beside those who read it, and holds nobody up. Called by whoever fills a lane, by several at once where there are several lanes. */
public interface Tap {

    /** Rows that pass; they are the caller's again when this returns. */
    void pass(RowBatch rows);
}
