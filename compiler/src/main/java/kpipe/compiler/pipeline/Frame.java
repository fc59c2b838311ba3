package kpipe.compiler.pipeline;

/** Which rows a function of OVER sees: rows of the same key, in ROWTIME order, up to and with the row that it gives a value to, but for {@link Ahead}. Rows of equal ROWTIME that come later are not seen. */
public sealed interface Frame {

    /**
     * Those at most {@code millis} older, the row of exactly that age included.
     *
     * @param millis at least 0
     */
    record Range(long millis) implements Frame {}

    /**
     * The row and the {@code preceding} ones before it.
     *
     * @param preceding at least 0
     */
    record Rows(long preceding) implements Frame {}

    /**
     * For values of later rows: those behind the row that are at most {@code millis} younger, the row of exactly that age included.
     *
     * @param millis at least 0
     */
    record Ahead(long millis) implements Frame {}

    /** All since the pipeline started. */
    record Unbounded() implements Frame {}
}
