package kpipe.stdlib.function;

import static kpipe.spi.ScalarFunction.ResultRule.AS_FIRST;
import static kpipe.spi.ScalarFunction.ResultRule.BIGINT;
import static kpipe.spi.ScalarFunction.ResultRule.DECIMAL_CARRIED;
import static kpipe.spi.ScalarFunction.ResultRule.DECIMAL_WHOLE;
import static kpipe.spi.ScalarFunction.ResultRule.DOUBLE;
import static kpipe.spi.ScalarFunction.ResultRule.INTEGER;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Magnitude, sign, remainder, and the ways to round: exact for integers and DECIMAL. Stateless. */
public final class Rounding {

    private static final long[] POWERS = new long[19];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private Rounding() {}

    /** ABS. */
    public static final class Abs extends Definition {
        public Abs() {
            super(Rounding.class, "ABS", "The magnitude of a number or an interval.");
            takes(BIGINT, "abs", integer("n"));
            takes(AS_FIRST, "abs", decimal("n"));
            takes(DOUBLE, "abs", floating("n"));
            takes(AS_FIRST, "abs", interval("i"));
            example("ABS(-3 * 3)", "9");
            example("ABS(-1.50)", "1.50");
        }
    }

    public static long abs(long value) {
        if (value == Long.MIN_VALUE) {
            throw Failures.overflow("ABS");
        }
        return Math.abs(value);
    }

    public static long abs(long unscaled, int scale) {
        return abs(unscaled);
    }

    public static double abs(double value) {
        return Math.abs(value);
    }

    /** SIGN. */
    public static final class Sign extends Definition {
        public Sign() {
            super(Rounding.class, "SIGN", "-1, 0 or 1, as a number is less than, equal to or greater than 0.");
            takes(INTEGER, "sign", integer("n"));
            takes(DECIMAL_WHOLE, "sign", decimal("n"));
            takes(DOUBLE, "sign", floating("n"));
            example("SIGN(-7)", "-1");
            example("SIGN(0)", "0");
        }
    }

    public static long sign(long value) {
        return Long.signum(value);
    }

    public static long sign(long unscaled, int scale) {
        return Long.signum(unscaled);
    }

    public static double sign(double value) {
        return Math.signum(value);
    }

    /** CEIL. */
    public static final class Ceil extends Definition {
        public Ceil() {
            super(Rounding.class, "CEIL", "The least whole number that is not less than a number.");
            alias("CEILING");
            takes(AS_FIRST, "whole", integer("n"));
            takes(DECIMAL_WHOLE, "ceil", decimal("n"));
            takes(DOUBLE, "ceil", floating("n"));
            example("CEIL(-3.3)", "-3");
            example("CEIL(3.3)", "4");
        }
    }

    public static long whole(long value) {
        return value;
    }

    public static long ceil(long unscaled, int scale) {
        return scale == 19 ? (unscaled > 0 ? 1 : 0) : -Math.floorDiv(-unscaled, power(scale));
    }

    public static double ceil(double value) {
        return Math.ceil(value);
    }

    /** FLOOR. */
    public static final class Floor extends Definition {
        public Floor() {
            super(Rounding.class, "FLOOR", "The greatest whole number that is not greater than a number.");
            takes(AS_FIRST, "whole", integer("n"));
            takes(DECIMAL_WHOLE, "floor", decimal("n"));
            takes(DOUBLE, "floor", floating("n"));
            example("FLOOR(-3.3)", "-4");
            example("FLOOR(3.3)", "3");
        }
    }

    public static long floor(long unscaled, int scale) {
        return scale == 19 ? (unscaled < 0 ? -1 : 0) : Math.floorDiv(unscaled, power(scale));
    }

    public static double floor(double value) {
        return Math.floor(value);
    }

    /** ROUND. */
    public static final class Round extends Definition {
        public Round() {
            super(
                    Rounding.class,
                    "ROUND",
                    "A number rounded to a count of digits behind the point (0 if left out; negative: before it), halves away from zero.");
            takes(AS_FIRST, "whole", integer("n"));
            takes(BIGINT, "round", integer("n"), integer("digits"));
            takes(DECIMAL_WHOLE, "round", decimal("n"));
            takes(DECIMAL_CARRIED, "round", decimal("n"), integer("digits"));
            takes(DOUBLE, "round", floating("n"));
            takes(DOUBLE, "round", floating("n"), integer("digits"));
            example("ROUND(2.5)", "3");
            example("ROUND(-2.5)", "-3");
            example("ROUND(123.456, 1)", "123.500");
            example("ROUND(1250, -2)", "1300");
        }
    }

    public static long round(long value, long digits) {
        return digits >= 0 ? value : rescaled(BigDecimal.valueOf(value), digits, RoundingMode.HALF_UP, 0, "ROUND");
    }

    public static long round(long unscaled, int scale) {
        return rescaled(BigDecimal.valueOf(unscaled, scale), 0, RoundingMode.HALF_UP, 0, "ROUND");
    }

    public static long round(long unscaled, int scale, long digits) {
        return digits >= scale
                ? unscaled
                : rescaled(BigDecimal.valueOf(unscaled, scale), digits, RoundingMode.HALF_UP, scale, "ROUND");
    }

    public static double round(double value) {
        double floor = Math.floor(Math.abs(value));
        double rounded = Math.abs(value) - floor >= 0.5 ? floor + 1 : floor;
        return Math.copySign(rounded, value);
    }

    public static double round(double value, long digits) {
        return rescaled(value, digits, RoundingMode.HALF_UP);
    }

    /** TRUNCATE. */
    public static final class Truncate extends Definition {
        public Truncate() {
            super(
                    Rounding.class,
                    "TRUNCATE",
                    "A number cut to a count of digits behind the point (0 if left out; negative: before it), toward zero.");
            alias("TRUNC");
            takes(AS_FIRST, "whole", integer("n"));
            takes(AS_FIRST, "truncate", integer("n"), integer("digits"));
            takes(DECIMAL_WHOLE, "truncate", decimal("n"));
            takes(AS_FIRST, "truncate", decimal("n"), integer("digits"));
            takes(DOUBLE, "truncate", floating("n"));
            takes(DOUBLE, "truncate", floating("n"), integer("digits"));
            example("TRUNCATE(-2.9)", "-2");
            example("TRUNCATE(123.456, 1)", "123.400");
        }
    }

    public static long truncate(long value, long digits) {
        return digits >= 0 ? value : rescaled(BigDecimal.valueOf(value), digits, RoundingMode.DOWN, 0, "TRUNCATE");
    }

    public static long truncate(long unscaled, int scale) {
        return scale == 19 ? 0 : unscaled / power(scale);
    }

    public static long truncate(long unscaled, int scale, long digits) {
        return digits >= scale
                ? unscaled
                : rescaled(BigDecimal.valueOf(unscaled, scale), digits, RoundingMode.DOWN, scale, "TRUNCATE");
    }

    public static double truncate(double value) {
        return value < 0 ? Math.ceil(value) : Math.floor(value);
    }

    public static double truncate(double value, long digits) {
        return rescaled(value, digits, RoundingMode.DOWN);
    }

    private static long power(int scale) {
        return POWERS[scale];
    }

    private static long rescaled(BigDecimal value, long digits, RoundingMode mode, int scale, String function) {
        int bounded = (int) Math.max(-20, Math.min(digits, 20));
        BigDecimal result = value.setScale(bounded, mode).setScale(scale);
        if (result.unscaledValue().bitLength() > 63) {
            throw Failures.overflow(function);
        }
        return result.unscaledValue().longValue();
    }

    private static double rescaled(double value, long digits, RoundingMode mode) {
        if (Double.isNaN(value) || Double.isInfinite(value) || digits > 340) {
            return value;
        }
        return BigDecimal.valueOf(value)
                .setScale((int) Math.max(-340, digits), mode)
                .doubleValue();
    }
}
