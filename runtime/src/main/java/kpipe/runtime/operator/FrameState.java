package kpipe.runtime.operator;

import java.io.IOException;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/** What a function remembers of the rows in one frame where a few words do not hold it. Not thread-safe. */
public abstract class FrameState {

    FrameState() {}

    /** Makes it that of a frame without rows. */
    abstract void clear();

    /** Roughly. */
    abstract long bytes();

    // What is written of a state's kind. No number is used again for another one.
    static final int LONG_COUNTS = 1;
    static final int TEXT_COUNTS = 2;
    static final int EXACT_SUM = 3;
    static final int MOMENTS = 4;
    static final int EXPONENTIAL_MEAN = 5;

    abstract int kind();

    abstract void save(StateWriter out) throws IOException;

    abstract void restore(StateReader in) throws IOException;

    /** Reads a state of any kind, which its number stands before. */
    static FrameState read(StateReader in) throws IOException {
        int kind = in.small();
        FrameState state = switch (kind) {
            case LONG_COUNTS -> new LongCounts();
            case TEXT_COUNTS -> new TextCounts();
            case EXACT_SUM -> new ExactSum();
            case MOMENTS -> new Moments();
            case EXPONENTIAL_MEAN -> new ExponentialMean(in.number());
            default -> throw new IOException("no state of frames is of kind " + kind);
        };
        state.restore(in);
        return state;
    }
}
