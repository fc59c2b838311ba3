package kpipe.compiler.pipeline;

import java.util.List;
import kpipe.compiler.source.Span;
import kpipe.data.Type;

/**
 * A function over the frame of each row.
 *
 * @param arguments over the operator's input; empty for COUNT(*); those of ranks are what the rows are ordered by, none where that is ROWTIME; LAG has a second one where it has a default, of the type of the result
 * @param number of {@link Function#FROM_FIRST}, {@link Function#FROM_LAST} and {@link Function#LAG} how many rows from there; of {@link Function#EXP_AVG} the half-life in
 *     milliseconds; else 0
 * @param distinct each value counts once (NULL aside)
 * @param ignoreNulls rows whose first argument is NULL are passed over, where that is not the rule anyway
 */
public record OverFunction(
        Function function,
        List<Expr> arguments,
        long number,
        boolean distinct,
        boolean ignoreNulls,
        Frame frame,
        Type type,
        Span span) {

    /** The functions. Those that gather skip NULL, and give NULL where no value is, but for COUNT. */
    public enum Function {
        COUNT,
        /** As the aggregate of that name. Of floating-point numbers the exact sum, rounded once: no value that has left the frame leaves a trace. */
        SUM,
        /** As the aggregate of that name. */
        AVG,
        MIN,
        MAX,
        /** Of DOUBLEs; the sums are exact, so that nothing is lost by values that have left. */
        VAR_POP,
        /** NULL for one value. */
        VAR_SAMP,
        /** The root of VAR_POP. */
        STDDEV_POP,
        /** The root of VAR_SAMP. */
        STDDEV_SAMP,
        /** The mean of DOUBLEs in which a row weighs half for each half-life that it is older than the row: 2^(-age / half-life). */
        EXP_AVG,
        /** The value of the frame's first row, or one {@code number} rows behind it. NULL where the frame has no such row. */
        FROM_FIRST,
        /** The value of the frame's last row, which is the row itself, or one {@code number} rows before it. NULL where the frame has no such row. */
        FROM_LAST,
        /** The value {@code number} rows before the row, in its frame; the default, which is that of the row itself, where the frame has no such row. */
        LAG,
        /** 1 and how many rows of the frame have come before those that are equal to the row in the arguments or, without arguments, in ROWTIME. Equal rows come one behind the other. */
        RANK,
        /** 1 and how many different ones have come before, in the arguments or, without arguments, in ROWTIME. */
        DENSE_RANK
    }

    public OverFunction {
        arguments = List.copyOf(arguments);
    }
}
