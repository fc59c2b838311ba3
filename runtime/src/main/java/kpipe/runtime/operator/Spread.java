package kpipe.runtime.operator;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * The arithmetic of variances and standard deviations. Of numbers of an exact type it keeps the sums of values and of squares as whole numbers, which fit whatever comes and give the same result in every order. Of doubles it keeps the mean and the sum of squared distances from it (Welford; merged as Chan, Golub and LeVeque do),
 * for sums of squares would lose all digits where the mean is large.
 */
public final class Spread {

    /** How many words the sums of exact numbers take: count, sum (high, low), sum of squares (high, middle, low). */
    public static final int EXACT_WORDS = 6;

    /** How many words doubles take: count, mean, sum of squared distances. */
    public static final int DOUBLE_WORDS = 3;

    private static final MathContext DIGITS = new MathContext(40);

    private Spread() {}

    // ---- exact numbers

    /** Adds the value of an exact number, unscaled, to the sums at {@code at}. */
    public static void addExact(long[] words, int at, long value) {
        words[at]++;
        WideSums.add(words, at + 1, value);
        addSquares(words, at + 3, 0, Math.multiplyHigh(value, value), value * value);
    }

    /** Adds the sums at {@code from} of {@code other}. */
    public static void mergeExact(long[] words, int at, long[] other, int from) {
        words[at] += other[from];
        WideSums.add(words, at + 1, other[from + 1], other[from + 2]);
        addSquares(words, at + 3, other[from + 3], other[from + 4], other[from + 5]);
    }

    private static void addSquares(long[] words, int at, long high, long middle, long low) {
        long newLow = words[at + 2] + low;
        long carry = Long.compareUnsigned(newLow, low) < 0 ? 1 : 0;
        long sum = words[at + 1] + middle;
        long newMiddle = sum + carry;
        long carries =
                (Long.compareUnsigned(sum, middle) < 0 ? 1 : 0) + (Long.compareUnsigned(newMiddle, sum) < 0 ? 1 : 0);
        words[at] += high + carries;
        words[at + 1] = newMiddle;
        words[at + 2] = newLow;
    }

    /**
     * The variance of the values of {@code scale} digits behind the point whose sums stand at {@code at}. There must be a value, for {@code sample} two.
     *
     * @param sample divides by the number of values less one
     */
    public static double exactVariance(long[] words, int at, int scale, boolean sample) {
        BigInteger count = BigInteger.valueOf(words[at]);
        BigInteger sum = wide(words[at + 1], words[at + 2]);
        BigInteger squares = wide(words[at + 3], words[at + 4]).shiftLeft(64).add(unsigned(words[at + 5]));
        BigInteger dividend = squares.multiply(count).subtract(sum.multiply(sum));
        BigInteger divisor = count.multiply(sample ? count.subtract(BigInteger.ONE) : count);
        return new BigDecimal(dividend, 2 * scale)
                .divide(new BigDecimal(divisor), DIGITS)
                .doubleValue();
    }

    private static BigInteger wide(long high, long low) {
        return BigInteger.valueOf(high).shiftLeft(64).add(unsigned(low));
    }

    private static BigInteger unsigned(long word) {
        BigInteger value = BigInteger.valueOf(word & Long.MAX_VALUE);
        return word < 0 ? value.setBit(63) : value;
    }

    // ---- doubles

    /** Adds a value to the count, mean and distances at {@code at}. */
    public static void add(long[] words, int at, double value) {
        long count = ++words[at];
        double mean = Double.longBitsToDouble(words[at + 1]);
        double distance = value - mean;
        double newMean = mean + distance / count;
        words[at + 1] = Double.doubleToRawLongBits(newMean);
        words[at + 2] =
                Double.doubleToRawLongBits(Double.longBitsToDouble(words[at + 2]) + distance * (value - newMean));
    }

    /** Adds what stands at {@code from} of {@code other}. */
    public static void merge(long[] words, int at, long[] other, int from) {
        long right = other[from];
        long left = words[at];
        if (right == 0) {
            return;
        }
        if (left == 0) {
            System.arraycopy(other, from, words, at, DOUBLE_WORDS);
            return;
        }
        double count = (double) left + right;
        double mean = Double.longBitsToDouble(words[at + 1]);
        double distance = Double.longBitsToDouble(other[from + 1]) - mean;
        double distances = Double.longBitsToDouble(words[at + 2]) + Double.longBitsToDouble(other[from + 2]);
        words[at] = left + right;
        words[at + 1] = Double.doubleToRawLongBits(mean + distance * (right / count));
        words[at + 2] = Double.doubleToRawLongBits(distances + distance * distance * (left * (right / count)));
    }

    /** The variance of the values whose count, mean and distances stand at {@code at}; it must fit. There must be a value, for {@code sample} two. */
    public static double variance(long[] words, int at, boolean sample) {
        long count = words[at];
        double distances = Exact.finite(Double.longBitsToDouble(words[at + 2]), "DOUBLE");
        return distances / (sample ? count - 1 : count);
    }
}
