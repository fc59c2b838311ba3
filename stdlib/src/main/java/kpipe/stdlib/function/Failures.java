package kpipe.stdlib.function;

import kpipe.data.RowException;

/** Why a function cannot be computed for a row. */
final class Failures {

    private Failures() {}

    /** The arguments are ones for which the function has no value. */
    static RowException badArgument(String message) {
        return new RowException("BAD_ARGUMENT", message);
    }

    /** The result is too great for its type. */
    static RowException overflow(String function) {
        return new RowException("OVERFLOW", "the result of " + function + " is too great for its type");
    }

    /** A finite result, or the failure that it is none. */
    static double finite(double value, String function) {
        if (Double.isInfinite(value)) {
            throw overflow(function);
        }
        return value;
    }
}
