package kpipe.runtime.operator;

/** What a kernel holds, told when somebody asks: each part of its state adds its own. Not thread-safe. */
public final class Holding {

    /** Rows that are kept as they are. */
    public long rows;

    /** Groups of windows, or keys of which something is remembered. */
    public long groups;

    /** Roughly. */
    public long bytes;

    /** The watermark with which the next of it is given out; {@link Long#MAX_VALUE} where nothing waits for time. */
    public long due = Long.MAX_VALUE;

    /** Something is given out once the watermark has come to {@code time}. */
    void dueAt(long time) {
        due = Math.min(due, time);
    }
}
