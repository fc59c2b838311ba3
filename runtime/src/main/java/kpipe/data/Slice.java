package kpipe.data;

/** A run of bytes in a heap, packed into one long: the offset in the upper, the length in the lower 32 bits. */
public final class Slice {

    private Slice() {}

    public static long of(int offset, int length) {
        return (long) offset << 32 | length;
    }

    public static int offset(long slice) {
        return (int) (slice >>> 32);
    }

    public static int length(long slice) {
        return (int) slice;
    }
}
