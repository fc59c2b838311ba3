package kpipe.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Values of several parts in the heap of a batch: what an ARRAY, a MAP or a ROW is made of.
 *
 * <p>Four bytes say how many parts there are; four more for each part say where it ends, counted from the first part, the highest bit set where it is NULL; then come the
 * parts: 8 bytes of a value of the form {@link Kind.Form#LONG} or {@link Kind.Form#DOUBLE}, the bytes of text, binary and nested values. A MAP holds its keys and
 * values in turn. Equal values have equal bytes. Numbers stand with the lowest byte first.
 */
public final class Nested {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int NULL = 0x80000000;
    private static final int CELL = 8;

    private Nested() {}

    /** How many parts a value has; a MAP has two for each entry. */
    public static int count(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    public static boolean isNull(byte[] bytes, int offset, int part) {
        return ((int) INT.get(bytes, offset + 4 + 4 * part) & NULL) != 0;
    }

    /** Where the bytes of a part begin. */
    public static int start(byte[] bytes, int offset, int part) {
        int before = part == 0 ? 0 : (int) INT.get(bytes, offset + 4 * part) & ~NULL;
        return offset + 4 + 4 * count(bytes, offset) + before;
    }

    /** How many bytes a part has. */
    public static int length(byte[] bytes, int offset, int part) {
        int before = part == 0 ? 0 : (int) INT.get(bytes, offset + 4 * part) & ~NULL;
        return ((int) INT.get(bytes, offset + 4 + 4 * part) & ~NULL) - before;
    }

    /** The cell of a part of the form LONG or DOUBLE. */
    public static long cell(byte[] bytes, int offset, int part) {
        return (long) LONG.get(bytes, start(bytes, offset, part));
    }

    /** A part that is not NULL as it would stand in a cell over the same heap. */
    public static long value(byte[] bytes, int offset, int part, Type type) {
        return type.form() == Kind.Form.BYTES
                ? Slice.of(start(bytes, offset, part), length(bytes, offset, part))
                : cell(bytes, offset, part);
    }

    /** Puts parts together; null stands for NULL. */
    public static Text of(@Nullable Text... parts) {
        int size = 4 + 4 * parts.length;
        for (Text part : parts) {
            size += part == null ? 0 : part.length();
        }
        byte[] bytes = new byte[size];
        INT.set(bytes, 0, parts.length);
        int first = 4 + 4 * parts.length;
        int end = 0;
        for (int i = 0; i < parts.length; i++) {
            Text part = parts[i];
            if (part != null) {
                System.arraycopy(part.bytes(), part.offset(), bytes, first + end, part.length());
                end += part.length();
            }
            INT.set(bytes, 4 + 4 * i, part == null ? end | NULL : end);
        }
        return Text.of(bytes);
    }

    /** A cell of the form LONG or DOUBLE as a part. */
    public static Text ofCell(long cell) {
        byte[] bytes = new byte[CELL];
        LONG.set(bytes, 0, cell);
        return Text.of(bytes);
    }

    /** Gathers the parts of one value after another, without an object for each. Not thread-safe. */
    public static final class Builder {

        private int[] ends = new int[8];
        private int count;
        private byte[] parts = new byte[64];
        private int end;
        private byte[] whole = new byte[0];

        public Builder clear() {
            count = 0;
            end = 0;
            return this;
        }

        public int count() {
            return count;
        }

        public Builder addNull() {
            return close(NULL);
        }

        public Builder add(byte[] bytes, int offset, int length) {
            reserve(length);
            System.arraycopy(bytes, offset, parts, end, length);
            end += length;
            return close(0);
        }

        public Builder add(long cell) {
            reserve(CELL);
            LONG.set(parts, end, cell);
            end += CELL;
            return close(0);
        }

        private void reserve(int length) {
            if (parts.length - end < length) {
                parts = java.util.Arrays.copyOf(parts, Math.max(parts.length * 2, end + length));
            }
        }

        private Builder close(int mark) {
            if (count == ends.length) {
                ends = java.util.Arrays.copyOf(ends, count * 2);
            }
            ends[count++] = end | mark;
            return this;
        }

        /** Points {@code text} at the value that was gathered; it is good until the next one is asked for. */
        public Text into(Text text) {
            int first = 4 + 4 * count;
            if (whole.length < first + end) {
                whole = new byte[Math.max(whole.length * 2, first + end)];
            }
            INT.set(whole, 0, count);
            for (int i = 0; i < count; i++) {
                INT.set(whole, 4 + 4 * i, ends[i]);
            }
            System.arraycopy(parts, 0, whole, first, end);
            return text.point(whole, Slice.of(0, first + end));
        }
    }
}
