package kpipe.compiler.plan;

import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a condition or measure of MATCH_RECOGNIZE takes from the rows of a match. Its operand is an expression over one row; there is none where rows are counted, and of CLASSIFIER and MATCH_NUMBER.
 *
 * @param variables of whose rows, a bit for each; -1 for all rows
 * @param first whether rows are counted from the first, rather than from the last
 * @param offset how many rows from there
 * @param back how many rows of the partition before that
 * @param atEnd whether FINAL: the whole match is looked at
 * @param function of an aggregate
 */
public record PatternCall(
        Kind kind,
        long variables,
        boolean first,
        int offset,
        int back,
        boolean atEnd,
        @Nullable AggregateFunction function) {

    /** What is taken. */
    public enum Kind {
        ROW,
        AGGREGATE,
        CLASSIFIER,
        NUMBER
    }

    /** Whether there is such a row in every match. */
    public boolean isSure() {
        return variables == -1 && offset == 0 && back == 0;
    }
}
