package kpipe.spi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code record} that a TRANSFORM sees: the contract of a Firehose or Analytics Lambda, one record at a time. A transform changes it in place and
 * returns it; left alone, it passes as it is. Not thread-safe.
 */
public final class TransformRecord {

    /** What becomes of the record, in the words of the Lambda contract. */
    public enum Result {
        OK,
        DROPPED,
        PROCESSING_FAILED
    }

    private byte[] bytes;
    private @Nullable String key;
    private Result result = Result.OK;
    private @Nullable String reason;
    private final List<byte[]> appended = new ArrayList<>();
    private final Map<String, String> partitionKeys = new LinkedHashMap<>();

    public TransformRecord(byte[] bytes, @Nullable String key) {
        this.bytes = bytes;
        this.key = key;
    }

    public byte[] bytes() {
        return bytes;
    }

    /** Replaces the record's content. */
    public TransformRecord bytes(byte[] value) {
        bytes = value;
        return this;
    }

    /** The content as UTF-8 text. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Replaces the record's content by UTF-8 text. */
    public TransformRecord text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** The record's partition key, or null where it has none. */
    public @Nullable String key() {
        return key;
    }

    public TransformRecord key(String value) {
        key = value;
        return this;
    }

    /** One more record behind this one. */
    public TransformRecord append(String value) {
        appended.add(value.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** The record ends here, on purpose: it is counted as dropped and is no error. */
    public TransformRecord drop() {
        result = Result.DROPPED;
        return this;
    }

    /** The record could not be processed: it goes to the errors with this reason. */
    public TransformRecord fail(String why) {
        result = Result.PROCESSING_FAILED;
        reason = why;
        return this;
    }

    /** Sets a partition key for dynamic partitioning, {@code !{partitionKeyFromLambda:name}} in an address. */
    public TransformRecord partition(String name, String value) {
        partitionKeys.put(name, value);
        return this;
    }

    public Result result() {
        return result;
    }

    public @Nullable String reason() {
        return reason;
    }

    public List<byte[]> appended() {
        return appended;
    }

    public Map<String, String> partitionKeys() {
        return partitionKeys;
    }
}
