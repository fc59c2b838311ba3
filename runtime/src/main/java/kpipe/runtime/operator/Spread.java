package kpipe.runtime.operator;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * The arithmetic of variances and standard deviations. Of numbers of an exact type it keeps the sums of values and of squares as whole numbers, which fit whatever comes and give the same result in every order. Of doubles it keeps the mean and the sum of squared distances from it (Welford; merged as Chan, Golub and LeVeque do),
 * for sums of squares would lose all digits where the mean is large; both with twice the digits of a double, so that the result does not tell in which order and in which panes the values came.
 */
public final class Spread {

    /** How many words the sums of exact numbers take: count, sum (high, low), sum of squares (high, middle, low). */
    public static final int EXACT_WORDS = 6;

    /** How many words doubles take: count, mean (high, low), sum of squared distances (high, low). */
    public static final int DOUBLE_WORDS = 5;

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
        join(words, at, 1, value, 0);
    }

    /** Adds what stands at {@code from} of {@code other}. */
    public static void merge(long[] words, int at, long[] other, int from) {
        if (other[from] != 0) {
            join(words, at, other[from], number(other, from + 1), number(other, from + 2));
            increase(words, at + 3, number(other, from + 3), number(other, from + 4));
        }
    }

    /** Adds {@code right} values of the same mean. */
    private static void join(long[] words, int at, long right, double mean, double meanRest) {
        long left = words[at];
        words[at] = left + right;
        if (left == 0) {
            put(words, at + 1, mean, meanRest);
            put(words, at + 3, 0, 0);
            return;
        }
        double total = (double) left + right;
        double ownMean = number(words, at + 1);
        double rough = mean - ownMean;
        double roughRest = lost(mean, -ownMean, rough) + (meanRest - number(words, at + 2));
        double distance = rough + roughRest;
        double distanceRest = roughRest - (distance - rough);
        double weighted = distance * right;
        double weightedRest = Math.fma(distance, right, -weighted) + distanceRest * right;
        double step = weighted / total;
        double stepRest = (Math.fma(-step, total, weighted) + weightedRest) / total;
        increase(words, at + 1, step, stepRest);
        double both = step * left;
        double bothRest = Math.fma(step, left, -both) + stepRest * left;
        double square = distance * both;
        increase(
                words, at + 3, square, Math.fma(distance, both, -square) + (distance * bothRest + distanceRest * both));
    }

    /** Adds to the number of two words at {@code at}. */
    private static void increase(long[] words, int at, double high, double low) {
        double old = number(words, at);
        double sum = old + high;
        double rest = lost(old, high, sum) + (number(words, at + 1) + low);
        double result = sum + rest;
        put(words, at, result, rest - (result - sum));
    }

    /** What rounding took from the sum of two numbers. */
    private static double lost(double left, double right, double sum) {
        double virtual = sum - left;
        return left - (sum - virtual) + (right - virtual);
    }

    private static double number(long[] words, int at) {
        return Double.longBitsToDouble(words[at]);
    }

    private static void put(long[] words, int at, double high, double low) {
        words[at] = Double.doubleToRawLongBits(high);
        words[at + 1] = Double.doubleToRawLongBits(low);
    }

    /** The variance of the values whose count, mean and distances stand at {@code at}; it must fit. There must be a value, for {@code sample} two. */
    public static double variance(long[] words, int at, boolean sample) {
        double distances = Exact.finite(number(words, at + 3), "DOUBLE");
        double divisor = sample ? words[at] - 1 : words[at];
        double variance = distances / divisor;
        double rest = Math.fma(-variance, divisor, distances) + number(words, at + 4);
        return Math.max(0, variance + rest / divisor);
    }
}
