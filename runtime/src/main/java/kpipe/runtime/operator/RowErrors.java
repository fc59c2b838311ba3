package kpipe.runtime.operator;

/**
 * The names of the errors of rows, as {@code ERROR_NAME} of {@code error_stream} shows them: stable, in capitals, at most 32 characters. Generated kernels and
 * the interpreter of the compiler use the same ones; functions of plug-ins may have further ones of their own.
 */
public final class RowErrors {

    /** A number, date or interval that its type cannot hold: the result of an operator, a sum, or a numeric cast. */
    public static final String OVERFLOW = "OVERFLOW";

    /** The right operand of a division or a remainder is zero, DOUBLEs included. */
    public static final String DIVISION_BY_ZERO = "DIVISION_BY_ZERO";

    /** Text that is no value of the type that it is cast to, or a DOUBLE that is no number cast to an exact one. */
    public static final String BAD_CAST = "BAD_CAST";

    /** NULL for a column that is NOT NULL. */
    public static final String NULL_NOT_ALLOWED = "NULL_NOT_ALLOWED";

    /** Text or bytes longer than the column that they are assigned to, or the text of a number or time that does not fit the length that it is cast to. */
    public static final String TEXT_TOO_LONG = "TEXT_TOO_LONG";

    /** A value that an operator or a function cannot take: a bad pattern or escape, a step of zero. */
    public static final String BAD_ARGUMENT = "BAD_ARGUMENT";

    /** A promoted ROWTIME ({@code expr AS ROWTIME}) that is NULL or too far before one given out already. */
    public static final String ROWTIME_OUT_OF_ORDER = "ROWTIME_OUT_OF_ORDER";

    /** A query that stands as a value has found several rows. */
    public static final String SEVERAL_ROWS = "SEVERAL_ROWS";

    /** What is told of {@link #SEVERAL_ROWS}. */
    public static final String SEVERAL_ROWS_MESSAGE = "a query as a value gives one row, and this one gives several";

    /** A row that came too late for every window that could have taken it. */
    public static final String LATE = "LATE";

    /** What is said of a promoted ROWTIME that is NULL. */
    public static final String NO_ROWTIME = "ROWTIME is NULL";

    private RowErrors() {}

    /**
     * What is said of a promoted ROWTIME that goes back.
     *
     * @param within how far back it may go, in milliseconds
     */
    public static String outOfOrder(long within) {
        String far = within == 0 ? "" : "more than " + within + " milliseconds ";
        return "ROWTIME is " + far + "before that of an earlier row";
    }
}
