package kpipe.compiler.plan;

import java.util.List;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.compiler.source.Span;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** The aggregate functions and their types, and the markers for the bounds of a window. */
final class Aggregates {

    private static final int DECIMAL_DIGITS = 18;
    private static final int AVERAGE_SCALE = 6;
    private static final Type TIME = Type.of(Kind.TIMESTAMP, false);

    private final Problems problems;

    Aggregates(Problems problems) {
        this.problems = problems;
    }

    /** @param written the name in the text, for messages */
    AggregateOperator function(
            AggregateFunction function,
            boolean ignoreNulls,
            Aggregate.@Nullable Fraction fraction,
            Aggregate.@Nullable Listing listing,
            String written,
            Span span) {
        String name = function
                + (ignoreNulls ? " IGNORE NULLS" : "")
                + (fraction == null ? "" : " " + fraction)
                + (listing == null ? "" : " " + listing);
        return new AggregateOperator(
                name,
                AggregateOperator.Role.FUNCTION,
                function,
                ignoreNulls,
                fraction,
                listing,
                span,
                null,
                types -> type(function, ignoreNulls, types, written, span));
    }

    AggregateOperator marker(AggregateOperator.Role role, Span span) {
        return new AggregateOperator("window " + role, role, null, false, null, null, span, null, types -> TIME);
    }

    AggregateOperator grouping(Span span) {
        return new AggregateOperator(
                "GROUPING",
                AggregateOperator.Role.GROUPING,
                null,
                false,
                null,
                null,
                span,
                null,
                types -> Type.of(Kind.BIGINT, false));
    }

    /** The time of the rows that a grouping select gives. */
    AggregateOperator resultTime(GroupedSelect select) {
        AggregateOperator.Role role = AggregateOperator.Role.ROWTIME;
        return new AggregateOperator(
                "window time", role, null, false, null, null, select.span(), select, types -> TIME);
    }

    private Type type(AggregateFunction function, boolean ignoreNulls, List<Type> types, String written, Span span) {
        if (function == AggregateFunction.COUNT) {
            return types.size() <= 1 ? Type.of(Kind.BIGINT, false) : problems.wrongArguments(span, written, types);
        }
        boolean edge = function == AggregateFunction.FIRST_VALUE || function == AggregateFunction.LAST_VALUE;
        boolean list = function == AggregateFunction.LISTAGG || function == AggregateFunction.ARRAY_AGG;
        if (Aggregate.PAIRS.contains(function)) {
            return pair(function, types, written, span);
        }
        if (types.size() != 1 && !list && !(edge && types.size() == 2) || TypeRules.isNull(types.get(0))) {
            return problems.wrongArguments(span, written, types);
        }
        Type type = types.get(0);
        return switch (function) {
            case SUM -> type.kind().isNumeric() ? sum(type) : problems.wrongArguments(span, written, types);
            case AVG ->
                type.kind().isNumeric() ? average(type, problems, span) : problems.wrongArguments(span, written, types);
            case COUNT, MIN, MAX -> type;
            case FIRST_VALUE, LAST_VALUE -> type.withNullable(type.nullable() || ignoreNulls);
            case LISTAGG ->
                type.kind().isText()
                        ? Type.varchar(Type.MAX_VARCHAR, type.nullable())
                        : problems.wrongArguments(span, written, types.subList(0, 1));
            case ARRAY_AGG -> type;
            case APPROX_COUNT_DISTINCT -> Type.of(Kind.BIGINT, false);
            case PERCENTILE_CONT, APPROX_QUANTILE ->
                type.kind().isNumeric()
                        ? Type.of(Kind.DOUBLE, type.nullable())
                        : problems.wrongArguments(span, written, types);
            case PERCENTILE_DISC ->
                type.form() == Kind.Form.BYTES ? problems.wrongArguments(span, written, types) : type;
            case ANY, EVERY -> type.kind() == Kind.BOOLEAN ? type : problems.wrongArguments(span, written, types);
            case BIT_AND, BIT_OR, BIT_XOR ->
                type.kind().isInteger() ? type : problems.wrongArguments(span, written, types);
            case VAR_POP, STDDEV_POP ->
                type.kind().isNumeric()
                        ? Type.of(Kind.DOUBLE, type.nullable())
                        : problems.wrongArguments(span, written, types);
            case VAR_SAMP, STDDEV_SAMP ->
                type.kind().isNumeric() ? Type.of(Kind.DOUBLE, true) : problems.wrongArguments(span, written, types);
            case COVAR_POP, COVAR_SAMP, CORR, REGR_SLOPE, REGR_INTERCEPT, REGR_R2, REGR_COUNT, REGR_AVGX, REGR_AVGY ->
                throw new IllegalStateException(function + " takes pairs");
        };
    }

    private Type pair(AggregateFunction function, List<Type> types, String written, Span span) {
        boolean numbers = types.size() == 2
                && types.stream()
                        .allMatch(type -> !TypeRules.isNull(type) && type.kind().isNumeric());
        if (!numbers) {
            return problems.wrongArguments(span, written, types);
        }
        return switch (function) {
            case REGR_COUNT -> Type.of(Kind.BIGINT, false);
            case COVAR_POP, REGR_AVGX, REGR_AVGY ->
                Type.of(Kind.DOUBLE, types.get(0).nullable() || types.get(1).nullable());
            default -> Type.of(Kind.DOUBLE, true);
        };
    }

    static Type sum(Type type) {
        boolean nullable = type.nullable();
        if (type.kind().isInteger()) {
            return Type.of(Kind.BIGINT, nullable);
        }
        return type.kind() == Kind.DECIMAL
                ? Type.decimal(Math.max(DECIMAL_DIGITS, type.precision()), type.scale(), nullable)
                : Type.of(Kind.DOUBLE, nullable);
    }

    static Type average(Type type, Problems problems, Span span) {
        if (type.kind().isInteger()) {
            problems.wholeAverage(span, type);
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
