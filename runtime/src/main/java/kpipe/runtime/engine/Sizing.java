package kpipe.runtime.engine;

import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.stream.Stream;

/**
 * How large queues and batches are: as large as is good for speed, and smaller where there are so many of them that together they would take more than a quarter of the heap.
 *
 * @param queueBytes the bound of each queue
 * @param batchRows the most rows of a batch, 0 where the schema decides
 */
record Sizing(long queueBytes, int batchRows) {

    private static final long SMALLEST_QUEUE = 48 << 10;
    private static final int SMALLEST_BATCH = 8;

    static Sizing of(int queues, long heapBytes) {
        return new Sizing(
                Math.max(SMALLEST_QUEUE, Math.min(Stream.QUEUE_BYTES, heapBytes / 4 / Math.max(1, queues))), 0);
    }

    /** How many rows a batch of the schema holds: three batches fit a queue. */
    int rows(Schema schema) {
        if (batchRows > 0) {
            return batchRows;
        }
        long fitting = queueBytes / 3 / (8L * (schema.size() + 2));
        return (int) Math.max(SMALLEST_BATCH, Math.min(RowBatch.capacityFor(schema), fitting));
    }
}
