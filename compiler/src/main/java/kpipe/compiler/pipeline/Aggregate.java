package kpipe.compiler.pipeline;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import kpipe.compiler.source.Span;
import kpipe.data.Type;

/**
 * An aggregate function in a window.
 *
 * @param arguments over the aggregate's input; empty for COUNT(*). FIRST_VALUE and LAST_VALUE that do not ignore NULLs may have a second one, a condition: rows for which it
 *     is not TRUE do not count
 * @param distinct each value counts once (NULL aside)
 * @param ignoreNulls for FIRST_VALUE and LAST_VALUE
 */
public record Aggregate(
        AggregateFunction function, List<Expr> arguments, boolean distinct, boolean ignoreNulls, Type type, Span span) {

    /** The aggregate functions; all but COUNT are NULL where no value was. NULLs are skipped except by COUNT(*), FIRST_VALUE and LAST_VALUE. */
    public enum AggregateFunction {
        COUNT,
        /** Of integers BIGINT, of DECIMAL DECIMAL of the same scale, else DOUBLE. A sum that does not fit fails the result, not a row: it depends on no order. */
        SUM,
        /** Of integers the type of the argument, truncated toward zero (the rule of the KDA dialect); of DECIMAL DECIMAL; else DOUBLE. */
        AVG,
        MIN,
        MAX,
        /** The value of the row first in ROWTIME order, ties by arrival. */
        FIRST_VALUE,
        /** The value of the row last in ROWTIME order, ties by arrival. */
        LAST_VALUE,
        /** Of BOOLEAN: TRUE if some value is. */
        ANY,
        /** Of BOOLEAN: TRUE if all values are. */
        EVERY,
        /** Of an integer type, as are BIT_OR and BIT_XOR. */
        BIT_AND,
        BIT_OR,
        BIT_XOR,
        /** A DOUBLE, as are the others of its kind. Of exact types it is computed exactly and rounded once; of approximate ones with the error of a few roundings. */
        VAR_POP,
        /** NULL of one value. */
        VAR_SAMP,
        STDDEV_POP,
        /** NULL of one value. */
        STDDEV_SAMP
    }

    /** What variances and deviations have in common. */
    public static final Set<AggregateFunction> SPREADS = Collections.unmodifiableSet(EnumSet.of(
            AggregateFunction.VAR_POP,
            AggregateFunction.VAR_SAMP,
            AggregateFunction.STDDEV_POP,
            AggregateFunction.STDDEV_SAMP));

    public Aggregate {
        arguments = List.copyOf(arguments);
    }
}
