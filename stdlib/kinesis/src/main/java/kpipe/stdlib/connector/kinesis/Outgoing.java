package kpipe.stdlib.connector.kinesis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import kpipe.spi.Delivery;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * The records of one delivery on their way out, and which of them are there already, so that the same delivery tried again puts only the others. Records of one key are in one lane, and a
 * lane sends one request at a time. Not thread-safe.
 */
final class Outgoing {

    /** The most that a request may hold; the bytes are those that also older servers take. */
    private static final int MOST_RECORDS = 500;

    private static final int MOST_BYTES = 5 << 20;
    /** The largest record that any stream can be set to take, its key included. */
    private static final int MOST_RECORD_BYTES = 10 << 20;
    /** The largest record that every stream takes; a larger one goes alone, lest others be refused with it. */
    private static final int USUAL_RECORD_BYTES = 1 << 20;

    private static final int MOST_KEY_CHARACTERS = 256;

    /** A record that no request will ever bring in, and why. */
    record Refused(int record, String reason) {}

    /** Some records of a lane, in order. */
    record Batch(int lane, List<Integer> records, List<PutRecordsRequestEntry> entries) {}

    final String name;
    private final Delivery delivery;
    /** By lane: the records that are not there yet, in order. */
    private final List<List<Integer>> lanes = new ArrayList<>();

    private final List<Refused> refused = new ArrayList<>();
    private int left;

    Outgoing(Delivery delivery, int laneCount) {
        this.delivery = delivery;
        name = delivery.objectName();
        for (int i = 0; i < laneCount; i++) {
            lanes.add(new ArrayList<>());
        }
        for (int record = 0; record < delivery.recordEnds().length; record++) {
            String key = partitionKey(record);
            String reason = reason(record, key);
            if (reason == null) {
                lanes.get(Math.floorMod(key.hashCode(), laneCount)).add(record);
                left++;
            } else {
                refused.add(new Refused(record, reason));
            }
        }
    }

    /** How many records are not there yet, and may still come there. */
    int left() {
        return left;
    }

    List<Refused> refused() {
        return refused;
    }

    /** All records that are not there. */
    int[] missing() {
        List<Integer> missing = new ArrayList<>();
        lanes.forEach(missing::addAll);
        refused.forEach(each -> missing.add(each.record()));
        return missing.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /** The next records of a lane, or null if all are there. */
    @Nullable
    Batch next(int lane) {
        List<Integer> records = new ArrayList<>();
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        long bytes = 0;
        for (int record : lanes.get(lane)) {
            PutRecordsRequestEntry entry = entry(record);
            long size = size(record, entry.partitionKey());
            boolean alone = size > USUAL_RECORD_BYTES;
            if (!records.isEmpty() && (alone || records.size() == MOST_RECORDS || bytes + size > MOST_BYTES)) {
                break;
            }
            records.add(record);
            entries.add(entry);
            bytes += size;
            if (alone) {
                break;
            }
        }
        return records.isEmpty() ? null : new Batch(lane, records, entries);
    }

    /** A record of a batch is there. */
    void arrived(Batch batch, List<Integer> records) {
        lanes.get(batch.lane()).removeAll(new java.util.HashSet<>(records));
        left -= records.size();
    }

    /** A record will never be there. */
    void refuse(Batch batch, int record, String reason) {
        if (lanes.get(batch.lane()).remove((Integer) record)) {
            left--;
            refused.add(new Refused(record, reason));
        }
    }

    private PutRecordsRequestEntry entry(int record) {
        PutRecordsRequestEntry.Builder entry = PutRecordsRequestEntry.builder()
                .partitionKey(partitionKey(record))
                .data(SdkBytes.fromByteArrayUnsafe(data(record)));
        String place = hashKey(record);
        if (place != null) {
            entry.explicitHashKey(place);
        }
        return entry.build();
    }

    private byte[] data(int record) {
        return Arrays.copyOfRange(delivery.bytes(), delivery.start(record), end(record));
    }

    /** Where the record ends without its line ending. */
    private int end(int record) {
        int start = delivery.start(record);
        int end = delivery.recordEnds()[record];
        if (end > start && delivery.bytes()[end - 1] == '\n') {
            end--;
            if (end > start && delivery.bytes()[end - 1] == '\r') {
                end--;
            }
        }
        return end;
    }

    /** The text of the column, or a hash of the record: the same record always goes to the same shard. */
    private String partitionKey(int record) {
        String key = delivery.keys() == 0 ? null : delivery.key(record, 0);
        if (key != null && !key.isEmpty()) {
            return key;
        }
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            int start = delivery.start(record);
            md5.update(delivery.bytes(), start, end(record) - start);
            return HexFormat.of().formatHex(md5.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private @Nullable String hashKey(int record) {
        String place = delivery.keys() < 2 ? null : delivery.key(record, 1);
        return place == null || place.isEmpty() ? null : place;
    }

    private long size(int record, String key) {
        return end(record) - delivery.start(record) + key.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Why the record can never be put, or null. */
    private @Nullable String reason(int record, String key) {
        if (key.codePointCount(0, key.length()) > MOST_KEY_CHARACTERS) {
            return "the partition key of a record is longer than " + MOST_KEY_CHARACTERS + " characters";
        }
        if (size(record, key) > MOST_RECORD_BYTES) {
            return "a record is larger than 10 MB with its key, which no stream takes";
        }
        String place = hashKey(record);
        if (place != null && !isHashKey(place)) {
            return "the explicit hash key of a record is no whole number from 0 to 2^128 - 1: '" + place + "'";
        }
        return null;
    }

    private static boolean isHashKey(String place) {
        return place.matches("0|[1-9]\\d{0,38}") && new java.math.BigInteger(place).bitLength() <= 128;
    }
}
