package kpipe.runtime.operator;

/**
 * A value that a condition or a measure of a pattern takes from the rows of a match: a column of one of them, an aggregate over some, the name of a variable, the number of the match.
 * Immutable.
 */
public final class MatchSlot {

    /** All variables. */
    public static final long ALL = -1L;

    enum Kind {
        COLUMN,
        ROWTIME,
        EXISTS,
        CLASSIFIER,
        NUMBER,
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX
    }

    final Kind kind;

    /** Which variables' rows are looked at, a bit for each. */
    final long variables;

    final boolean first;
    final int offset;
    final int back;
    final boolean atEnd;
    final int column;

    private MatchSlot(Kind kind, long variables, boolean first, int offset, int back, boolean atEnd, int column) {
        this.kind = kind;
        this.variables = variables;
        this.first = first;
        this.offset = offset;
        this.back = back;
        this.atEnd = atEnd;
        this.column = column;
    }

    /**
     * A column of a row; NULL where there is no such row.
     *
     * @param variables of which the row is one
     * @param first whether rows are counted from the first one, rather than from the last
     * @param offset how many rows from there
     * @param back how many rows of the partition before that one
     * @param atEnd whether the whole match is looked at, rather than the rows up to the present one
     */
    public static MatchSlot column(long variables, boolean first, int offset, int back, boolean atEnd, int column) {
        return new MatchSlot(Kind.COLUMN, variables, first, offset, back, atEnd, column);
    }

    /** As {@link #column}, the ROWTIME of a row. */
    public static MatchSlot rowtime(long variables, boolean first, int offset, int back, boolean atEnd) {
        return new MatchSlot(Kind.ROWTIME, variables, first, offset, back, atEnd, -1);
    }

    /** As {@link #column}, whether there is such a row. */
    public static MatchSlot exists(long variables, boolean first, int offset, int back, boolean atEnd) {
        return new MatchSlot(Kind.EXISTS, variables, first, offset, back, atEnd, -1);
    }

    /** The name of the variable of the last row. */
    public static MatchSlot classifier(boolean atEnd) {
        return new MatchSlot(Kind.CLASSIFIER, ALL, false, 0, 0, atEnd, -1);
    }

    /** The number of the match in its partition, from 1 on. */
    public static MatchSlot number() {
        return new MatchSlot(Kind.NUMBER, ALL, false, 0, 0, false, -1);
    }

    /**
     * An aggregate.
     *
     * @param function COUNT, SUM, AVG, MIN or MAX
     * @param column of the argument; -1 where rows are counted
     */
    public static MatchSlot aggregate(String function, long variables, boolean atEnd, int column) {
        return new MatchSlot(Kind.valueOf(function), variables, false, 0, 0, atEnd, column);
    }

    /** Whether its value for a row that is tested as {@code variable} follows from the rows of the partition and the first of the match alone, not from the variables of those between. */
    boolean isPlain(int variable) {
        return switch (kind) {
            case COLUMN, ROWTIME, EXISTS ->
                variables == ALL || !first && offset == 0 && (variables >>> variable & 1) != 0;
            case CLASSIFIER, NUMBER -> true;
            case COUNT, SUM, AVG, MIN, MAX -> variables == ALL;
        };
    }
}
