package kpipe.runtime.stream;

import java.util.concurrent.atomic.AtomicInteger;
import kpipe.data.RowBatch;
import org.jspecify.annotations.Nullable;

/** A batch that several subscriptions read; the last one to let go gives it back to the pool. */
final class SharedBatch extends AtomicInteger {

    private static final long serialVersionUID = 1L;

    final transient RowBatch rows;
    private final transient @Nullable BatchPool pool;

    /** @param pool where it goes when nobody reads it any more; null: nowhere */
    SharedBatch(RowBatch rows, @Nullable BatchPool pool) {
        this.rows = rows;
        this.pool = pool;
    }

    /** The memory that the batch holds on to, filled or not: what queues are bounded by. */
    long footprint() {
        return 64 + rows.heap.length + 8L * rows.capacity * (rows.values.length + 2);
    }

    void release() {
        BatchPool home = pool;
        if (decrementAndGet() == 0 && home != null) {
            home.giveBack(this);
        }
    }
}
