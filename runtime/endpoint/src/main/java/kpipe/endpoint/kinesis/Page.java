package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kpipe.data.SequenceNumber;
import kpipe.endpoint.wire.Part;
import kpipe.endpoint.wire.ValueWriter;
import kpipe.runtime.log.LogReader;
import kpipe.runtime.log.LogRecord;
import kpipe.runtime.log.Shard;
import kpipe.runtime.log.ShardLog;

/** Records that are answered together, and where reading goes on behind them. Not thread-safe. */
final class Page implements Part {

    private static final int FIELDS = 3;

    private final Shard shard;
    private final Encryption encryption;
    private byte[] bytes = new byte[1024];
    private int length;
    /** For each record its index, its arrival, and the lengths of its key and its data in one number. */
    private long[] records = new long[FIELDS * 16];

    private int count;
    private long next;
    private boolean atTip;
    private boolean ended;
    private long behind;

    private Page(Shard shard, Encryption encryption) {
        this.shard = shard;
        this.encryption = encryption;
    }

    /**
     * Reads what is there now, from the record with {@code index} on.
     *
     * @param mostBytes of keys and data; a first record is taken whatever its size
     */
    static Page read(KinesisStream stream, Shard shard, long index, long mostRecords, int mostBytes, long now)
            throws IOException {
        Page page = new Page(shard, Encryption.of(stream.description()));
        ShardLog log = stream.log().find(shard.index());
        if (log == null || index >= log.end()) {
            page.next = index;
            page.atTip = true;
            page.ended = isClosed(stream, shard);
            return page;
        }
        // Asked before reading: what comes while it is read comes before it is closed.
        boolean closed = isClosed(stream, shard);
        LogReader reader = stream.log().readFrom(shard.index(), index);
        page.fill(reader, mostRecords, mostBytes);
        page.atTip |= page.next >= log.end();
        if (page.atTip) {
            page.ended = closed && page.next >= log.end();
        } else {
            page.behind = Math.max(1, now - page.lastArrival());
        }
        return page;
    }

    private static boolean isClosed(KinesisStream stream, Shard shard) {
        Shard now = ShardIds.find(stream, shard.index());
        return now == null || !now.isOpen();
    }

    private void fill(LogReader reader, long mostRecords, int mostBytes) throws IOException {
        while (count < mostRecords) {
            LogRecord record = reader.read();
            next = reader.position();
            if (record == null) {
                atTip = true;
                return;
            }
            int size = record.keyLength() + record.dataLength();
            if (count > 0 && length + size > mostBytes) {
                next = record.index();
                return;
            }
            add(record, size);
        }
    }

    private void add(LogRecord record, int size) {
        if (length + size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + size, 2 * bytes.length));
        }
        if (FIELDS * (count + 1) > records.length) {
            records = Arrays.copyOf(records, 2 * records.length);
        }
        // Key and data lie one behind the other.
        System.arraycopy(record.bytes(), record.keyOffset(), bytes, length, record.keyLength());
        System.arraycopy(record.bytes(), record.dataOffset(), bytes, length + record.keyLength(), record.dataLength());
        length += size;
        records[FIELDS * count] = record.index();
        records[FIELDS * count + 1] = record.arrival();
        records[FIELDS * count + 2] = (long) record.keyLength() << 32 | record.dataLength();
        count++;
    }

    int count() {
        return count;
    }

    /** How many bytes keys and data have. */
    int bytes() {
        return length;
    }

    /** Where the next page begins. */
    long next() {
        return next;
    }

    /** Whether nothing was left behind it. */
    boolean isAtTip() {
        return atTip;
    }

    /** Whether the shard is closed and nothing will ever come behind it. */
    boolean isEnded() {
        return ended;
    }

    /** How far its last record is behind the tip, in milliseconds; 0 at the tip. */
    long behind() {
        return behind;
    }

    private long lastArrival() {
        return count == 0 ? 0 : records[FIELDS * (count - 1) + 1];
    }

    /** The number of its last record, or of the record before the first one that it looked for. */
    String lastNumber(long index) {
        long last = count == 0 ? Math.max(0, index - 1) : records[FIELDS * (count - 1)];
        long arrived = count == 0 ? shard.created() : lastArrival() / 1000;
        return new SequenceNumber(shard.created(), shard.index(), last, arrived).toString();
    }

    /** Writes the records as a list. */
    @Override
    public void writeTo(ValueWriter out) {
        out.startList();
        int at = 0;
        for (int i = 0; i < count; i++) {
            long arrival = records[FIELDS * i + 1];
            int keyLength = (int) (records[FIELDS * i + 2] >>> 32);
            int dataLength = (int) records[FIELDS * i + 2];
            out.startMap();
            out.name("SequenceNumber");
            out.string(
                    new SequenceNumber(shard.created(), shard.index(), records[FIELDS * i], arrival / 1000).toString());
            out.name("ApproximateArrivalTimestamp");
            out.time(arrival);
            out.name("Data");
            out.blob(bytes, at + keyLength, dataLength);
            out.name("PartitionKey");
            out.string(bytes, at, keyLength);
            if (encryption.covers(arrival)) {
                out.name("EncryptionType");
                out.string("KMS");
            }
            out.endMap();
            at += keyLength + dataLength;
        }
        out.endList();
    }

    /** The shards that follow a closed one, as {@code ChildShards} names them. */
    static List<Map<String, ?>> children(KinesisStream stream, Shard parent) {
        return stream.shards().children(parent.index()).stream()
                .<Map<String, ?>>map(child -> Members.of(
                        "ShardId",
                        child.id(),
                        "ParentShards",
                        Stream.of(child.parent(), child.adjacentParent())
                                .filter(index -> index >= 0)
                                .map(ShardIds::id)
                                .collect(Collectors.toList()),
                        "HashKeyRange",
                        Shards.range(child)))
                .collect(Collectors.toList());
    }
}
