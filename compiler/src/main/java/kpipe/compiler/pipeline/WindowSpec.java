package kpipe.compiler.pipeline;

/** How rows are gathered into windows of event time. All lengths are milliseconds. A window holds its start and not its end. */
public sealed interface WindowSpec {

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

    /** One after the other by calendar, UTC: {@code MONTH}, {@code QUARTER} or {@code YEAR}. */
    record Calendar(Unit unit) implements WindowSpec {}

    /** A calendar unit of varying length. */
    enum Unit {
        MONTH,
        QUARTER,
        YEAR
    }
}
