package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.BinaryOperator;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** The built-in operators of expressions: their types by the rules of the dialect, and what they become in the pipeline. */
final class Operators {

    private static final Map<BinaryOperator, Operation> OPERATIONS = Map.ofEntries(
            Map.entry(BinaryOperator.PLUS, Operation.PLUS),
            Map.entry(BinaryOperator.MINUS, Operation.MINUS),
            Map.entry(BinaryOperator.TIMES, Operation.TIMES),
            Map.entry(BinaryOperator.DIVIDE, Operation.DIVIDE),
            Map.entry(BinaryOperator.EQUAL, Operation.EQUAL),
            Map.entry(BinaryOperator.NOT_EQUAL, Operation.NOT_EQUAL),
            Map.entry(BinaryOperator.LESS, Operation.LESS),
            Map.entry(BinaryOperator.LESS_OR_EQUAL, Operation.LESS_OR_EQUAL),
            Map.entry(BinaryOperator.GREATER, Operation.GREATER),
            Map.entry(BinaryOperator.GREATER_OR_EQUAL, Operation.GREATER_OR_EQUAL),
            Map.entry(BinaryOperator.AND, Operation.AND),
            Map.entry(BinaryOperator.OR, Operation.OR));

    private final Problems problems;

    Operators(Problems problems) {
        this.problems = problems;
    }

    static String symbol(BinaryOperator operator) {
        return switch (operator) {
            case PLUS -> "+";
            case MINUS -> "-";
            case TIMES -> "*";
            case DIVIDE -> "/";
            case MODULO -> "%";
            case CONCATENATE -> "||";
            case EQUAL -> "=";
            case NOT_EQUAL -> "<>";
            case LESS -> "<";
            case LESS_OR_EQUAL -> "<=";
            case GREATER -> ">";
            case GREATER_OR_EQUAL -> ">=";
            case AND -> "AND";
            case OR -> "OR";
        };
    }

    /** The comparison that holds where this one does not. */
    static BinaryOperator opposite(BinaryOperator comparison) {
        return switch (comparison) {
            case EQUAL -> BinaryOperator.NOT_EQUAL;
            case NOT_EQUAL -> BinaryOperator.EQUAL;
            case LESS -> BinaryOperator.GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> BinaryOperator.GREATER;
            case GREATER -> BinaryOperator.LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> BinaryOperator.LESS;
            default -> throw new IllegalArgumentException(symbol(comparison));
        };
    }

    /** A constant; {@code value} is in the Java form of {@link Expr.Literal}. */
    ScalarOperator literal(@Nullable Object value, Type type, Span span) {
        Type plain = TypeRules.isSpecial(type) ? Type.varchar(1, true) : Intervals.plain(type);
        return new ScalarOperator(
                "literal " + type + " " + value,
                span,
                types -> type,
                (operands, result, place) -> new Expr.Literal(value, plain, place));
    }

    ScalarOperator parameter(String name, Type type, Span span) {
        return new ScalarOperator(
                "parameter " + name,
                span,
                types -> type,
                (operands, result, place) -> new Expr.Parameter(name, type, place));
    }

    ScalarOperator binary(BinaryOperator operator, Span span) {
        return switch (operator) {
            case PLUS, MINUS, TIMES, DIVIDE -> arithmetic(operator, span);
            case MODULO -> modulo(symbol(operator), span);
            case CONCATENATE -> concatenation(span);
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> comparison(operator, span);
            case AND, OR -> logical(operator, span);
        };
    }

    private ScalarOperator arithmetic(BinaryOperator operator, Span span) {
        String symbol = symbol(operator);
        return new ScalarOperator(
                symbol,
                span,
                types -> {
                    Type type = TypeRules.arithmetic(symbol.charAt(0), types.get(0), types.get(1));
                    return type != null ? type : problems.cannotApply(span, symbol, types);
                },
                (operands, type, place) -> arithmetic(operator, operands.get(0), operands.get(1), type, place));
    }

    private static Expr arithmetic(BinaryOperator operator, Expr left, Expr right, Type result, Span span) {
        Operation operation = operation(operator);
        Type type = Intervals.plain(result);
        boolean swap = right.kind().isDatetime()
                || operator == BinaryOperator.TIMES && right.kind().isInterval();
        Expr first = swap ? right : left;
        Expr second = swap ? left : right;
        if (!type.kind().isNumeric()) {
            boolean scaling = operator == BinaryOperator.TIMES || operator == BinaryOperator.DIVIDE;
            Expr adjusted = scaling ? factor(second) : asInterval(second, type);
            return new Expr.Call(operation, List.of(convert(first, type), adjusted), type, span);
        }
        boolean anyScale = operator == BinaryOperator.TIMES || operator == BinaryOperator.DIVIDE;
        boolean wide = !anyScale && (isTooWide(first, type.scale()) || isTooWide(second, type.scale()));
        if ((anyScale || wide) && type.kind() == Kind.DECIMAL) {
            return new Expr.Call(operation, List.of(decimal(first), decimal(second)), type, span);
        }
        return new Expr.Call(operation, List.of(number(first, type), number(second, type)), type, span);
    }

    private static Expr convert(Expr expr, Type type) {
        return Conversions.convert(expr, type);
    }

    /** A number beside an interval: BIGINT, or DOUBLE where it may have a fraction. */
    private static Expr factor(Expr number) {
        Kind kind = number.kind().isInteger() ? Kind.BIGINT : Kind.DOUBLE;
        return convert(number, Type.of(kind, true));
    }

    /** What is added to a datetime or an interval; a NULL becomes one of the right kind. */
    private static Expr asInterval(Expr expr, Type result) {
        boolean isNull = expr instanceof Expr.Literal literal && literal.value() == null;
        Kind kind = result.kind().isInterval() ? result.kind() : Kind.INTERVAL_DAY_TIME;
        return isNull ? convert(expr, Type.of(kind, true)) : expr;
    }

    private static Expr decimal(Expr expr) {
        return expr.kind() == Kind.DECIMAL ? expr : convert(expr, wideEnough(expr, 0));
    }

    private static Expr number(Expr expr, Type result) {
        return convert(expr, result.kind() == Kind.DECIMAL ? wideEnough(expr, result.scale()) : result);
    }

    /** Whether some values of the expression have no place in 64 bits with so many digits behind the point. */
    private static boolean isTooWide(Expr expr, int scale) {
        boolean exact = expr.kind().isInteger() || expr.kind() == Kind.DECIMAL;
        Type own = exact ? TypeRules.asDecimal(expr.type()) : Type.decimal(1, 0, true);
        return own.precision() - own.scale() + scale > 18;
    }

    /** The DECIMAL of that scale which holds all whole digits of the expression, as far as there are digits. */
    private static Type wideEnough(Expr expr, int scale) {
        Type own = expr.kind().isInteger() || expr.kind() == Kind.DECIMAL
                ? TypeRules.asDecimal(expr.type())
                : Type.decimal(19, scale, true);
        return Type.decimal(Math.min(19, Math.max(1, own.precision() - own.scale() + scale)), scale, own.nullable());
    }

    ScalarOperator modulo(String name, Span span) {
        return new ScalarOperator(
                name,
                span,
                types -> {
                    Type common = TypeRules.common(types);
                    boolean whole = common != null
                            && (TypeRules.isNull(common) || common.kind().isNumeric())
                            && !common.kind().isApproximate();
                    return whole && common != null && !TypeRules.isNull(common)
                            ? common
                            : problems.cannotApply(span, name, types);
                },
                (operands, type, place) ->
                        new Expr.Call(Operation.MOD, Conversions.convertAll(operands, type), type, place));
    }

    private ScalarOperator concatenation(Span span) {
        return new ScalarOperator(
                "||",
                span,
                types -> {
                    Type type = TypeRules.concatenation(types.get(0), types.get(1));
                    return type != null ? type : problems.cannotApply(span, "||", types);
                },
                (operands, type, place) -> new Expr.Call(Operation.CONCATENATE, operands, type, place));
    }

    ScalarOperator comparison(BinaryOperator operator, Span span) {
        String symbol = symbol(operator);
        return new ScalarOperator(
                symbol,
                span,
                types -> comparable(symbol, types, span, anyNullable(types)),
                (operands, type, place) -> compare(operation(operator), operands, type, place));
    }

    /** {@code IS [NOT] DISTINCT FROM}. */
    ScalarOperator distinct(boolean negated, Span span) {
        String name = negated ? "IS NOT DISTINCT FROM" : "IS DISTINCT FROM";
        Operation operation = negated ? Operation.IS_NOT_DISTINCT_FROM : Operation.IS_DISTINCT_FROM;
        return new ScalarOperator(
                name,
                span,
                types -> comparable(name, types, span, false),
                (operands, type, place) -> compare(operation, operands, type, place));
    }

    private Type comparable(String name, List<Type> types, Span span, boolean nullable) {
        return TypeRules.common(types) == null
                ? problems.cannotCompare(span, name, types)
                : Type.of(Kind.BOOLEAN, nullable);
    }

    static Expr compare(Operation operation, List<Expr> operands, Type type, Span span) {
        List<Type> types = new ArrayList<>();
        for (Expr operand : operands) {
            types.add(typeOf(operand));
        }
        Type common = TypeRules.common(types);
        if (common == null) {
            throw new IllegalStateException("not comparable: " + operands);
        }
        if (isComparedAsItIs(operands, types)) {
            return new Expr.Call(operation, operands, type, span);
        }
        List<Expr> converted = new ArrayList<>();
        boolean padded = padded(operands);
        for (Expr operand : operands) {
            boolean text = operand.kind() == Kind.VARCHAR && common.kind() == Kind.VARCHAR;
            Type target = padded ? new Type(Kind.CHAR, common.precision(), 0, common.nullable()) : common;
            converted.add(text && !padded ? operand : convert(operand, target));
        }
        return new Expr.Call(operation, converted, type, span);
    }

    /**
     * Whether no type holds the values of all, so that they are compared without a conversion: DECIMALs (or BIGINT and DECIMAL) that have more digits together than any, and CHAR
     * with VARCHAR, the shorter of which counts as filled up with blanks.
     */
    private static boolean isComparedAsItIs(List<Expr> operands, List<Type> types) {
        if (types.stream().anyMatch(TypeRules::isNull)) {
            return false;
        }
        boolean texts = types.stream().allMatch(type -> type.kind().isText());
        return texts
                ? types.stream().anyMatch(type -> type.kind() == Kind.CHAR) && !padded(operands)
                : TypeRules.exceedDecimal(types);
    }

    /** Whether the operands are CHARs, or CHARs and constant text: the shorter is then filled up with blanks. */
    private static boolean padded(List<Expr> operands) {
        boolean fixed = false;
        for (Expr operand : operands) {
            boolean constant = operand instanceof Expr.Literal literal && literal.value() instanceof String;
            if (operand.kind() != Kind.CHAR && !constant) {
                return false;
            }
            fixed |= operand.kind() == Kind.CHAR;
        }
        return fixed;
    }

    /** The type of a lowered operand, NULL without type included. */
    static Type typeOf(Expr operand) {
        boolean bareNull = operand instanceof Expr.Literal literal
                && literal.value() == null
                && literal.type().equals(Type.varchar(1, true));
        return bareNull ? TypeRules.UNTYPED_NULL : operand.type();
    }

    ScalarOperator logical(BinaryOperator operator, Span span) {
        String symbol = symbol(operator);
        return new ScalarOperator(
                symbol,
                span,
                types -> truths(symbol, types, span, anyNullable(types)),
                (operands, type, place) ->
                        new Expr.Call(operation(operator), Conversions.convertAll(operands, type), type, place));
    }

    ScalarOperator not(Span span) {
        return new ScalarOperator(
                "NOT",
                span,
                types -> truths("NOT", types, span, anyNullable(types)),
                (operands, type, place) ->
                        new Expr.Call(Operation.NOT, Conversions.convertAll(operands, type), type, place));
    }

    /** {@code IS [NOT] TRUE} and its like; {@code operation} is one of the IS operations. */
    ScalarOperator test(Operation operation, String name, boolean ofTruth, Span span) {
        return new ScalarOperator(
                name,
                span,
                types -> ofTruth ? truths(name, types, span, false) : Type.of(Kind.BOOLEAN, false),
                (operands, type, place) -> new Expr.Call(
                        operation,
                        ofTruth ? Conversions.convertAll(operands, Type.of(Kind.BOOLEAN, true)) : operands,
                        type,
                        place));
    }

    /** A condition of WHERE, HAVING or ON, which must be BOOLEAN; it is its operand. */
    ScalarOperator condition(String clause, Span span) {
        return new ScalarOperator(
                "condition",
                span,
                types -> {
                    Type type = types.get(0);
                    boolean truth = TypeRules.isNull(type) || type.kind() == Kind.BOOLEAN;
                    return truth ? Type.of(Kind.BOOLEAN, type.nullable()) : problems.noCondition(span, clause, type);
                },
                (operands, type, place) -> convert(operands.get(0), type));
    }

    /** {@code x AS ROWTIME}: {@code x}, which must be a TIMESTAMP, in place of the time that rows would have, the second operand. */
    ScalarOperator promotion(Span span) {
        Type time = Type.of(Kind.TIMESTAMP, false);
        return ScalarOperator.promotion(span, types -> {
            Type type = types.get(0);
            boolean fits = TypeRules.isNull(type) || type.kind() == Kind.TIMESTAMP;
            return fits ? time : problems.noTime(span, type);
        });
    }

    private Type truths(String name, List<Type> types, Span span, boolean nullable) {
        for (Type type : types) {
            if (!TypeRules.isNull(type) && type.kind() != Kind.BOOLEAN) {
                return problems.cannotApply(span, name, types);
            }
        }
        return Type.of(Kind.BOOLEAN, nullable);
    }

    ScalarOperator monotonic(Span span) {
        return new ScalarOperator(
                "MONOTONIC",
                span,
                types -> types.get(0),
                (operands, type, place) -> operands.get(0) instanceof Expr.Literal
                        ? operands.get(0)
                        : new Expr.Call(Operation.MONOTONIC, operands, Intervals.plain(type), place));
    }

    ScalarOperator negate(Span span) {
        return new ScalarOperator(
                "negate",
                span,
                types -> {
                    Kind kind = types.get(0).kind();
                    boolean fits = TypeRules.isNull(types.get(0)) || kind.isNumeric() || kind.isInterval();
                    return fits ? types.get(0) : problems.cannotApply(span, "-", types);
                },
                (operands, type, place) -> new Expr.Call(Operation.NEGATE, operands, Intervals.plain(type), place));
    }

    static boolean anyNullable(List<Type> types) {
        return types.stream().anyMatch(Type::nullable);
    }

    private static Operation operation(BinaryOperator operator) {
        Operation operation = OPERATIONS.get(operator);
        if (operation == null) {
            throw new IllegalArgumentException(operator.toString());
        }
        return operation;
    }
}
