package kpipe.runtime.log;

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

    /** The name of the shard with that index. */
    public static String id(int index) {
        String digits = Integer.toString(index);
        return "shardId-" + "000000000000".substring(digits.length()) + digits;
    }

    public boolean isOpen() {
        return closed < 0;
    }

    Shard closedAt(long second) {
        return new Shard(index, range, parent, adjacentParent, created, second);
    }
}
