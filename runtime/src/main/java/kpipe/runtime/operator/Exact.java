package kpipe.runtime.operator;

import kpipe.data.RowException;

/**
 * Arithmetic that fails the row where the answer does not fit, instead of wrapping around.
 *
 * <p>The checks are written so that the common case is one compare; what makes and throws the exception stands in methods of its own, off the hot path.
 */
public final class Exact {

    private Exact() {}

    public static long add(long left, long right, String type) {
        long sum = left + right;
        if (((left ^ sum) & (right ^ sum)) < 0) {
            throw overflow(type);
        }
        return sum;
    }

    public static long subtract(long left, long right, String type) {
        long difference = left - right;
        if (((left ^ right) & (left ^ difference)) < 0) {
            throw overflow(type);
        }
        return difference;
    }

    public static long multiply(long left, long right, String type) {
        long product = left * right;
        if (Math.multiplyHigh(left, right) != product >> 63) {
            throw overflow(type);
        }
        return product;
    }

    /** The quotient, truncated toward zero. */
    public static long divide(long left, long right, String type) {
        if (right == 0) {
            throw divisionByZero();
        }
        if (right == -1) {
            return negate(left, type);
        }
        return left / right;
    }

    /** The remainder, with the sign of the dividend. */
    public static long remainder(long left, long right) {
        if (right == 0) {
            throw divisionByZero();
        }
        return right == -1 ? 0 : left % right;
    }

    public static long negate(long value, String type) {
        if (value == Long.MIN_VALUE) {
            throw overflow(type);
        }
        return -value;
    }

    /** The value, which must lie between {@code least} and {@code greatest}. */
    public static long inRange(long value, long least, long greatest, String type) {
        if (value < least || value > greatest) {
            throw overflow(type);
        }
        return value;
    }

    /** The result of an operation on finite doubles: it must be finite too. */
    public static double finite(double value, String type) {
        if (Double.isNaN(value - value)) {
            throw overflow(type);
        }
        return value;
    }

    /** As {@link #finite}, rounded to the nearest {@code float}. */
    public static double finiteReal(double value, String type) {
        return finite((float) value, type);
    }

    public static double divide(double left, double right, String type) {
        if (right == 0) {
            throw divisionByZero();
        }
        return finite(left / right, type);
    }

    public static double remainder(double left, double right) {
        if (right == 0) {
            throw divisionByZero();
        }
        return left % right;
    }

    /** {@code (value / step) * step} with integer division. */
    public static long step(long value, long step) {
        if (step == 0) {
            throw divisionByZero();
        }
        return step == -1 ? value : value / step * step;
    }

    public static double step(double value, double step, String type) {
        if (step == 0) {
            throw divisionByZero();
        }
        double quotient = value / step;
        return finite((quotient < 0 ? Math.ceil(quotient) : Math.floor(quotient)) * step, type);
    }

    public static RowException overflow(String type) {
        return new RowException(RowErrors.OVERFLOW, "the result does not fit " + type);
    }

    public static RowException divisionByZero() {
        return new RowException(RowErrors.DIVISION_BY_ZERO, "division by zero");
    }

    /** NULL on its way into a column that is NOT NULL. */
    public static RowException nullValue() {
        return new RowException(RowErrors.NULL_NOT_ALLOWED, "NULL for a column that is NOT NULL");
    }
}
