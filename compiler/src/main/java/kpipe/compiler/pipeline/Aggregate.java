package kpipe.compiler.pipeline;

import java.util.List;
import kpipe.compiler.source.Span;
import kpipe.data.Type;

/**
 * An aggregate function in a window.
 *
 * @param arguments over the aggregate's input; empty for COUNT(*)
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
        LAST_VALUE
    }

    public Aggregate {
        arguments = List.copyOf(arguments);
    }
}
