package kpipe.compiler.plan;

import java.util.List;
import java.util.Set;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.IntervalQualifier;
import kpipe.compiler.syntax.TimeUnit;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** Operators over dates, times and intervals. */
final class DatetimeOperators {

    /** The units that FLOOR and CEIL round to. */
    private static final Set<TimeUnit> ROUNDED = Set.of(
            TimeUnit.YEAR,
            TimeUnit.QUARTER,
            TimeUnit.MONTH,
            TimeUnit.WEEK,
            TimeUnit.DAY,
            TimeUnit.HOUR,
            TimeUnit.MINUTE,
            TimeUnit.SECOND);

    private static final Set<TimeUnit> OF_CLOCK = Set.of(TimeUnit.HOUR, TimeUnit.MINUTE, TimeUnit.SECOND);

    private final Problems problems;

    DatetimeOperators(Problems problems) {
        this.problems = problems;
    }

    /** {@code FLOOR(x TO unit)}, {@code CEIL(x TO unit)}. */
    ScalarOperator round(boolean up, TimeUnit unit, Span span) {
        String name = up ? "CEIL" : "FLOOR";
        return new ScalarOperator(
                name + " TO " + unit,
                span,
                types -> {
                    Type type = types.get(0);
                    boolean fits = ROUNDED.contains(unit)
                            && (type.kind() != Kind.TIME || OF_CLOCK.contains(unit))
                            && (type.kind() != Kind.DATE || !OF_CLOCK.contains(unit))
                            && (type.kind().isDatetime() || type.kind().isInterval());
                    return fits ? type : problems.cannotApply(span, name + " TO " + unit, types);
                },
                (operands, type, place) -> new Expr.Call(
                        up ? Operation.CEIL_TO : Operation.FLOOR_TO,
                        List.of(operands.get(0), unit(unit, place)),
                        Intervals.plain(type),
                        place));
    }

    private static Expr unit(TimeUnit unit, Span span) {
        return new Expr.Literal(unit.name(), Type.varchar(unit.name().length(), false), span);
    }

    /** {@code STEP(x BY y)}. */
    ScalarOperator step(Span span) {
        return new ScalarOperator(
                "STEP",
                span,
                types -> {
                    Kind value = types.get(0).kind();
                    Kind step = types.get(1).kind();
                    boolean numbers = value.isNumeric() && step.isNumeric();
                    boolean months = step == Kind.INTERVAL_YEAR_MONTH && value != Kind.TIME;
                    boolean times = value.isDatetime() && (step == Kind.INTERVAL_DAY_TIME || months)
                            || value.isInterval() && step == value;
                    if (!numbers && !times) {
                        return problems.cannotApply(span, "STEP", types);
                    }
                    Type common = numbers ? TypeRules.common(types) : types.get(0);
                    return common == null
                            ? problems.cannotApply(span, "STEP", types)
                            : common.withNullable(Operators.anyNullable(types));
                },
                (operands, type, place) -> {
                    List<Expr> converted = type.kind().isNumeric() ? Conversions.convertAll(operands, type) : operands;
                    return new Expr.Call(Operation.STEP, converted, Intervals.plain(type), place);
                });
    }

    /** {@code EXTRACT(unit FROM x)}. */
    ScalarOperator extract(TimeUnit unit, Span span) {
        return new ScalarOperator(
                "EXTRACT " + unit,
                span,
                types -> {
                    Type type = types.get(0);
                    if (!type.kind().isDatetime() && !type.kind().isInterval()) {
                        return problems.cannotApply(span, "EXTRACT " + unit, types);
                    }
                    return switch (unit) {
                        case SECOND -> Type.decimal(5, 3, type.nullable());
                        case YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, MILLISECOND, EPOCH, DOW, DOY ->
                            Type.of(Kind.BIGINT, type.nullable());
                        default -> problems.notAvailable(span, "`EXTRACT` of " + unit);
                    };
                },
                (operands, type, place) ->
                        new Expr.Call(Operation.EXTRACT, List.of(unit(unit, place), operands.get(0)), type, place));
    }

    /** {@code (a - b) SECOND}: the difference of two times. */
    ScalarOperator difference(IntervalQualifier qualifier, Span span) {
        @Nullable Type interval = Intervals.type(qualifier, true);
        return new ScalarOperator(
                "difference " + interval,
                span,
                types -> {
                    Type common = TypeRules.common(types);
                    if (interval == null) {
                        return problems.badLiteral(
                                qualifier.span(), qualifier.span().text(), "range of fields of an interval");
                    }
                    return common == null || !common.kind().isDatetime()
                            ? problems.cannotApply(span, "-", types)
                            : interval.withNullable(common.nullable());
                },
                (operands, type, place) -> {
                    Type common = TypeRules.common(
                            List.of(operands.get(0).type(), operands.get(1).type()));
                    List<Expr> converted = common == null ? operands : Conversions.convertAll(operands, common);
                    return new Expr.Call(Operation.MINUS, converted, Intervals.plain(type), place);
                });
    }

    /** CURRENT_TIMESTAMP, CURRENT_DATE and their like, from {@code clock}. */
    ScalarOperator current(String name, Operation clock, Kind kind, Span span) {
        Type type = Type.of(kind, false);
        return new ScalarOperator(name, span, types -> type, (operands, result, place) -> {
            Expr now = new Expr.Call(clock, List.of(), Type.of(Kind.TIMESTAMP, false), place);
            return kind == Kind.TIMESTAMP ? now : new Expr.Cast(now, Expr.Cast.Mode.CAST, type, place);
        });
    }
}
