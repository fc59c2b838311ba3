package kpipe.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value of a text or binary type while an expression works on it: a run of bytes, UTF-8 where it is text.
 *
 * <p>A Text does not own its bytes: one made over a batch's heap is valid until that batch is recycled. It is a view that never changes the bytes; a kernel
 * may point one instance at the next row with {@link #point}, so whoever keeps a Text keeps a {@link #copy}. Comparison is by unsigned bytes, which for UTF-8
 * is the order of code points. Not thread-safe.
 */
public final class Text implements Comparable<Text> {

    private byte[] bytes;
    private int offset;
    private int length;

    public Text() {
        this(new byte[0], 0, 0);
    }

    public Text(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    public static Text of(String value) {
        return of(value.getBytes(StandardCharsets.UTF_8));
    }

    public static Text of(byte[] bytes) {
        return new Text(bytes, 0, bytes.length);
    }

    /** Points this view at a slice of a heap, and returns it. */
    public Text point(byte[] heap, long slice) {
        bytes = heap;
        offset = Slice.offset(slice);
        length = Slice.length(slice);
        return this;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    /** The length in bytes. */
    public int length() {
        return length;
    }

    /** The length in characters (code points). */
    public int characters() {
        int count = 0;
        for (int i = offset, end = offset + length; i < end; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }

    public Text copy() {
        return of(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    public static boolean equal(byte[] left, int leftOffset, byte[] right, int rightOffset, int length) {
        return Arrays.equals(left, leftOffset, leftOffset + length, right, rightOffset, rightOffset + length);
    }

    /** A hash of the bytes that is the same in every process. */
    public static long hash(byte[] bytes, int offset, int length) {
        long hash = 0x9E3779B97F4A7C15L ^ length;
        int i = offset;
        int end = offset + length;
        for (; i + 8 <= end; i += 8) {
            hash = (hash ^ Words.at(bytes, i)) * 0xFF51AFD7ED558CCDL;
            hash ^= hash >>> 32;
        }
        if (i < end) {
            hash = (hash ^ Words.upTo7(bytes, i, end - i)) * 0xFF51AFD7ED558CCDL;
            hash ^= hash >>> 32;
        }
        hash *= 0xC4CEB9FE1A85EC53L;
        return hash ^ hash >>> 29;
    }

    @Override
    public int compareTo(Text other) {
        return Arrays.compareUnsigned(
                bytes, offset, offset + length, other.bytes, other.offset, other.offset + other.length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Text text
                && length == text.length
                && equal(bytes, offset, text.bytes, text.offset, length);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash(bytes, offset, length));
    }

    @Override
    public String toString() {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
}
