package kpipe.compiler.pipeline;

import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * A value that conditions and measures of a {@link Operator.Match} take from the rows of a match.
 *
 * @param name of its column
 * @param variables whose rows are looked at, a bit for each by its number; {@link #ALL} for all rows
 * @param first whether the row is counted from the first one, rather than from the last
 * @param offset how many rows of those variables from there
 * @param back how many rows of the partition before that one, be they of the match or not
 * @param atEnd whether the whole match is looked at, rather than the rows up to the present one
 * @param column of COLUMN and AGGREGATE which; -1 where there is none
 * @param function of AGGREGATE: COUNT, SUM, AVG, MIN or MAX
 * @param argument the type of the column of an aggregate
 */
public record MatchSlot(
        Kind kind,
        String name,
        long variables,
        boolean first,
        int offset,
        int back,
        boolean atEnd,
        int column,
        @Nullable AggregateFunction function,
        @Nullable Type argument,
        Type type) {

    /** All rows. */
    public static final long ALL = -1L;

    /** What is taken. */
    public enum Kind {
        /** A column of a row; NULL where there is no such row. */
        COLUMN,
        /** The ROWTIME of a row; NULL where there is no such row. */
        ROWTIME,
        /** Whether there is such a row. */
        EXISTS,
        /** The name of the variable of the present row. */
        CLASSIFIER,
        /** The number of the match in its partition, from 1 on. */
        NUMBER,
        /** An aggregate over rows, NULLs left out. */
        AGGREGATE
    }
}
