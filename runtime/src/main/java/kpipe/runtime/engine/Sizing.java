package kpipe.runtime.engine;

import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.stream.Stream;

/**
 * How large queues, batches and what destinations gather are: as large as is good for speed, or as is said, and smaller where there are so many of them that together they would take too much of the
 * heap: a quarter for queues; for all that destinations gather and what waits for their delivery about a third.
 *
 * @param queueBytes the bound of each queue
 * @param batchRows the most rows of a batch, 0 where the schema decides
 * @param gatherBytes the most bytes that the open objects of one destination take
 */
record Sizing(long queueBytes, int batchRows, long gatherBytes) {

    private static final long LEAST_GATHERED = 256 << 10;

    private static final long SMALLEST_QUEUE = 48 << 10;
    private static final int SMALLEST_BATCH = 8;

    static Sizing of(int queues, int destinations, long heapBytes) {
        return new Sizing(
                Math.max(SMALLEST_QUEUE, Math.min(Stream.QUEUE_BYTES, heapBytes / 4 / Math.max(1, queues))),
                0,
                Math.max(LEAST_GATHERED, heapBytes / 8 / Math.max(1, destinations)));
    }

    /** As large as is good for speed, whatever the heap. */
    static Sizing large(int batchRows) {
        return new Sizing(Stream.QUEUE_BYTES, batchRows, Long.MAX_VALUE);
    }

    /** At how many bytes an object is delivered that is to be at {@code wanted}: where one object gathers, others wait for their delivery. */
    long bufferBytes(long wanted) {
        return Math.min(wanted, gatherBytes / 4);
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
