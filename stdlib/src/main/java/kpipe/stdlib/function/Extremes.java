package kpipe.stdlib.function;

import static kpipe.spi.ScalarFunction.ResultRule.BIGINT;
import static kpipe.spi.ScalarFunction.ResultRule.DATE;
import static kpipe.spi.ScalarFunction.ResultRule.DECIMAL_COMMON;
import static kpipe.spi.ScalarFunction.ResultRule.DOUBLE;
import static kpipe.spi.ScalarFunction.ResultRule.TEXT;
import static kpipe.spi.ScalarFunction.ResultRule.TIME;
import static kpipe.spi.ScalarFunction.ResultRule.TIMESTAMP;

import kpipe.data.Text;

/** The greatest and the least of several values; DECIMALs all come in the scale of the result. Stateless. */
public final class Extremes {

    private Extremes() {}

    /** Both take the same. */
    private abstract static class Extreme extends Definition {
        Extreme(String name, String method, String summary) {
            super(Extremes.class, name, summary);
            takesMany(BIGINT, method, integer("first"), integer("more"));
            takes(DECIMAL_COMMON, method, decimal("first"), decimal("second"));
            takes(DECIMAL_COMMON, method, decimal("first"), decimal("second"), decimal("third"));
            takes(DECIMAL_COMMON, method, decimal("first"), decimal("second"), decimal("third"), decimal("fourth"));
            takesMany(DOUBLE, method, floating("first"), floating("more"));
            takesMany(TEXT, method, text("first"), text("more"));
            takesMany(TIMESTAMP, method, timestamp("first"), timestamp("more"));
            takesMany(DATE, method, date("first"), date("more"));
            takesMany(TIME, method, time("first"), time("more"));
        }
    }

    /** GREATEST. */
    public static final class Greatest extends Extreme {
        public Greatest() {
            super("GREATEST", "greatest", "The greatest of its arguments; NULL if one of them is.");
            example("GREATEST(3, 7, 5)", "7");
            example("GREATEST('a', 'b')", "b");
        }
    }

    /** LEAST. */
    public static final class Least extends Extreme {
        public Least() {
            super("LEAST", "least", "The least of its arguments; NULL if one of them is.");
            example("LEAST(3, 7, 5)", "3");
            example("LEAST(2.50, 3, 1.5)", "1.50");
        }
    }

    public static long greatest(long first, long[] more) {
        long result = first;
        for (long value : more) {
            result = Math.max(result, value);
        }
        return result;
    }

    public static long greatest(long first, int scale, long second, int scaleOfSecond) {
        return Math.max(first, second);
    }

    public static long greatest(long first, int scale, long second, int scaleOfSecond, long third, int scaleOfThird) {
        return Math.max(Math.max(first, second), third);
    }

    public static long greatest(
            long first,
            int scale,
            long second,
            int scaleOfSecond,
            long third,
            int scaleOfThird,
            long fourth,
            int scaleOfFourth) {
        return Math.max(Math.max(first, second), Math.max(third, fourth));
    }

    public static double greatest(double first, double[] more) {
        double result = first;
        for (double value : more) {
            result = Math.max(result, value);
        }
        return result;
    }

    public static Text greatest(Text first, Text[] more) {
        Text result = first;
        for (Text value : more) {
            result = value.compareTo(result) > 0 ? value : result;
        }
        return result;
    }

    public static long least(long first, long[] more) {
        long result = first;
        for (long value : more) {
            result = Math.min(result, value);
        }
        return result;
    }

    public static long least(long first, int scale, long second, int scaleOfSecond) {
        return Math.min(first, second);
    }

    public static long least(long first, int scale, long second, int scaleOfSecond, long third, int scaleOfThird) {
        return Math.min(Math.min(first, second), third);
    }

    public static long least(
            long first,
            int scale,
            long second,
            int scaleOfSecond,
            long third,
            int scaleOfThird,
            long fourth,
            int scaleOfFourth) {
        return Math.min(Math.min(first, second), Math.min(third, fourth));
    }

    public static double least(double first, double[] more) {
        double result = first;
        for (double value : more) {
            result = Math.min(result, value);
        }
        return result;
    }

    public static Text least(Text first, Text[] more) {
        Text result = first;
        for (Text value : more) {
            result = value.compareTo(result) < 0 ? value : result;
        }
        return result;
    }
}
