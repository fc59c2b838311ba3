package kpipe.runtime.operator;

/** Sums of 64-bit numbers in 128 bits, two words of a group: high, low. They overflow at no order of their parts; only the result must fit its type. */
public final class WideSums {

    private WideSums() {}

    /** Adds a value to the sum at {@code at}. */
    public static void add(long[] words, int at, long value) {
        add(words, at, value >> 63, value);
    }

    /** Takes a value away from the sum at {@code at}. */
    public static void subtract(long[] words, int at, long value) {
        long low = words[at + 1];
        words[at] -= (value >> 63) + (Long.compareUnsigned(low, value) < 0 ? 1 : 0);
        words[at + 1] = low - value;
    }

    /** Adds a 128-bit number to the sum at {@code at}. */
    static void add(long[] words, int at, long high, long low) {
        long sum = words[at + 1] + low;
        words[at] += high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        words[at + 1] = sum;
    }

    /** The sum, which must fit 64 bits. */
    public static long narrow(long high, long low, String type) {
        if (high != low >> 63) {
            throw Exact.overflow(type);
        }
        return low;
    }
}
