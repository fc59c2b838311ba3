package kpipe.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of bytes that encoders and buffers append to. Not thread-safe. */
public final class ByteBuilder {

    private byte[] bytes;
    private int length;

    public ByteBuilder() {
        this(256);
    }

    public ByteBuilder(int capacity) {
        bytes = new byte[capacity];
    }

    /** The bytes behind this builder, valid up to {@link #length} and until the next append. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    /** Cuts back to an earlier length. */
    public void truncate(int newLength) {
        if (newLength > length) {
            throw new IllegalArgumentException(newLength + " > " + length);
        }
        length = newLength;
    }

    /** Makes room for {@code count} more bytes and returns the array, into which the caller may write from {@link #length} on. */
    public byte[] reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(
                    bytes,
                    Math.max(Math.addExact(length, count), Math.min(bytes.length, Integer.MAX_VALUE / 2 - 8) * 2));
        }
        return bytes;
    }

    /** Counts {@code count} bytes, written into the array of {@link #reserve}, as appended. */
    public void advance(int count) {
        length += count;
    }

    public void append(byte value) {
        reserve(1);
        bytes[length++] = value;
    }

    public void append(byte[] source) {
        append(source, 0, source.length);
    }

    public void append(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    public void append(String value) {
        append(value.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
