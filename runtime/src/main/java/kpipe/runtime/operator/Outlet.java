package kpipe.runtime.operator;

import kpipe.data.RowBatch;

/**
 * Where a kernel writes its results. The kernel asks for the batch that is being filled, writes the row at {@code batch.size} (values, set null bits, rowtime, watermark),
 * raises {@code size}, and asks again with {@link #next} when the batch is full. Outlets hand full batches on by themselves; the engine hands on what is left after each call.
 */
public abstract class Outlet {

    private RowBatch batch;

    protected Outlet(RowBatch first) {
        batch = first;
    }

    /** The batch being filled; never full. */
    public final RowBatch batch() {
        return batch;
    }

    /** Hands the batch on if it is full, and returns the one to fill now. Generated loops call it after each row only when {@code isFull()}. */
    public final RowBatch next() {
        if (batch.isFull()) {
            batch = handOver(batch);
        }
        return batch;
    }

    /** Hands on what has been written, full or not. */
    public final void flush() {
        if (batch.size > 0) {
            batch = handOver(batch);
        }
    }

    /** Takes a batch with rows and returns an empty one to go on with. */
    protected abstract RowBatch handOver(RowBatch filled);
}
