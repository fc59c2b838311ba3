package kpipe.runtime.operator;

/** Sessions: a key's rows less than a gap apart. A row that lies near to two sessions makes one of them. Not thread-safe. */
public final class SessionWindows extends KeyedWindows {

    /** @param gap in milliseconds, from the last row of a session to its end */
    public SessionWindows(GroupLayout layout, long gap) {
        super(layout, gap);
    }

    @Override
    public int meet(int at, int found, long time, long watermark) {
        // Rows of several lanes come between one another: one that carries a later watermark closes nothing for those
        // that carry an earlier one.
        if (words[at + endWord] <= watermark || time >= words[at + endWord] || time <= words[at + startWord] - length) {
            return found;
        }
        if (found < 0) {
            words[at + startWord] = Math.min(words[at + startWord], time);
            words[at + endWord] = Math.max(words[at + endWord], time + length);
            return at;
        }
        words[found + startWord] = Math.min(words[found + startWord], words[at + startWord]);
        words[found + endWord] = Math.max(words[found + endWord], words[at + endWord]);
        mergeGroup(found, this, at);
        remove(at);
        return found;
    }

    @Override
    public boolean isLate(long time, long watermark) {
        return time + length <= watermark;
    }

    @Override
    public long lateBy(long time, long watermark) {
        return Math.max(1, watermark - (time + length));
    }
}
