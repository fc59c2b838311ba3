package kpipe.runtime.log;

/**
 * Where a record was put: filled in by {@link ShardLog#append}. It counts only once {@link #commit} is stored. Not thread-safe; may be used again.
 */
public final class Appended {

    int shard;
    long shardCreated;
    long index;
    long arrival;
    Commit commit = new Commit();

    public int shard() {
        return shard;
    }

    public long index() {
        return index;
    }

    /** In milliseconds since 1970. */
    public long arrival() {
        return arrival;
    }

    public Commit commit() {
        return commit;
    }

    public kpipe.data.SequenceNumber sequenceNumber() {
        return new kpipe.data.SequenceNumber(shardCreated, shard, index, arrival / 1000);
    }
}
