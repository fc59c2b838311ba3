package kpipe.spi;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One object, or one run of records, for a sink.
 *
 * <p>For sinks that {@linkplain SinkConnector#takesRecords take records} the bytes of each record begin with its keys: for each of them two bytes that say how long its UTF-8 text is, or that it
 * is NULL, and the text. {@link #key} and {@link #start} read them.
 *
 * @param address where to: the destination's address with all its {@code !{…}} expressions evaluated
 * @param objectName a name for the object that no other delivery of this destination has and that a repeat of the same delivery has again; ends with what
 *     format and compression ask for ({@code .json.gz})
 * @param bytes the object: encoded, joined, compressed; valid during the call
 * @param recordEnds where each record ends in {@code bytes}; empty where the object is compressed or columnar
 * @param records how many records it holds
 * @param keys how many keys each record begins with
 */
public record Delivery(
        String address, String objectName, byte[] bytes, int length, int[] recordEnds, int records, int keys) {

    /** What stands for the length of a key that is NULL. */
    public static final int NO_KEY = 0xFFFF;

    /** An object, whose records have no keys. */
    public Delivery(String address, String objectName, byte[] bytes, int length, int[] recordEnds, int records) {
        this(address, objectName, bytes, length, recordEnds, records, 0);
    }

    /** Where a record begins, behind its keys; it ends at {@code recordEnds[record]}. */
    public int start(int record) {
        return behindKeys(bytes, first(record), keys);
    }

    /** A key of a record, or null where it is NULL. */
    public @Nullable String key(int record, int which) {
        int at = behindKeys(bytes, first(record), which);
        int length = length(bytes, at);
        return length == NO_KEY ? null : new String(bytes, at + 2, length, StandardCharsets.UTF_8);
    }

    private int first(int record) {
        return record == 0 ? 0 : recordEnds[record - 1];
    }

    /** Where what follows so many keys begins. */
    public static int behindKeys(byte[] bytes, int start, int keys) {
        int at = start;
        for (int i = 0; i < keys; i++) {
            int length = length(bytes, at);
            at += 2 + (length == NO_KEY ? 0 : length);
        }
        return at;
    }

    private static int length(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }
}
