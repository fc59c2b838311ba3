package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import kpipe.compiler.model.FunctionDeclaration;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.JavaUnit;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.source.Span;
import kpipe.data.IntervalFields;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.spi.RecordFunction;
import kpipe.spi.ScalarFunction;
import kpipe.spi.ScalarFunction.Family;
import kpipe.spi.ScalarFunction.Nulls;
import kpipe.spi.ScalarFunction.Overload;
import kpipe.spi.ScalarFunction.Parameter;
import kpipe.spi.ScalarFunction.ResultRule;
import org.jspecify.annotations.Nullable;

/** Calls of functions, whose overload follows from the types of their arguments, and CAST. */
final class FunctionOperators {

    private static final Type BIGINT = Type.of(Kind.BIGINT, true);
    private static final Type DOUBLE = Type.of(Kind.DOUBLE, true);

    private final Problems problems;
    private final @Nullable ScalarFunction intervalText;

    /** @param intervalText writes an interval with its fields; null where the catalog has no such function */
    private final JsonCalls json;

    FunctionOperators(Problems problems, @Nullable ScalarFunction intervalText, JsonCalls json) {
        this.json = json;
        this.problems = problems;
        this.intervalText = intervalText;
    }

    /** CAST; TRY_CAST where {@code orNull}. */
    ScalarOperator cast(Type target, boolean orNull, Span span) {
        Type[] source = {target};
        return new ScalarOperator(
                (orNull ? "TRY_CAST " : "CAST ") + target + " " + target.scale(),
                span,
                types -> {
                    Type from = types.get(0);
                    source[0] = from;
                    if (from.kind().isInterval() && target.kind().isText() && intervalText == null) {
                        return problems.notAvailable(span, "CAST of an interval to text");
                    }
                    boolean manyFields =
                            from.kind().isInterval() && target.kind().isNumeric() && Intervals.unitOf(from) == 0;
                    if (isJson(from, target)) {
                        return target.withNullable(
                                from.nullable() || !target.kind().isText());
                    }
                    boolean months = from.kind().isText() && target.kind() == Kind.INTERVAL_YEAR_MONTH;
                    return (months || TypeRules.canCast(from, target)) && !manyFields
                            ? target.withNullable(orNull || from.nullable())
                            : problems.cannotCast(span, from, target);
                },
                (operands, type, place) -> {
                    if (isJson(source[0], type)) {
                        return json(operands.get(0), type, orNull, place);
                    }
                    if (source[0].kind().isText() && type.kind().isInterval()) {
                        return interval(operands.get(0), target, type.nullable(), orNull, place);
                    }
                    boolean text = source[0].kind().isInterval() && type.kind().isText();
                    Expr operand = text ? text(operands.get(0), source[0], place) : operands.get(0);
                    Type from = text ? operand.type() : source[0];
                    return cast(operand, from, Intervals.plain(type), orNull, place);
                });
    }

    /** Whether one is an ARRAY, MAP or ROW and the other its JSON. */
    private boolean isJson(Type from, Type to) {
        return json.areThere()
                && !TypeRules.isNull(from)
                && !TypeRules.isBroken(from)
                && (from.kind().isNested() && to.kind().isText()
                        || from.kind().isText() && to.kind().isNested());
    }

    private Expr json(Expr value, Type target, boolean orNull, Span span) {
        if (target.kind().isNested()) {
            return json.value(value, target, orNull, span);
        }
        Expr text = json.text(value, span);
        return cast(text, text.type(), target, orNull, span);
    }

    /** Text as an interval of the fields that its type {@code target} has. */
    private static Expr interval(Expr text, Type target, boolean nullable, boolean orNull, Span span) {
        String fields = Intervals.fields(target);
        Type type = Type.of(target.kind(), nullable);
        if (fields.equals("DAY TO SECOND")) {
            return cast(text, text.type(), type, orNull, span);
        }
        Overload overload = new Overload(
                List.of(new Parameter("text", Family.TEXT), new Parameter("fields", Family.TEXT)),
                false,
                ResultRule.BIGINT,
                Nulls.STRICT,
                orNull,
                true,
                IntervalFields.class,
                orNull ? "readOrNull" : "read");
        Expr fieldsText = new Expr.Literal(fields, Type.varchar(fields.length(), false), span);
        return new Expr.FunctionCall("CAST", overload, List.of(text, fieldsText), type, span);
    }

    /** An interval as text of its fields, which are in its type {@code from}. */
    private Expr text(Expr interval, Type from, Span span) {
        ScalarFunction function = Objects.requireNonNull(intervalText);
        String fields = Intervals.fields(from);
        Expr fieldsText = new Expr.Literal(fields, Type.varchar(fields.length(), false), span);
        Type type = Type.of(Kind.VARCHAR, interval.type().nullable());
        return new Expr.FunctionCall(
                function.name(), function.overloads().get(0), List.of(interval, fieldsText), type, span);
    }

    /** The type {@code from} knows the fields of an interval, which the operand's no longer does. */
    private static Expr cast(Expr operand, Type from, Type target, boolean orNull, Span span) {
        if (operand instanceof Expr.Literal literal && literal.value() == null) {
            return new Expr.Literal(null, target, span);
        }
        if (from.kind().isInterval() && target.kind().isNumeric()) {
            return Conversions.intervalToNumber(operand, from, target, span);
        }
        boolean same = operand.type().withNullable(false).equals(target.withNullable(false));
        if (same) {
            return operand;
        }
        return orNull
                ? new Expr.Cast(operand, Expr.Cast.Mode.TRY, target.withNullable(true), span)
                : new Expr.Cast(operand, Expr.Cast.Mode.CAST, target, span);
    }

    /** A call of a function of the catalog. */
    ScalarOperator call(ScalarFunction function, Span span) {
        return call(function.name(), List.of(function), span);
    }

    /** A call in a spelling of its own, of the first of some functions that takes the arguments; {@code spelled} is what the text calls it. */
    ScalarOperator call(String spelled, List<ScalarFunction> functions, Span span) {
        return new ScalarOperator(
                "function " + functions.get(0).name(),
                span,
                types -> {
                    Choice choice = choice(functions, types);
                    return choice == null
                            ? problems.wrongArguments(span, spelled, types)
                            : result(choice.overload(), types);
                },
                (operands, type, place) -> {
                    List<Type> types = new ArrayList<>();
                    operands.forEach(operand -> types.add(Operators.typeOf(operand)));
                    Choice choice = choice(functions, types);
                    if (choice == null) {
                        throw new IllegalStateException(spelled + " does not take " + types);
                    }
                    List<Expr> arguments = new ArrayList<>();
                    boolean oneScale = choice.overload().result() == ScalarFunction.ResultRule.DECIMAL_COMMON;
                    for (int i = 0; i < operands.size(); i++) {
                        Expr operand = operands.get(i);
                        arguments.add(
                                oneScale
                                        ? Conversions.convert(
                                                operand,
                                                type.withNullable(operand.type().nullable()))
                                        : argument(operand, family(choice.overload(), i)));
                    }
                    return new Expr.FunctionCall(
                            choice.function().name(), choice.overload(), arguments, Intervals.plain(type), place);
                });
    }

    /** A call of a function that gives a ROW of that type. */
    ScalarOperator record(RecordFunction function, Type row, Span span) {
        ScalarOperator call = call(function.name(), List.of(function), span);
        return ScalarOperator.record(
                "record " + function.name() + " " + row,
                span,
                types -> choice(List.of(function), types) == null
                        ? problems.wrongArguments(span, function.name(), types)
                        : row.withNullable(true),
                call::lower);
    }

    /** A function and which way of calling it. */
    private record Choice(ScalarFunction function, Overload overload) {}

    private static @Nullable Choice choice(List<ScalarFunction> functions, List<Type> types) {
        for (ScalarFunction function : functions) {
            for (Overload overload : function.overloads()) {
                if (takes(overload, types)) {
                    return new Choice(function, overload);
                }
            }
        }
        return null;
    }

    private static boolean takes(Overload overload, List<Type> types) {
        int parameters = overload.parameters().size();
        boolean count = overload.variadic() ? types.size() >= parameters - 1 : types.size() == parameters;
        if (!count) {
            return false;
        }
        for (int i = 0; i < types.size(); i++) {
            if (!TypeRules.isNull(types.get(i))
                    && !takes(family(overload, i), types.get(i).kind())) {
                return false;
            }
        }
        return true;
    }

    private static Family family(Overload overload, int argument) {
        int last = overload.parameters().size() - 1;
        return overload.parameters().get(Math.min(argument, last)).family();
    }

    private static boolean takes(Family family, Kind kind) {
        return switch (family) {
            case BOOLEAN -> kind == Kind.BOOLEAN;
            case INTEGER -> kind.isInteger();
            case DECIMAL -> kind.isInteger() || kind == Kind.DECIMAL;
            case DOUBLE -> kind.isNumeric();
            case TEXT -> kind.isText();
            case BINARY -> kind.isBinary();
            case DATE -> kind == Kind.DATE;
            case TIME -> kind == Kind.TIME;
            case TIMESTAMP -> kind == Kind.TIMESTAMP;
            case INTERVAL -> kind.isInterval();
        };
    }

    private static Expr argument(Expr expr, Family family) {
        Type type = expr.type();
        boolean isNull = expr instanceof Expr.Literal literal && literal.value() == null;
        return switch (family) {
            case INTEGER -> isNull ? Conversions.convert(expr, BIGINT) : expr;
            case DECIMAL ->
                expr.kind() == Kind.DECIMAL
                        ? expr
                        : Conversions.convert(expr, isNull ? Type.decimal(18, 0, true) : TypeRules.asDecimal(type));
            case DOUBLE -> expr.kind() == Kind.REAL ? expr : Conversions.convert(expr, DOUBLE);
            case TEXT, BINARY -> isNull ? Conversions.convert(expr, Type.of(kindOf(family), true)) : expr;
            case BOOLEAN, DATE, TIME, TIMESTAMP, INTERVAL ->
                Conversions.convert(expr, isNull ? Type.of(kindOf(family), true) : type);
        };
    }

    private static Kind kindOf(Family family) {
        return switch (family) {
            case BOOLEAN -> Kind.BOOLEAN;
            case INTEGER -> Kind.BIGINT;
            case DECIMAL -> Kind.DECIMAL;
            case DOUBLE -> Kind.DOUBLE;
            case TEXT -> Kind.VARCHAR;
            case BINARY -> Kind.VARBINARY;
            case DATE -> Kind.DATE;
            case TIME -> Kind.TIME;
            case TIMESTAMP -> Kind.TIMESTAMP;
            case INTERVAL -> Kind.INTERVAL_DAY_TIME;
        };
    }

    private static Type result(Overload overload, List<Type> types) {
        boolean strict = overload.nulls() == Nulls.STRICT;
        boolean nullable = overload.mayReturnNull() || strict && Operators.anyNullable(types);
        Type first = types.isEmpty() || TypeRules.isNull(types.get(0))
                ? Type.of(overload.parameters().isEmpty() ? Kind.VARCHAR : kindOf(family(overload, 0)), true)
                : types.get(0);
        return switch (overload.result()) {
            case BOOLEAN -> Type.of(Kind.BOOLEAN, nullable);
            case INTEGER -> Type.of(Kind.INTEGER, nullable);
            case BIGINT -> Type.of(Kind.BIGINT, nullable);
            case DOUBLE -> Type.of(Kind.DOUBLE, nullable);
            case TEXT -> Type.of(Kind.VARCHAR, nullable);
            case TEXT_AS_FIRST -> Type.varchar(Math.max(1, first.precision()), nullable);
            case TEXT_SUM -> Type.varchar(sum(types), nullable);
            case DATE -> Type.of(Kind.DATE, nullable);
            case TIME -> Type.of(Kind.TIME, nullable);
            case TIMESTAMP -> Type.of(Kind.TIMESTAMP, nullable);
            case AS_FIRST -> first.withNullable(nullable);
            case DECIMAL_COMMON -> common(types).withNullable(nullable);
            case DECIMAL_WHOLE -> Type.decimal(TypeRules.asDecimal(first).precision(), 0, nullable);
            case DECIMAL_CARRIED ->
                TypeRules.carried(TypeRules.asDecimal(first)).withNullable(nullable);
            case BINARY, ROW -> Type.of(Kind.VARBINARY, nullable);
        };
    }

    /** The DECIMAL that holds the values of all. */
    private static Type common(List<Type> types) {
        Type all = Objects.requireNonNull(TypeRules.common(types));
        return TypeRules.asDecimal(all);
    }

    private static int sum(List<Type> types) {
        int sum = 0;
        for (Type type : types) {
            sum = Math.min(Type.MAX_VARCHAR, sum + (type.kind().isText() ? Math.max(type.precision(), 0) : 0));
        }
        return Math.max(sum, 1);
    }

    /** A call of a FUNCTION of the pipeline in Java. */
    ScalarOperator call(FunctionDeclaration function, JavaUnit unit, Span span) {
        return new ScalarOperator(
                "java " + function.name(),
                span,
                types -> checked(function, types, span)
                        ? function.result().withNullable(function.result().nullable() || guarded(function, types))
                        : TypeRules.BROKEN,
                (operands, type, place) -> {
                    List<Expr> arguments = new ArrayList<>();
                    for (int i = 0; i < operands.size(); i++) {
                        Type parameter = function.parameters().get(i).type();
                        arguments.add(Conversions.assign(operands.get(i), parameter));
                    }
                    Expr call = new Expr.JavaCall(unit, arguments, type, place);
                    return function.nullOnNull() ? guard(arguments, call) : call;
                });
    }

    private static boolean guarded(FunctionDeclaration function, List<Type> types) {
        return function.nullOnNull() && Operators.anyNullable(types);
    }

    /** Whether the arguments fit the parameters; reports if not. */
    boolean checked(FunctionDeclaration function, List<Type> types, Span span) {
        boolean fits = types.size() == function.parameters().size();
        for (int i = 0; fits && i < types.size(); i++) {
            fits = TypeRules.canAssign(
                    types.get(i), function.parameters().get(i).type());
        }
        if (!fits) {
            problems.wrongArguments(span, function.name(), types);
        }
        return fits;
    }

    /** NULL where an argument is, else the call. */
    private static Expr guard(List<Expr> arguments, Expr call) {
        List<Expr.Case.Branch> branches = new ArrayList<>();
        Type type = call.type().withNullable(true);
        for (Expr argument : arguments) {
            if (argument.type().nullable()) {
                Expr test =
                        new Expr.Call(Operation.IS_NULL, List.of(argument), Type.of(Kind.BOOLEAN, false), call.span());
                branches.add(new Expr.Case.Branch(test, new Expr.Literal(null, type, call.span())));
            }
        }
        return branches.isEmpty() ? call : new Expr.Case(branches, call, type, call.span());
    }

    /** The value of an argument as the body of a function in SQL sees it, or its result as the caller does. */
    ScalarOperator assign(String function, Type target, Span span) {
        return new ScalarOperator(
                "assign " + target,
                span,
                types -> TypeRules.canAssign(types.get(0), target)
                        ? target.withNullable(target.nullable() || types.get(0).nullable())
                        : problems.wrongArguments(span, function, types),
                (operands, type, place) -> Conversions.assign(operands.get(0), target.withNullable(true)));
    }
}
