package kpipe.runtime.firehose;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.data.ByteBuilder;
import kpipe.data.RowBatch;
import kpipe.data.Text;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.runtime.stream.CellText;
import kpipe.spi.Clock;
import kpipe.spi.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a destination that are still gathering: one for each combination of partition values and, where the address tells the time, of the time that it
 * tells, so that records of different addresses never share an object. Their number and their bytes are bounded; beyond that the one used longest ago is delivered early.
 * Not thread-safe.
 */
final class OpenBuffers {

    /** As many as Firehose keeps. */
    private static final int MAX_OPEN = 500;

    private static final long MAX_BYTES = 64 << 20;
    private static final int IMMEDIATE_BYTES = 1 << 16;
    private static final byte UNIT_SEPARATOR = 0x1F;

    private final Terms terms;
    private final Encoder encoder;
    private final Courier courier;
    private final @Nullable Witness witness;
    /** Of a sink that takes records; null where it takes objects. */
    private final @Nullable RecordKeys keys;

    private final Safekeeping safekeeping;
    private final Clock clock;
    private final Address address;
    private final boolean divided;
    private final Map<Text, Buffer> open = new LinkedHashMap<>();
    private final ByteBuilder key = new ByteBuilder();
    private final Text keyView = new Text();

    private @Nullable Buffer recent;
    private final ByteBuilder recentKey = new ByteBuilder();
    private long bytes;
    private long uses;
    private long due = Long.MAX_VALUE;
    private boolean begun;
    private String problem = "";

    OpenBuffers(
            Terms terms,
            Encoder encoder,
            Courier courier,
            @Nullable Witness witness,
            @Nullable RecordKeys keys,
            ObjectNames names,
            Safekeeping safekeeping,
            Clock clock) {
        this.terms = terms;
        this.encoder = encoder;
        this.courier = courier;
        this.witness = witness;
        this.keys = keys;
        this.clock = clock;
        this.safekeeping = safekeeping;
        address = new Address(terms.address(), names);
        divided = address.hasTimestamp()
                || address.hasLambdaKeys()
                || !terms.partitionNames().isEmpty();
    }

    /** All bytes that gather. */
    long bytes() {
        return bytes;
    }

    /** Why {@link #find} found no buffer. */
    String problem() {
        return problem;
    }

    private boolean immediate() {
        return terms.bufferBytes() == 0;
    }

    /** The buffer that a row's record belongs into, or null if a value of its partition is missing. */
    @Nullable
    Buffer find(RowBatch rows, int row, Map<String, String> lambdaKeys) throws IOException {
        Buffer last = recent;
        if (!divided) {
            return last != null ? last : open(Text.of(""), rows, row, lambdaKeys);
        }
        if (!key(rows, row, lambdaKeys)) {
            return null;
        }
        if (last != null
                && key.length() == recentKey.length()
                && Text.equal(key.bytes(), 0, recentKey.bytes(), 0, key.length())) {
            last.used = uses++;
            return last;
        }
        recentKey.clear();
        recentKey.append(key.bytes(), 0, key.length());
        Buffer found = open.get(keyView.point(key.bytes(), key.length()));
        if (found == null) {
            return open(Text.of(key.toBytes()), rows, row, lambdaKeys);
        }
        recent = found;
        found.used = uses++;
        return found;
    }

    private boolean key(RowBatch rows, int row, Map<String, String> lambdaKeys) {
        key.clear();
        long time = address.truncate(rows.rowtime[row]);
        for (int shift = 0; shift < 64; shift += 8) {
            key.append((byte) (time >>> shift));
        }
        for (int i = 0; i < terms.partitionColumns().size(); i++) {
            int before = key.length();
            CellText.append(rows, terms.partitionColumns().get(i), row, key);
            if (key.length() == before) {
                problem = "the partition value `" + terms.partitionNames().get(i) + "` is NULL or empty";
                return false;
            }
            key.append(UNIT_SEPARATOR);
        }
        if (lambdaKeys.isEmpty()) {
            return true;
        }
        for (Map.Entry<String, String> entry : lambdaKeys.entrySet()) {
            key.append(entry.getKey());
            key.append(UNIT_SEPARATOR);
            key.append(entry.getValue());
            key.append(UNIT_SEPARATOR);
        }
        return true;
    }

    private @Nullable Buffer open(Text name, RowBatch rows, int row, Map<String, String> lambdaKeys)
            throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < terms.partitionNames().size(); i++) {
            ByteBuilder text = new ByteBuilder();
            CellText.append(rows, terms.partitionColumns().get(i), row, text);
            String value = new String(text.bytes(), 0, text.length(), StandardCharsets.UTF_8);
            if (!PartitionValues.fits(value)) {
                problem = "the partition value `" + terms.partitionNames().get(i)
                        + "` is too long for the name of a folder";
                return null;
            }
            values.put(terms.partitionNames().get(i), PartitionValues.safe(value));
        }
        Map<String, String> safeKeys = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : lambdaKeys.entrySet()) {
            safeKeys.put(entry.getKey(), PartitionValues.safe(entry.getValue()));
        }
        while (open.size() >= MAX_OPEN || bytes > mostBytes()) {
            seal(leastUsed());
        }
        long now = clock.millis();
        Buffer buffer = courier.buffer();
        buffer.open(name, address.evaluate(rows.rowtime[row], values, safeKeys, ""), now, rows.rowtime[row]);
        buffer.used = uses++;
        if (keys == null && (!immediate() || !begun)) {
            encoder.begin(buffer.bytes);
            begun = true;
            buffer.endHeader();
        }
        bytes += buffer.bytes.length();
        open.put(name, buffer);
        recent = buffer;
        due = Math.min(due, now + terms.bufferMillis());
        return buffer;
    }

    private long mostBytes() {
        return Math.min(terms.gatherBytes(), Math.max(MAX_BYTES, terms.bufferBytes()));
    }

    private Text leastUsed() {
        Text least = null;
        long used = Long.MAX_VALUE;
        for (Map.Entry<Text, Buffer> entry : open.entrySet()) {
            if (entry.getValue().used < used) {
                used = entry.getValue().used;
                least = entry.getKey();
            }
        }
        if (least == null) {
            throw new IllegalStateException("no open buffer");
        }
        return least;
    }

    /** A record has been appended to the buffer that {@link #find} gave. */
    void added(Buffer buffer, long rowtime) throws IOException {
        int start = buffer.endRecord(rowtime);
        int length = buffer.bytes.length();
        bytes += length - start;
        if (witness != null) {
            int record = keys == null ? start : keys.behind(buffer.bytes.bytes(), start);
            witness.record(buffer.address, buffer.bytes.bytes(), record, length - record);
        }
        if (length >= (immediate() ? IMMEDIATE_BYTES : terms.bufferBytes())) {
            seal(buffer.key);
        }
    }

    /** Hands over what has waited long enough; everything, where records are delivered at once. */
    int sealDue() throws IOException {
        if (immediate()) {
            return sealAll();
        }
        long now = clock.millis();
        if (now < due) {
            return 0;
        }
        List<Text> ripe = new ArrayList<>();
        due = Long.MAX_VALUE;
        for (Map.Entry<Text, Buffer> entry : open.entrySet()) {
            long end = entry.getValue().opened + terms.bufferMillis();
            if (end <= now) {
                ripe.add(entry.getKey());
            } else {
                due = Math.min(due, end);
            }
        }
        for (Text name : ripe) {
            seal(name);
        }
        return ripe.size();
    }

    int sealAll() throws IOException {
        List<Text> all = new ArrayList<>(open.keySet());
        for (Text name : all) {
            seal(name);
        }
        return all.size();
    }

    private void seal(Text name) throws IOException {
        Buffer buffer = open.remove(name);
        if (buffer == null) {
            return;
        }
        if (buffer == recent) {
            recent = null;
            recentKey.clear();
        }
        bytes -= buffer.bytes.length();
        if (!immediate() && keys == null) {
            encoder.end(buffer.bytes);
        }
        courier.send(buffer, buffer.records() == 0 ? clock.millis() : buffer.oldest, terms.suffix());
    }

    /** Where records are delivered at once, the end of all of them: what the format puts behind its last record. */
    void sealEnd() throws IOException {
        if (immediate() && begun) {
            Buffer buffer = courier.buffer();
            buffer.open(Text.of(""), address.evaluate(clock.millis(), Map.of(), Map.of(), ""), clock.millis(), 0);
            encoder.end(buffer.bytes);
            if (buffer.bytes.length() > 0) {
                courier.send(buffer, clock.millis(), terms.suffix());
            }
        }
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Bytes that the journal holds of what gathers. */
    long journaled() {
        long total = 0;
        for (Buffer buffer : open.values()) {
            total += buffer.journaled();
        }
        return total;
    }

    /** @param ended whether nothing comes any more in this run: where records go at once, the next ones are the first again */
    void save(StateWriter out, boolean ended) throws IOException {
        out.flag(begun && !ended);
        out.number(uses);
        out.number(open.size());
        for (Buffer buffer : open.values()) {
            buffer.save(out, safekeeping.journal());
        }
    }

    void restore(StateReader in) throws IOException {
        begun = in.flag();
        uses = in.number();
        for (int count = in.small(); count > 0; count--) {
            Buffer buffer = courier.buffer();
            buffer.restore(in, safekeeping.journal());
            open.put(buffer.key, buffer);
            bytes += buffer.bytes.length();
            due = Math.min(due, buffer.opened + terms.bufferMillis());
            recent = divided ? null : buffer;
        }
    }
}
