package kpipe.runtime.operator;

/** Windows of a fixed length that open with a key's first row while none is open. Rows come in the order of ROWTIME. Not thread-safe. */
public final class StaggerWindows extends KeyedWindows {

    /** @param size in milliseconds */
    public StaggerWindows(GroupLayout layout, long size) {
        super(layout, size);
    }

    @Override
    public int meet(int at, int found, long time, long watermark) {
        long end = words[at + endWord];
        if (end > watermark && words[at + startWord] <= time && time < end) {
            return at;
        }
        lastEnd = Math.max(lastEnd, end);
        return found;
    }

    /** A row before the end of its key's last window, but in none, should have come earlier. */
    @Override
    public boolean isLate(long time, long watermark) {
        return time < watermark || time < lastEnd;
    }

    @Override
    public long lateBy(long time, long watermark) {
        return Math.max(1, watermark - time);
    }
}
