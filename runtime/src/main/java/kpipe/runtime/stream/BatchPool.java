package kpipe.runtime.stream;

import java.util.Arrays;
import kpipe.data.RowBatch;
import kpipe.data.Schema;

/** Empty batches of one stream. It keeps a bounded number of them; those beyond it are left to the collector. Thread-safe. */
final class BatchPool {

    private static final int KEPT = 64;

    private final Schema schema;
    private final int capacity;
    private SharedBatch[] free = new SharedBatch[4];
    private int count;

    BatchPool(Schema schema, int capacity) {
        this.schema = schema;
        this.capacity = capacity;
    }

    SharedBatch take() {
        synchronized (this) {
            if (count > 0) {
                return free[--count];
            }
        }
        return new SharedBatch(new RowBatch(schema, capacity), this);
    }

    void giveBack(SharedBatch batch) {
        batch.rows.clear();
        synchronized (this) {
            if (count < KEPT) {
                if (count == free.length) {
                    free = Arrays.copyOf(free, count * 2);
                }
                free[count++] = batch;
            }
        }
    }
}
