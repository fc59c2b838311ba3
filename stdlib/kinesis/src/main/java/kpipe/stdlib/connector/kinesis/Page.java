package kpipe.stdlib.connector.kinesis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import kpipe.spi.Chunk;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * What one answer of the service brings of a shard: records, taken apart where producers have put them together, and how far the shard has been read with them. Immutable.
 */
final class Page {

    /**
     * One record.
     *
     * @param part its place in the record of the service that it was put together into, or -1 if it was not
     */
    record Entry(byte[] bytes, int start, int end, String key, String sequence, int part, long arrival) {
        int length() {
            return end - start;
        }
    }

    /** A record may become visible so much after the time that it says it was stored at. */
    private static final long SETTLING_MILLIS = 500;

    /** What an entry costs beside its bytes. */
    private static final int ENTRY_BYTES = 64;

    final List<Entry> entries;

    /** The number behind which the shard is read on, or null where the answer says none. */
    final @Nullable String last;

    /** All that arrived before this time has been read with this page, or {@link Chunk#UNKNOWN_TIME}. */
    final long reached;

    /** Whether nothing more was there when the service answered. */
    final boolean caughtUp;

    /** Whether the shard is closed, and this is the last of it. */
    final boolean closed;

    /** With {@link #closed}: what goes on instead of the shard, where the service says so. */
    final List<ShardInfo> children;

    /** How many bytes of memory it takes, nearly. */
    final long weight;

    private Page(
            List<Entry> entries,
            @Nullable String last,
            long reached,
            boolean caughtUp,
            boolean closed,
            List<ShardInfo> children) {
        this.entries = entries;
        this.last = last;
        this.reached = reached;
        this.caughtUp = caughtUp;
        this.closed = closed;
        this.children = children;
        long bytes = 0;
        for (Entry entry : entries) {
            bytes += entry.length() + ENTRY_BYTES;
        }
        weight = bytes;
    }

    /** What a page is made from, beside its records. */
    record Terms(ShardInfo shard, boolean deaggregate) {}

    /**
     * Takes an answer apart.
     *
     * @param continuation the number to go on behind, or null: that of the last record
     * @param now what time it is at the service, or a little before
     * @param behind how far its last record is behind the newest of the shard, in milliseconds, or null
     */
    static Page of(
            Terms terms,
            List<Record> records,
            @Nullable String continuation,
            long now,
            @Nullable Long behind,
            boolean closed,
            List<ChildShard> children) {
        List<Entry> entries = new ArrayList<>(records.size());
        for (Record record : records) {
            add(terms, record, entries);
        }
        String last = continuation;
        if (last == null && !records.isEmpty()) {
            last = records.get(records.size() - 1).sequenceNumber();
        }
        long reached = behind == null ? Chunk.UNKNOWN_TIME : now - behind - SETTLING_MILLIS;
        boolean caughtUp = records.isEmpty() && behind != null && behind == 0;
        return new Page(
                entries,
                last,
                reached,
                caughtUp,
                closed,
                children.stream().map(ShardInfo::of).toList());
    }

    private static void add(Terms terms, Record record, List<Entry> entries) {
        byte[] bytes = record.data().asByteArrayUnsafe();
        Instant stored = record.approximateArrivalTimestamp();
        long arrival = stored == null ? 0 : stored.toEpochMilli();
        List<Aggregate.Part> parts = terms.deaggregate() ? Aggregate.parts(bytes) : null;
        if (parts == null) {
            entries.add(new Entry(bytes, 0, bytes.length, record.partitionKey(), record.sequenceNumber(), -1, arrival));
            return;
        }
        for (int i = 0; i < parts.size(); i++) {
            Aggregate.Part part = parts.get(i);
            if (terms.shard().takes(part.partitionKey(), part.hashKey())) {
                entries.add(new Entry(
                        bytes, part.start(), part.end(), part.partitionKey(), record.sequenceNumber(), i, arrival));
            }
        }
    }

    /** Without the records that have been read already: of that record of the service, up to that part of it. */
    Page behind(String sequence, int part) {
        List<Entry> rest = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            if (!entry.sequence().equals(sequence) || entry.part() > part) {
                rest.add(entry);
            }
        }
        return new Page(rest, last, reached, caughtUp, closed, children);
    }
}
