package kpipe.compiler.pipeline;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import kpipe.compiler.source.Span;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate function in a window.
 *
 * @param arguments over the aggregate's input; empty for COUNT(*). FIRST_VALUE and LAST_VALUE that do not ignore NULLs may have a second one, a condition: rows for which it
 *     is not TRUE do not count
 * @param distinct each value counts once (NULL aside)
 * @param ignoreNulls for FIRST_VALUE and LAST_VALUE
 * @param fraction for percentiles and quantiles, else null
 * @param listing for LISTAGG and ARRAY_AGG, else null
 */
public record Aggregate(
        AggregateFunction function,
        List<Expr> arguments,
        boolean distinct,
        boolean ignoreNulls,
        @Nullable Fraction fraction,
        @Nullable Listing listing,
        Type type,
        Span span) {

    /**
     * Which part of the sorted values is asked for.
     *
     * @param numerator from 0 to {@code denominator}, which is a power of ten of at most nine digits
     * @param descending whether the greatest values come first
     */
    public record Fraction(long numerator, long denominator, boolean descending) {}

    /** How texts or elements are put together: the separator, which elements do not have, and how each of the arguments behind the first sorts. */
    public record Listing(String separator, List<Order> orders) {
        public Listing {
            orders = List.copyOf(orders);
        }

        /** Which way a key sorts. */
        public record Order(boolean descending, boolean nullsFirst) {}
    }

    /** One of whole groups. */
    public Aggregate(
            AggregateFunction function,
            List<Expr> arguments,
            boolean distinct,
            boolean ignoreNulls,
            Type type,
            Span span) {
        this(function, arguments, distinct, ignoreNulls, null, null, type, span);
    }

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
        STDDEV_SAMP,
        /** How many different values there are, nearly. */
        APPROX_COUNT_DISTINCT,
        /** Of numbers, DOUBLE: the value at a fraction of the way through the sorted values, between two of them in proportion. */
        PERCENTILE_CONT,
        /** Of what has the LONG or DOUBLE form: the first of the sorted values with at least a fraction of them up to it. */
        PERCENTILE_DISC,
        /** Of text: all values with a separator between them, sorted by the arguments behind the first, then by ROWTIME, then as they came. One that is too long for its type fails. */
        LISTAGG,
        /**
         * An ARRAY of all values, NULLs too, sorted as by LISTAGG. Its first argument is an ARRAY of the one value of the row, NULL where that does not count. One of too many bytes
         * fails.
         */
        ARRAY_AGG,
        /** Of numbers, DOUBLE: nearly the value below which a fraction of them lies. */
        APPROX_QUANTILE,
        /** Of two DOUBLEs, as are the others behind it; rows of which one is NULL do not count. The sums are exact, and the result does not depend on the order of rows. */
        COVAR_POP,
        /** NULL of one pair. */
        COVAR_SAMP,
        /** NULL where one of the two has one value only. */
        CORR,
        /** Of the line that comes nearest to the first numbers, over the second ones; NULL where those have one value only. */
        REGR_SLOPE,
        REGR_INTERCEPT,
        /** The square of CORR; 1 where the first numbers have one value only. */
        REGR_R2,
        /** A BIGINT: how many pairs there are. */
        REGR_COUNT,
        REGR_AVGX,
        REGR_AVGY
    }

    /** What variances and deviations have in common. */
    public static final Set<AggregateFunction> SPREADS = Collections.unmodifiableSet(EnumSet.of(
            AggregateFunction.VAR_POP,
            AggregateFunction.VAR_SAMP,
            AggregateFunction.STDDEV_POP,
            AggregateFunction.STDDEV_SAMP));

    /** What is made of pairs of numbers. */
    public static final Set<AggregateFunction> PAIRS =
            Collections.unmodifiableSet(EnumSet.range(AggregateFunction.COVAR_POP, AggregateFunction.REGR_AVGY));

    /** What keeps more of a group than a few words, pairs aside. */
    public static final Set<AggregateFunction> GATHERINGS = Collections.unmodifiableSet(EnumSet.of(
            AggregateFunction.APPROX_COUNT_DISTINCT,
            AggregateFunction.PERCENTILE_CONT,
            AggregateFunction.PERCENTILE_DISC,
            AggregateFunction.LISTAGG,
            AggregateFunction.ARRAY_AGG,
            AggregateFunction.APPROX_QUANTILE));

    public Aggregate {
        arguments = List.copyOf(arguments);
    }
}
