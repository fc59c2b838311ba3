package kpipe.compiler.plan;

import java.util.List;
import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.compiler.source.Span;
import kpipe.data.Kind;
import kpipe.data.Type;

/** The aggregate functions and their types, and the markers for the bounds of a window. */
final class Aggregates {

    private static final int DECIMAL_DIGITS = 18;
    private static final int AVERAGE_SCALE = 6;
    private static final Type TIME = Type.of(Kind.TIMESTAMP, false);

    private final Problems problems;

    Aggregates(Problems problems) {
        this.problems = problems;
    }

    AggregateOperator function(AggregateFunction function, boolean ignoreNulls, Span span) {
        String name = ignoreNulls ? function + " IGNORE NULLS" : function.toString();
        return new AggregateOperator(
                name,
                AggregateOperator.Role.FUNCTION,
                function,
                ignoreNulls,
                span,
                null,
                types -> type(function, ignoreNulls, types, span));
    }

    AggregateOperator marker(AggregateOperator.Role role, Span span) {
        return new AggregateOperator("window " + role, role, null, false, span, null, types -> TIME);
    }

    /** The time of the rows that a grouping select gives. */
    AggregateOperator resultTime(GroupedSelect select) {
        AggregateOperator.Role role = AggregateOperator.Role.ROWTIME;
        return new AggregateOperator("window time", role, null, false, select.span(), select, types -> TIME);
    }

    private Type type(AggregateFunction function, boolean ignoreNulls, List<Type> types, Span span) {
        if (function == AggregateFunction.COUNT) {
            return types.size() <= 1
                    ? Type.of(Kind.BIGINT, false)
                    : problems.wrongArguments(span, function.toString(), types);
        }
        if (types.size() != 1 || TypeRules.isNull(types.get(0))) {
            return problems.wrongArguments(span, function.toString(), types);
        }
        Type type = types.get(0);
        return switch (function) {
            case SUM -> type.kind().isNumeric() ? sum(type) : problems.wrongArguments(span, "SUM", types);
            case AVG -> type.kind().isNumeric() ? average(type) : problems.wrongArguments(span, "AVG", types);
            case COUNT, MIN, MAX -> type;
            case FIRST_VALUE, LAST_VALUE -> type.withNullable(type.nullable() || ignoreNulls);
        };
    }

    private static Type sum(Type type) {
        boolean nullable = type.nullable();
        if (type.kind().isInteger()) {
            return Type.of(Kind.BIGINT, nullable);
        }
        return type.kind() == Kind.DECIMAL
                ? Type.decimal(Math.max(DECIMAL_DIGITS, type.precision()), type.scale(), nullable)
                : Type.of(Kind.DOUBLE, nullable);
    }

    private static Type average(Type type) {
        if (type.kind().isInteger()) {
            return type;
        }
        if (type.kind().isApproximate()) {
            return Type.of(Kind.DOUBLE, type.nullable());
        }
        int whole = type.precision() - type.scale();
        int scale = Math.max(type.scale(), Math.min(AVERAGE_SCALE, DECIMAL_DIGITS - whole));
        return Type.decimal(Math.max(type.precision(), whole + scale), scale, type.nullable());
    }
}
