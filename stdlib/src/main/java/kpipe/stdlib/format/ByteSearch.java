package kpipe.stdlib.format;

import kpipe.data.Words;

/** Looks for bytes, eight at a time. Stateless. */
public final class ByteSearch {

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private ByteSearch() {}

    /** Where the first of one or two bytes, which are ASCII and may be the same, stands in {@code [start, end)}, or {@code end}. */
    public static int first(byte[] bytes, int start, int end, byte one, byte other) {
        long ones = one * ONES;
        long others = other * ONES;
        int at = start;
        for (; at + 8 <= end; at += 8) {
            long word = Words.at(bytes, at);
            long first = word ^ ones;
            long second = word ^ others;
            // What lies below the lowest byte found is exact: the borrow only goes up.
            long found = (first - ONES & ~first | second - ONES & ~second) & HIGHS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < end && bytes[at] != one && bytes[at] != other) {
            at++;
        }
        return at;
    }
}
