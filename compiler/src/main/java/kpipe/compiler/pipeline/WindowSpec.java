package kpipe.compiler.pipeline;

/** How rows are gathered into windows of event time. All lengths are milliseconds. A window holds its start and not its end. */
public sealed interface WindowSpec {

    /** Whether the windows of each key lie for themselves. */
    default boolean isKeyed() {
        return this instanceof Session || this instanceof Stagger;
    }

    /** One after the other, aligned to 1970-01-01 00:00:00 UTC plus {@code offset}. */
    record Tumbling(long size, long offset) implements WindowSpec {}

    /** Of {@code size}, one beginning at every {@code slide}; a row belongs to all that hold it. {@code size} need not be a multiple of {@code slide}. */
    record Hopping(long size, long slide, long offset) implements WindowSpec {}

    /** Per key: rows less than {@code gap} apart (a row at exactly {@code gap} begins a new one). It ends {@code gap} after its last row. */
    record Session(long gap) implements WindowSpec {}

    /**
     * Per key: opens at the ROWTIME of the first row while none is open, closes {@code size} later; a row at exactly that time opens the next. Rows are taken in
     * ROWTIME order, ties by arrival.
     */
    record Stagger(long size) implements WindowSpec {}

    /**
     * By the calendar of a time zone: one window begins with every {@code count} units and is {@code length} times as long. Units are counted from January 1970, weeks from the Monday before.
     * The day on which clocks are moved is longer or shorter than others.
     *
     * @param length 1 where windows follow one another
     * @param zone the name of a time zone as java.time knows it
     */
    record Calendar(Unit unit, int count, int length, String zone) implements WindowSpec {
        /** One after the other, one unit long, in UTC. */
        public static Calendar of(Unit unit) {
            return new Calendar(unit, 1, 1, UTC);
        }
    }

    /**
     * Windows that grow: from the start of each {@code whole} one to the end of each piece of it, the last of which ends with it. A row belongs to all that hold it.
     *
     * @param whole tumbling, or of a calendar with length 1
     * @param piece windows of which those that lie in a whole one are its pieces: tumbling and counted from the start of the whole one, or of the calendar of the same time zone
     */
    record Cumulating(WindowSpec whole, WindowSpec piece) implements WindowSpec {}

    /** The time zone of those who name none. */
    String UTC = "UTC";

    /** A unit of the calendar. */
    enum Unit {
        DAY,
        WEEK,
        MONTH,
        QUARTER,
        YEAR;

        /** How many months it is long; 0 where days are counted. */
        public int months() {
            return switch (this) {
                case DAY, WEEK -> 0;
                case MONTH -> 1;
                case QUARTER -> 3;
                case YEAR -> 12;
            };
        }

        /** How many days it is long; 0 where months are counted. */
        public int days() {
            return this == DAY ? 1 : this == WEEK ? 7 : 0;
        }
    }
}
