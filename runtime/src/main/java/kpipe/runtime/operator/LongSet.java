package kpipe.runtime.operator;

import java.io.IOException;
import java.util.Arrays;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/** The distinct values of one group: 64-bit words, by open addressing. Not thread-safe. */
public final class LongSet {

    private long[] slots = new long[8];
    private int size;
    private boolean zero;

    public int size() {
        return size + (zero ? 1 : 0);
    }

    public void add(long value) {
        if (value == 0) {
            zero = true;
            return;
        }
        int mask = slots.length - 1;
        int slot = (int) Hashes.of(value) & mask;
        while (slots[slot] != value) {
            if (slots[slot] == 0) {
                slots[slot] = value;
                if (++size * 2 > slots.length) {
                    grow();
                }
                return;
            }
            slot = slot + 1 & mask;
        }
    }

    public void addAll(LongSet other) {
        zero |= other.zero;
        for (long value : other.slots) {
            if (value != 0) {
                add(value);
            }
        }
    }

    /** The values, in no order. */
    long[] values() {
        long[] values = new long[size()];
        int count = zero ? 1 : 0;
        for (long value : slots) {
            if (value != 0) {
                values[count++] = value;
            }
        }
        return values;
    }

    /** The sum of the values as integers, high and low word of 128 bits. */
    public long[] sum() {
        long high = 0;
        long low = 0;
        for (long value : slots) {
            long next = low + value;
            high += (value >> 63) + (Long.compareUnsigned(next, value) < 0 ? 1 : 0);
            low = next;
        }
        return new long[] {high, low};
    }

    /** The sum of the values as integers, which must fit 64 bits. */
    public long longSum(String type) {
        long[] sum = sum();
        return WideSums.narrow(sum[0], sum[1], type);
    }

    /** The mean of the values as integers; as {@link Decimals#mean}. */
    public long mean(boolean rounded, int shift) {
        long[] sum = sum();
        return Decimals.mean(sum[0], sum[1], size(), rounded, shift);
    }

    /** The sum of the values as bits of doubles, in ascending order, so that it is the same however they came. */
    public double doubleSum(String type) {
        double[] values = new double[size];
        int count = 0;
        for (long bits : slots) {
            if (bits != 0) {
                values[count++] = Double.longBitsToDouble(bits);
            }
        }
        Arrays.sort(values);
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return Exact.finite(sum, type);
    }

    /** The values combined by exclusive OR. */
    public long xor() {
        long result = 0;
        for (long value : slots) {
            result ^= value;
        }
        return result;
    }

    /** The variance of the values as numbers of {@code scale} digits behind the point; as {@link Spread#exactVariance}. */
    public double exactVariance(int scale, boolean sample) {
        long[] words = new long[Spread.EXACT_WORDS];
        for (long value : slots) {
            if (value != 0) {
                Spread.addExact(words, 0, value);
            }
        }
        words[0] = size();
        return Spread.exactVariance(words, 0, scale, sample);
    }

    /** The variance of the values as bits of doubles, in ascending order, so that it is the same however they came. */
    public double variance(boolean sample) {
        double[] values = new double[size()];
        int count = 0;
        for (long bits : slots) {
            if (bits != 0) {
                values[count++] = Double.longBitsToDouble(bits);
            }
        }
        Arrays.sort(values);
        long[] words = new long[Spread.DOUBLE_WORDS];
        for (double value : values) {
            Spread.add(words, 0, value);
        }
        return Spread.variance(words, 0, sample);
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        int mask = slots.length - 1;
        for (long value : old) {
            if (value != 0) {
                int slot = (int) Hashes.of(value) & mask;
                while (slots[slot] != 0) {
                    slot = slot + 1 & mask;
                }
                slots[slot] = value;
            }
        }
    }

    long bytes() {
        return 48 + 8L * slots.length;
    }

    void save(StateWriter out) throws IOException {
        out.flag(zero);
        out.number(size);
        out.words(slots, 0, slots.length);
    }

    void restore(StateReader in) throws IOException {
        zero = in.flag();
        size = in.small();
        slots = in.words();
    }
}
