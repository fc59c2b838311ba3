package kpipe.runtime.operator;

import java.io.IOException;
import kpipe.data.RowBatch;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * One stage of a pump as one machine: the compiler generates a subclass per stage, fused into one loop over a batch.
 *
 * <p>A kernel is pure: what it emits follows from the calls made to it and nothing else. It has no clock, no thread and no I/O. One lane of the engine (or one
 * Flink task, or a test) owns an instance and calls it from one thread at a time: {@link #open} once, then {@link #batch} and {@link #time} in the
 * order in which rows and watermarks come.
 *
 * <p>Lateness is decided by the watermark that each row carries ({@link RowBatch#watermark}), closing by {@link #time}, so that the cut of batches changes
 * neither what is late nor any result. A row that fails in an expression goes to the errors outlet, changes no state, and the batch goes on.
 */
public abstract class Kernel {

    /** Gives the kernel its surroundings. */
    public abstract void open(KernelContext context);

    /** Takes the rows of a batch, in order. The batch is the caller's again when the call returns: what is kept is copied. */
    public abstract void batch(RowBatch rows);

    /**
     * Takes the rows of a batch of the second stream that the kernel reads, its right side: only of kernels that join two streams. The rows of the first come by
     * {@link #batch}; how the two are interleaved changes nothing.
     */
    public void right(RowBatch rows) {
        throw new IllegalStateException("this kernel reads one stream");
    }

    /**
     * The watermark of all that this kernel reads has reached {@code watermark}: windows that end at or before it close, in order of their ends.
     * {@link RowBatch#END_WATERMARK} closes everything. Never called with a smaller value than before.
     */
    public void time(long watermark) {}

    /**
     * What may be promised to those who read the results once the time is {@code watermark}: that no row with a smaller ROWTIME follows which is not late. That
     * is the watermark itself, but for kernels whose results carry an earlier ROWTIME, such as one that the query sets.
     */
    public long promise(long watermark) {
        return watermark;
    }

    /** Tells what the kernel holds. Called between two of the other calls, when somebody asks; it may take its time. */
    public void holds(Holding held) {}

    /** Writes all that the kernel remembers. Called between two of the other calls; equal states are written as equal bytes. */
    public void save(StateWriter out) throws IOException {}

    /**
     * Becomes what {@link #save} wrote, of this kernel or of one that the same query gave: from here on both give the same. Called once, after {@link #open} and before any other call.
     */
    public void restore(StateReader in) throws IOException {}
}
