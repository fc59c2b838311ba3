package kpipe.runtime.operator;

import java.util.List;
import kpipe.data.RowBatch;
import kpipe.data.Schema;

/**
 * The rows of a TABLE as they are now. {@link #version} grows with each refresh; a kernel keeps the index that it has built over a version until it sees
 * another one at the start of a batch. The batches of a version never change. Thread-safe.
 */
public interface ReferenceTable {

    Schema schema();

    Snapshot current();

    /** One version of the table. */
    record Snapshot(long version, List<RowBatch> batches) {}
}
