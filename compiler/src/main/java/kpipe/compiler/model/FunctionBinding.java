package kpipe.compiler.model;

import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.spi.ScalarFunction;

/** What the name before parentheses means. */
public sealed interface FunctionBinding {

    /** A function of the standard library or a plug-in. */
    record Scalar(ScalarFunction function) implements FunctionBinding {}

    /** A function that the compiler itself knows, such as COALESCE; the name is in capitals. */
    record BuiltIn(String name) implements FunctionBinding {}

    /** A FUNCTION of the pipeline. */
    record Declared(FunctionDeclaration function) implements FunctionBinding {}

    /** GROUPING, which tells by which keys a row was grouped. */
    record Grouping() implements FunctionBinding {}

    /**
     * A function with OVER.
     *
     * @param number of NTH_VALUE and LAG how many rows, of EXP_AVG the half-life in milliseconds, else 0
     */
    record Analytic(AnalyticFunction function, OverWindow window, long number) implements FunctionBinding {}

    /**
     * A function of MATCH_RECOGNIZE.
     *
     * @param number how many rows further, of those that say so
     */
    record Pattern(PatternFunction function, int number) implements FunctionBinding {}

    /** The functions of MATCH_RECOGNIZE. */
    enum PatternFunction {
        FIRST,
        LAST,
        PREV,
        CLASSIFIER,
        MATCH_NUMBER
    }

    /**
     * An aggregate.
     *
     * @param ignoreNulls whether it passes NULLs over by its name alone, as ANY_VALUE does
     */
    record Aggregate(AggregateFunction function, boolean ignoreNulls) implements FunctionBinding {}
}
