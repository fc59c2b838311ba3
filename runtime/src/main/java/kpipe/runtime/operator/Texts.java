package kpipe.runtime.operator;

import java.util.Arrays;
import kpipe.data.RowBatch;
import kpipe.data.Slice;
import kpipe.data.Text;

/**
 * Text and bytes in cells and keys.
 *
 * <p>A packed key is one word: up to seven bytes stand in it (it is negative then, so that equal words are equal keys), longer ones are a {@link Slice} of a heap.
 */
public final class Texts {

    private Texts() {}

    public static boolean equal(byte[] left, long leftSlice, byte[] right, long rightSlice) {
        int length = Slice.length(leftSlice);
        return length == Slice.length(rightSlice)
                && Text.equal(left, Slice.offset(leftSlice), right, Slice.offset(rightSlice), length);
    }

    public static boolean equal(byte[] heap, long slice, Text text) {
        int length = Slice.length(slice);
        return length == text.length() && Text.equal(heap, Slice.offset(slice), text.bytes(), text.offset(), length);
    }

    public static int compare(byte[] left, long leftSlice, byte[] right, long rightSlice) {
        int leftOffset = Slice.offset(leftSlice);
        int rightOffset = Slice.offset(rightSlice);
        return Arrays.compareUnsigned(
                left,
                leftOffset,
                leftOffset + Slice.length(leftSlice),
                right,
                rightOffset,
                rightOffset + Slice.length(rightSlice));
    }

    /** Compares as CHAR does: the shorter one as if filled up with blanks. */
    public static int comparePadded(Text left, Text right) {
        int common = Math.min(left.length(), right.length());
        int order = Arrays.compareUnsigned(
                left.bytes(),
                left.offset(),
                left.offset() + common,
                right.bytes(),
                right.offset(),
                right.offset() + common);
        if (order != 0) {
            return order;
        }
        Text longer = left.length() > common ? left : right;
        for (int i = common; i < longer.length(); i++) {
            int c = longer.bytes()[longer.offset() + i] & 0xFF;
            if (c != ' ') {
                return c < ' ' == (longer == left) ? -1 : 1;
            }
        }
        return 0;
    }

    public static long slice(Text text) {
        return Slice.of(text.offset(), text.length());
    }

    /** Copies text into a batch's heap and returns its slice. */
    public static long append(RowBatch to, byte[] heap, long slice) {
        return to.appendBytes(heap, Slice.offset(slice), Slice.length(slice));
    }

    public static long append(RowBatch to, Text text) {
        return to.appendBytes(text.bytes(), text.offset(), text.length());
    }

    // ---- packed keys

    public static long pack(byte[] heap, long slice) {
        int length = Slice.length(slice);
        if (length > 7) {
            return slice;
        }
        int offset = Slice.offset(slice);
        long word = 0x80L | length;
        for (int i = 0; i < length; i++) {
            word = word << 8 | heap[offset + i] & 0xFF;
        }
        return word << 8 * (7 - length);
    }

    /** Whether two packed keys are the same text. */
    public static boolean samePacked(long left, byte[] leftHeap, long right, byte[] rightHeap) {
        return left < 0 || right < 0 ? left == right : equal(leftHeap, left, rightHeap, right);
    }

    /** The bytes of a packed key: the view points at them, or at {@code room} of at least seven bytes into which they were written. */
    public static Text unpack(long packed, byte[] heap, Text view, byte[] room) {
        if (packed >= 0) {
            return view.point(heap, packed);
        }
        int length = (int) (packed >>> 56 & 7);
        for (int i = 0; i < length; i++) {
            room[i] = (byte) (packed >>> 48 - 8 * i);
        }
        return view.point(room, Slice.of(0, length));
    }

    /** Copies a packed key into a batch's heap and returns its slice. */
    public static long appendPacked(RowBatch to, long packed, byte[] heap) {
        if (packed >= 0) {
            return to.appendBytes(heap, Slice.offset(packed), Slice.length(packed));
        }
        int length = (int) (packed >>> 56 & 7);
        to.reserveHeap(length);
        int at = to.heapSize;
        for (int i = 0; i < length; i++) {
            to.heap[at + i] = (byte) (packed >>> 48 - 8 * i);
        }
        to.heapSize = at + length;
        return Slice.of(at, length);
    }
}
