package kpipe.compiler.pipeline;

/** The built-in operators of expressions. Unless said otherwise any NULL operand makes the result NULL and operands are evaluated left to right. */
public enum Operation {
    /** Numbers of one kind and scale; datetime plus interval; interval plus interval. Overflow fails the row. */
    PLUS(2, 2),
    /** As PLUS; datetime minus datetime is an interval (milliseconds, or months for a year-month result). */
    MINUS(2, 2),
    /** Integers, DOUBLEs, DECIMALs of any scales (rounded half away from zero to the result's scale); interval times number. */
    TIMES(2, 2),
    /** Integers truncate toward zero; DECIMALs round half away from zero to the result's scale; interval by number. By zero fails the row, DOUBLEs included. */
    DIVIDE(2, 2),
    /** The remainder with the dividend's sign. By zero fails the row. */
    MOD(2, 2),
    NEGATE(1, 1),
    /** Its operand, with the promise of the one who wrote it that the value never falls from row to row. */
    MONOTONIC(1, 1),

    EQUAL(2, 2),
    NOT_EQUAL(2, 2),
    LESS(2, 2),
    LESS_OR_EQUAL(2, 2),
    GREATER(2, 2),
    GREATER_OR_EQUAL(2, 2),
    /** NULL-safe: never NULL. */
    IS_DISTINCT_FROM(2, 2),
    /** NULL-safe: never NULL. */
    IS_NOT_DISTINCT_FROM(2, 2),

    /** Three-valued; stops at the first FALSE, but a NULL does not stop it. */
    AND(2, Integer.MAX_VALUE),
    /** Three-valued; stops at the first TRUE, but a NULL does not stop it. */
    OR(2, Integer.MAX_VALUE),
    NOT(1, 1),
    IS_NULL(1, 1),
    IS_NOT_NULL(1, 1),
    IS_TRUE(1, 1),
    IS_NOT_TRUE(1, 1),
    IS_FALSE(1, 1),
    IS_NOT_FALSE(1, 1),

    /** Text or binary joined. */
    CONCATENATE(2, 2),
    /** Text, pattern, and as third operand the escape character if there is one. */
    LIKE(2, 3),
    /** As LIKE, with the regular expressions of SIMILAR TO. */
    SIMILAR_TO(2, 3),

    /** Datetime, unit (a text literal: YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND): down to a whole unit; calendar units. Of an interval: down to a whole unit. */
    FLOOR_TO(2, 2),
    /** As FLOOR_TO, up. */
    CEIL_TO(2, 2),
    /** Number, step: {@code (n / k) * k} with integer division. Datetime, interval: down to a multiple counted from 1970-01-01 00:00:00. */
    STEP(2, 2),
    /** Unit (a text literal: also DOW, DOY, EPOCH, MILLISECOND), datetime or interval. BIGINT, or DECIMAL(5,3) for SECOND. */
    EXTRACT(2, 2),

    /** When the pipeline started. */
    CURRENT_TIMESTAMP(0, 0),
    /** The clock when the row is worked on. */
    CURRENT_ROW_TIMESTAMP(0, 0);

    private final int minOperands;
    private final int maxOperands;

    Operation(int minOperands, int maxOperands) {
        this.minOperands = minOperands;
        this.maxOperands = maxOperands;
    }

    public int minOperands() {
        return minOperands;
    }

    public int maxOperands() {
        return maxOperands;
    }
}
