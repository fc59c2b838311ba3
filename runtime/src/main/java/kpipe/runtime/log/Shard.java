package kpipe.runtime.log;

import java.util.Locale;

/**
 * A shard of a stream: what it owns and where it comes from. Immutable.
 *
 * @param index which one of its stream, counted from 0 in the order of creation, never used again
 * @param parent the shard that was split, or the first of those merged; -1 for the stream's first ones
 * @param adjacentParent the second of those merged, or -1
 * @param created in seconds since 1970
 * @param closed in seconds since 1970, or -1 while it is open
 */
public record Shard(int index, HashRange range, int parent, int adjacentParent, long created, long closed) {

    /** Its name, as the Kinesis API has it. */
    public String id() {
        return id(index);
    }

    static String id(int index) {
        return String.format(Locale.ROOT, "shardId-%012d", index);
    }

    public boolean isOpen() {
        return closed < 0;
    }

    Shard closedAt(long second) {
        return new Shard(index, range, parent, adjacentParent, created, second);
    }
}
