package kpipe.compiler.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The functions that may stand before OVER, by the names of the text. */
public enum AnalyticFunction {
    COUNT(0, 1),
    SUM(1, 1),
    AVG(1, 1),
    MIN(1, 1),
    MAX(1, 1),
    /** TRUE if true for some row. */
    ANY(1, 1),
    /** Another name of ANY. */
    SOME(1, 1),
    /** Another name of ANY. */
    BOOL_OR(1, 1),
    /** TRUE if true for all rows. */
    EVERY(1, 1),
    /** Another name of EVERY. */
    BOOL_AND(1, 1),
    STDDEV(1, 1),
    STDDEV_POP(1, 1),
    STDDEV_SAMP(1, 1),
    VARIANCE(1, 1),
    VAR_POP(1, 1),
    VAR_SAMP(1, 1),
    FIRST_VALUE(1, 1),
    LAST_VALUE(1, 1),
    NTH_VALUE(2, 2),
    LAG(1, 3),
    /** Waits for later rows. */
    LEAD(1, 3),
    EXP_AVG(2, 2),
    ROW_NUMBER(0, 0),
    RANK(0, 0),
    DENSE_RANK(0, 0);

    private final int least;
    private final int most;

    AnalyticFunction(int least, int most) {
        this.least = least;
        this.most = most;
    }

    /** The function of that name in any case, or null. */
    public static @Nullable AnalyticFunction of(String name) {
        String folded = name.toUpperCase(Locale.ROOT);
        for (AnalyticFunction function : values()) {
            if (function.name().equals(folded)) {
                return function;
            }
        }
        return null;
    }

    /** The fewest arguments; COUNT(*) has none. */
    public int least() {
        return least;
    }

    /** The most arguments. */
    public int most() {
        return most;
    }

    /** Whether it numbers rows, so that a frame has no meaning. */
    public boolean ranks() {
        return this == ROW_NUMBER || this == RANK || this == DENSE_RANK;
    }

    /** Whether it takes the value of one row, so that {@code IGNORE NULLS} has a meaning. */
    public boolean picks() {
        return this == FIRST_VALUE || this == LAST_VALUE || this == NTH_VALUE || this == LAG || this == LEAD;
    }

    /** Whether DISTINCT may change its value. */
    public boolean distinct() {
        return switch (this) {
            case COUNT, SUM, AVG, STDDEV, STDDEV_POP, STDDEV_SAMP, VARIANCE, VAR_POP, VAR_SAMP -> true;
            default -> false;
        };
    }

    /** Whether it gathers values like an aggregate, so that {@code ALL} and DISTINCT may stand before its argument. */
    public boolean gathers() {
        return !picks() && !ranks() && this != EXP_AVG;
    }

    /** Whether it has a meaning behind OVER alone. */
    public boolean needsOver() {
        return ranks() || this == LAG || this == LEAD || this == NTH_VALUE || this == EXP_AVG;
    }
}
