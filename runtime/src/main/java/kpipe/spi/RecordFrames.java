package kpipe.spi;

import org.jspecify.annotations.Nullable;

/**
 * Where the records of a chunk end, and what came with each: for sources that bring whole records and not a run of bytes. Each record is decoded by itself; one may hold several rows, or none.
 *
 * <p>It belongs to the source, and holds until the source is read again. Numbers of records count from 0 at the first of the chunk. Not thread-safe.
 */
public interface RecordFrames {

    /** How many records the chunk holds. */
    int count();

    /** Where the record ends in {@link Chunk#bytes}; the first begins at their start, the others where the one before ends. */
    int end(int record);

    /** When the record was stored where it comes from, in milliseconds. */
    long arrivalMillis(int record);

    /** The key by which it was put into its shard, or null where it has none. */
    @Nullable
    String partitionKey(int record);

    /** Its number in its shard; as text, later ones are greater. */
    String sequenceNumber(int record);
}
