package kpipe.runtime.operator;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * DECIMAL as an unscaled 64-bit number. Products and quotients are exact up to the rounding, which is half away from zero; what does not fit 64 bits on
 * the way is computed with big integers, so that only the result must fit.
 */
public final class Decimals {

    private static final long[] POWERS = new long[19];
    private static final double[] DOUBLE_POWERS = new double[20];

    static {
        long power = 1;
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = power;
            power *= 10;
        }
        for (int i = 0; i < DOUBLE_POWERS.length; i++) {
            DOUBLE_POWERS[i] = Double.parseDouble("1E" + i);
        }
    }

    private Decimals() {}

    /** 10 to the {@code exponent}, 0 to 18. */
    public static long power(int exponent) {
        return POWERS[exponent];
    }

    /** The value, if it has no more than {@code precision} digits. With 19 digits every 64-bit number is taken that is shorter than 10^19: all of them. */
    public static long inPrecision(long unscaled, int precision, String type) {
        if (precision < 19 && (unscaled >= POWERS[precision] || unscaled <= -POWERS[precision])) {
            throw Exact.overflow(type);
        }
        return unscaled;
    }

    /** From one scale to another. */
    public static long rescale(long unscaled, int from, int to, int precision, String type) {
        if (to >= from) {
            if (to - from > 18) {
                return fit(BigInteger.valueOf(unscaled), to - from, precision, type);
            }
            return inPrecision(Exact.multiply(unscaled, POWERS[to - from], type), precision, type);
        }
        return inPrecision(divideRounded(unscaled, from - to), precision, type);
    }

    /** The sum of decimals of the given scales, in scale {@code to}; only the result must fit. */
    public static long add(long left, int leftScale, long right, int rightScale, int to, int precision, String type) {
        int scale = Math.max(leftScale, rightScale);
        if (fits(left, scale - leftScale) && fits(right, scale - rightScale)) {
            long a = left * POWERS[scale - leftScale];
            long b = right * POWERS[scale - rightScale];
            long sum = a + b;
            if (((a ^ sum) & (b ^ sum)) >= 0) {
                return rescale(sum, scale, to, precision, type);
            }
        }
        BigDecimal sum = BigDecimal.valueOf(left, leftScale).add(BigDecimal.valueOf(right, rightScale));
        return fromBig(sum, to, precision, type);
    }

    /** As {@link #add}, the difference. */
    public static long subtract(
            long left, int leftScale, long right, int rightScale, int to, int precision, String type) {
        if (right != Long.MIN_VALUE) {
            return add(left, leftScale, -right, rightScale, to, precision, type);
        }
        BigDecimal difference = BigDecimal.valueOf(left, leftScale).subtract(BigDecimal.valueOf(right, rightScale));
        return fromBig(difference, to, precision, type);
    }

    /** Whether so many more digits have place in 64 bits. */
    private static boolean fits(long unscaled, int digits) {
        return digits < POWERS.length && Math.multiplyHigh(unscaled, POWERS[digits]) == unscaled * POWERS[digits] >> 63;
    }

    /** The product of decimals whose scales add up to {@code from}, in scale {@code to}. */
    public static long multiply(long left, long right, int from, int to, int precision, String type) {
        long product = left * right;
        if (Math.multiplyHigh(left, right) == product >> 63 && to <= from && from - to <= 18) {
            return inPrecision(to == from ? product : divideRounded(product, from - to), precision, type);
        }
        return fit(BigInteger.valueOf(left).multiply(BigInteger.valueOf(right)), to - from, precision, type);
    }

    /** The quotient in scale {@code to} of decimals of the given scales. */
    public static long divide(
            long left, int leftScale, long right, int rightScale, int to, int precision, String type) {
        if (right == 0) {
            throw Exact.divisionByZero();
        }
        int shift = to - leftScale + rightScale;
        if (shift >= 0 && shift <= 18) {
            long scaled = left * POWERS[shift];
            if (Math.multiplyHigh(left, POWERS[shift]) == scaled >> 63
                    && scaled != Long.MIN_VALUE
                    && right != Long.MIN_VALUE) {
                long quotient = scaled / right;
                long remainder = Math.abs(scaled % right);
                if (remainder >= Math.abs(right) - remainder) {
                    quotient += (left < 0) == (right < 0) ? 1 : -1;
                }
                return inPrecision(quotient, precision, type);
            }
        }
        BigDecimal quotient = BigDecimal.valueOf(left, leftScale)
                .divide(BigDecimal.valueOf(right, rightScale), to, RoundingMode.HALF_UP);
        return fit(quotient.unscaledValue(), 0, precision, type);
    }

    /** The order of two decimals of any scales: less than 0, 0, or greater than 0. */
    public static int compare(long left, int leftScale, long right, int rightScale) {
        return leftScale <= rightScale
                ? compareScaled(left, rightScale - leftScale, right)
                : -compareScaled(right, leftScale - rightScale, left);
    }

    /** The order of {@code left * 10^digits} and {@code right}. */
    private static int compareScaled(long left, int digits, long right) {
        if (digits < POWERS.length) {
            long scaled = left * POWERS[digits];
            if (Math.multiplyHigh(left, POWERS[digits]) == scaled >> 63) {
                return Long.compare(scaled, right);
            }
        }
        // Beyond 64 bits it is greater than any number within, or, below 0, less.
        return left == 0 ? Long.compare(0, right) : Long.signum(left);
    }

    /** {@code unscaled / 10^digits}, rounded half away from zero. */
    public static long divideRounded(long unscaled, int digits) {
        if (digits > 18) {
            // A 64-bit number is less than 10^19: only one that is at least half of it does not become 0.
            boolean half = digits == 19 && (unscaled >= 5 * POWERS[18] || unscaled <= -5 * POWERS[18]);
            return half ? Long.signum(unscaled) : 0;
        }
        long power = POWERS[digits];
        long quotient = unscaled / power;
        long remainder = unscaled % power;
        if (remainder >= power - remainder && remainder > 0) {
            return quotient + 1;
        }
        return remainder < 0 && -remainder >= power + remainder ? quotient - 1 : quotient;
    }

    public static double toDouble(long unscaled, int scale) {
        if (unscaled < 1L << 53 && unscaled > -(1L << 53)) {
            return unscaled / DOUBLE_POWERS[scale];
        }
        return BigDecimal.valueOf(unscaled, scale).doubleValue();
    }

    /** The decimal nearest to the shortest decimal text of the double. */
    public static long fromDouble(double value, int scale, int precision, String type) {
        if (Double.isNaN(value - value)) {
            throw Exact.overflow(type);
        }
        return fromBig(BigDecimal.valueOf(value), scale, precision, type);
    }

    public static long fromBig(BigDecimal value, int scale, int precision, String type) {
        // An exponent far out of range must not make a number of as many digits.
        if (value.signum() != 0 && (long) value.precision() - value.scale() > 40) {
            throw Exact.overflow(type);
        }
        return fit(value.setScale(scale, RoundingMode.HALF_UP).unscaledValue(), 0, precision, type);
    }

    /** The double, rounded half away from zero to an integer between {@code least} and {@code greatest}. */
    public static long round(double value, long least, long greatest, String type) {
        double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
        if (Math.abs(value - whole) >= 0.5) {
            whole += value < 0 ? -1 : 1;
        }
        // 2^63 as a double is one more than the greatest long.
        if (!(whole >= -0x1p63 && whole < 0x1p63)) {
            throw Exact.overflow(type);
        }
        return Exact.inRange((long) whole, least, greatest, type);
    }

    /**
     * The mean of {@code count} values whose sum is the 128-bit number {@code high:low}, with {@code shift} more fraction digits than they have: rounded half away from zero, or
     * truncated toward it.
     */
    public static long mean(long high, long low, long count, boolean rounded, int shift) {
        if (high == low >> 63 && shift == 0) {
            long quotient = low / count;
            long remainder = Math.abs(low % count);
            return rounded && remainder >= count - remainder ? quotient + (low < 0 ? -1 : 1) : quotient;
        }
        BigInteger sum = BigInteger.valueOf(high)
                .shiftLeft(64)
                .add(BigInteger.valueOf(low >>> 1).shiftLeft(1))
                .add(BigInteger.valueOf(low & 1));
        BigDecimal mean = new BigDecimal(sum)
                .divide(
                        BigDecimal.valueOf(count),
                        Math.max(0, shift),
                        rounded ? RoundingMode.HALF_UP : RoundingMode.DOWN);
        return fit(mean.unscaledValue(), 0, 19, "DECIMAL");
    }

    private static long fit(BigInteger value, int shift, int precision, String type) {
        BigInteger unscaled = shift == 0
                ? value
                : new BigDecimal(value, 0)
                        .movePointRight(shift)
                        .setScale(0, RoundingMode.HALF_UP)
                        .unscaledValue();
        if (unscaled.bitLength() > 63) {
            throw Exact.overflow(type);
        }
        return inPrecision(unscaled.longValue(), precision, type);
    }
}
