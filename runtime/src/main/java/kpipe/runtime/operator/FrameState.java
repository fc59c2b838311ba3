package kpipe.runtime.operator;

/** What a function remembers of the rows in one frame where a few words do not hold it. Not thread-safe. */
public abstract class FrameState {

    FrameState() {}

    /** Makes it that of a frame without rows. */
    abstract void clear();

    /** Roughly. */
    abstract long bytes();
}
