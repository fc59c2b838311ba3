package kpipe.compiler.generate;

import static kpipe.compiler.generate.Expressions.operand;
import static kpipe.compiler.generate.Expressions.typeText;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.data.Kind;
import kpipe.data.SimilarPattern;
import kpipe.data.Type;
import kpipe.runtime.operator.Calendars;
import kpipe.runtime.operator.Decimals;
import kpipe.runtime.operator.Exact;
import kpipe.runtime.operator.LikePattern;
import kpipe.runtime.operator.PatternCache;
import kpipe.runtime.operator.Texts;

/** Writes the built-in operators. */
final class Operations {

    private final Expressions expressions;

    Operations(Expressions expressions) {
        this.expressions = expressions;
    }

    /** Whether the operator itself can throw, its operands aside. */
    static boolean canFail(Expr.Call call) {
        return switch (call.operation()) {
            case PLUS, MINUS, TIMES, DIVIDE, MOD, NEGATE, CONCATENATE, STEP, CEIL_TO, FLOOR_TO -> true;
            case EXTRACT ->
                call.operand(1).kind() == Kind.TIMESTAMP || call.operand(1).kind() == Kind.DATE;
            case LIKE, SIMILAR_TO -> true;
            default -> false;
        };
    }

    Value write(Expr.Call call) {
        return switch (call.operation()) {
            case PLUS, MINUS, TIMES, DIVIDE, MOD, NEGATE -> arithmetic(call);
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> comparison(call);
            case IS_DISTINCT_FROM -> distinct(call, true);
            case IS_NOT_DISTINCT_FROM -> distinct(call, false);
            case AND, OR -> expressions.conditions.threeValued(call);
            case NOT ->
                expressions.strict(
                        call,
                        operands(call),
                        false,
                        "not",
                        values -> Expressions.not(values.get(0).code()));
            case MONOTONIC -> expressions.evaluate(call.operand(0));
            case IS_NULL -> isNull(call, true);
            case IS_NOT_NULL -> isNull(call, false);
            case IS_TRUE -> truth(call, true, false);
            case IS_NOT_TRUE -> truth(call, true, true);
            case IS_FALSE -> truth(call, false, false);
            case IS_NOT_FALSE -> truth(call, false, true);
            case CONCATENATE -> concatenate(call);
            case LIKE -> pattern(call, LikePattern.class, "like");
            case SIMILAR_TO -> pattern(call, SimilarPattern.class, "similar");
            case FLOOR_TO -> calendarUnit(call, false);
            case CEIL_TO -> calendarUnit(call, true);
            case STEP -> step(call);
            case EXTRACT -> extract(call);
            case CURRENT_TIMESTAMP ->
                Value.primitive(call.type(), CodeBlock.of("$N", expressions.members.startTime()), null);
            case CURRENT_ROW_TIMESTAMP ->
                expressions.local(
                        Value.primitive(call.type(), CodeBlock.of("$N.millis()", expressions.members.clock()), null),
                        "now");
        };
    }

    /** The operands, evaluated in order, all of them, whichever is NULL. */
    private List<Value> operands(Expr.Call call) {
        return call.operands().stream().map(expressions::evaluate).toList();
    }

    // ---- arithmetic

    private Value arithmetic(Expr.Call call) {
        String hint = switch (call.operation()) {
            case PLUS -> "sum";
            case MINUS -> "difference";
            case TIMES -> "product";
            case DIVIDE -> "quotient";
            case MOD -> "remainder";
            default -> "negative";
        };
        return expressions.strict(call, operands(call), true, hint, values -> arithmetic(call, values));
    }

    private CodeBlock arithmetic(Expr.Call call, List<Value> values) {
        Kind first = call.operand(0).kind();
        Kind second = call.operands().size() > 1 ? call.operand(1).kind() : first;
        CodeBlock left = values.get(0).code();
        CodeBlock right = values.get(values.size() - 1).code();
        Type type = call.type();
        if (first.isDatetime() && second.isDatetime()) {
            return CalendarOperations.distance(first, left, right, type);
        }
        if (first.isDatetime()) {
            return CalendarOperations.shift(first, left, second, right, call.operation() == Operation.MINUS, type);
        }
        if (second.isDatetime()) {
            return CalendarOperations.shift(second, right, first, left, false, type);
        }
        if (type.kind().isApproximate()) {
            return approximate(call, left, right);
        }
        if (first.isInterval() && call.operation() != Operation.PLUS && call.operation() != Operation.MINUS
                || second.isInterval() && call.operation() == Operation.TIMES) {
            return CalendarOperations.scaledInterval(call, left, right);
        }
        return exact(call, left, right);
    }

    private CodeBlock approximate(Expr.Call call, CodeBlock left, CodeBlock right) {
        Type type = call.type();
        String finite = type.kind() == Kind.REAL ? "finiteReal" : "finite";
        CodeBlock result = switch (call.operation()) {
            case PLUS -> CodeBlock.of("$L + $L", operand(left), operand(right));
            case MINUS -> CodeBlock.of("$L - $L", operand(left), operand(right));
            case TIMES -> CodeBlock.of("$L * $L", operand(left), operand(right));
            case DIVIDE -> CodeBlock.of("$T.divide($L, $L, $L)", Exact.class, left, right, typeText(type));
            case MOD -> CodeBlock.of("$T.remainder($L, $L)", Exact.class, left, right);
            default -> CodeBlock.of("-$L", operand(left));
        };
        boolean finished = type.kind() == Kind.DOUBLE && call.operation() == Operation.DIVIDE
                || call.operation() == Operation.NEGATE;
        return finished ? result : CodeBlock.of("$T.$L($L, $L)", Exact.class, finite, result, typeText(type));
    }

    private CodeBlock exact(Expr.Call call, CodeBlock left, CodeBlock right) {
        Type type = call.type();
        int leftScale = scale(call.operand(0));
        int rightScale = scale(call.operand(call.operands().size() - 1));
        boolean decimal = type.kind() == Kind.DECIMAL;
        CodeBlock name = typeText(type);
        boolean sum = call.operation() == Operation.PLUS || call.operation() == Operation.MINUS;
        if (decimal && sum && leftScale != rightScale) {
            return CodeBlock.of(
                    "$T.$L($L, $L, $L, $L, $L, $L, $L)",
                    Decimals.class,
                    call.operation() == Operation.PLUS ? "add" : "subtract",
                    left,
                    leftScale,
                    right,
                    rightScale,
                    type.scale(),
                    type.precision(),
                    name);
        }
        CodeBlock result = switch (call.operation()) {
            case PLUS -> CodeBlock.of("$T.add($L, $L, $L)", Exact.class, left, right, name);
            case MINUS -> CodeBlock.of("$T.subtract($L, $L, $L)", Exact.class, left, right, name);
            case TIMES ->
                decimal
                        ? CodeBlock.of(
                                "$T.multiply($L, $L, $L, $L, $L, $L)",
                                Decimals.class,
                                left,
                                right,
                                leftScale + rightScale,
                                type.scale(),
                                type.precision(),
                                name)
                        : CodeBlock.of("$T.multiply($L, $L, $L)", Exact.class, left, right, name);
            case DIVIDE ->
                decimal
                        ? CodeBlock.of(
                                "$T.divide($L, $L, $L, $L, $L, $L, $L)",
                                Decimals.class,
                                left,
                                leftScale,
                                right,
                                rightScale,
                                type.scale(),
                                type.precision(),
                                name)
                        : CodeBlock.of("$T.divide($L, $L, $L)", Exact.class, left, right, name);
            case MOD -> CodeBlock.of("$T.remainder($L, $L)", Exact.class, left, right);
            default -> CodeBlock.of("$T.negate($L, $L)", Exact.class, left, name);
        };
        if (decimal && (call.operation() == Operation.TIMES || call.operation() == Operation.DIVIDE)) {
            return result;
        }
        if (decimal && sum && leftScale < type.scale()) {
            return CodeBlock.of(
                    "$T.rescale($L, $L, $L, $L, $L)",
                    Decimals.class,
                    result,
                    leftScale,
                    type.scale(),
                    type.precision(),
                    name);
        }
        return ranged(result, type);
    }

    /** The code of a number, checked against the range of its type. */
    static CodeBlock ranged(CodeBlock number, Type type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER ->
                CodeBlock.of(
                        "$T.inRange($L, $LL, $LL, $L)",
                        Exact.class,
                        number,
                        least(type),
                        greatest(type),
                        typeText(type));
            case DECIMAL ->
                type.precision() == 19
                        ? number
                        : CodeBlock.of(
                                "$T.inPrecision($L, $L, $L)", Decimals.class, number, type.precision(), typeText(type));
            default -> number;
        };
    }

    static long least(Type type) {
        return switch (type.kind()) {
            case TINYINT -> Byte.MIN_VALUE;
            case SMALLINT -> Short.MIN_VALUE;
            case INTEGER -> Integer.MIN_VALUE;
            default -> Long.MIN_VALUE;
        };
    }

    static long greatest(Type type) {
        return -(least(type) + 1);
    }

    private static int scale(Expr expr) {
        return expr.type().scale();
    }

    /** A long constant as Java text. */
    static CodeBlock number(long value) {
        if (value == Long.MIN_VALUE || value == Long.MAX_VALUE) {
            return CodeBlock.of(value < 0 ? "$T.MIN_VALUE" : "$T.MAX_VALUE", Long.class);
        }
        return CodeBlock.of("$LL", value);
    }

    // ---- comparisons

    private Value comparison(Expr.Call call) {
        String sign = switch (call.operation()) {
            case EQUAL -> "==";
            case NOT_EQUAL -> "!=";
            case LESS -> "<";
            case LESS_OR_EQUAL -> "<=";
            case GREATER -> ">";
            default -> ">=";
        };
        List<Value> values = operands(call);
        CodeBlock isNull = Expressions.anyNull(values);
        if (Expressions.isAlways(isNull)) {
            return expressions.constant(null, call.type());
        }
        Value result = Value.primitive(call.type(), compare(values.get(0), values.get(1), sign), null);
        if (values.get(0).type().form() == Kind.Form.LONG) {
            expressions.conditions.negated.put(
                    result.code(), compare(values.get(0), values.get(1), Conditions.opposite(sign)));
        }
        if (isNull == null || !Value.isBytes(call.operand(0).type())) {
            return result.withNull(isNull);
        }
        // The bytes of a NULL are not there to be looked at.
        CodeBlock nullName = expressions.condition(isNull, "operandIsNull");
        CodeBlock guarded = CodeBlock.of("!$L && $L", nullName, operand(result.code()));
        expressions.conditions.bare.put(guarded, result.code());
        return Value.primitive(call.type(), guarded, nullName);
    }

    /** A Java condition over two values that are not NULL. */
    CodeBlock compare(Value left, Value right, String sign) {
        boolean equality = sign.equals("==") || sign.equals("!=");
        if (!Value.isBytes(left.type())) {
            if (left.type().form() == Kind.Form.LONG
                    && left.type().scale() != right.type().scale()) {
                return CodeBlock.of(
                        "$T.compare($L, $L, $L, $L) $L 0",
                        Decimals.class,
                        left.code(),
                        left.type().scale(),
                        right.code(),
                        right.type().scale(),
                        sign);
            }
            if (left.type().kind() == Kind.BOOLEAN && !equality) {
                return CodeBlock.of("($L ? 1 : 0) $L ($L ? 1 : 0)", operand(left.code()), sign, operand(right.code()));
            }
            return CodeBlock.of("$L $L $L", operand(left.code()), sign, operand(right.code()));
        }
        if (isPadded(left.type(), right.type())) {
            return CodeBlock.of(
                    "$T.comparePadded($L, $L) $L 0",
                    Texts.class,
                    expressions.text(left),
                    expressions.text(right),
                    sign);
        }
        if (equality) {
            CodeBlock equal = equalBytes(left, right);
            return sign.equals("==") ? equal : CodeBlock.of("!$L", equal);
        }
        if (left.shape() == Value.Shape.SLICE && right.shape() == Value.Shape.SLICE) {
            return CodeBlock.of(
                    "$T.compare($L, $L, $L, $L) $L 0",
                    Texts.class,
                    left.heap(),
                    left.code(),
                    right.heap(),
                    right.code(),
                    sign);
        }
        return CodeBlock.of("$L.compareTo($L) $L 0", expressions.text(left), expressions.text(right), sign);
    }

    /** Whether one of two texts counts as filled up with blanks to the length of the other. */
    private static boolean isPadded(Type left, Type right) {
        boolean fixed = left.kind() == Kind.CHAR || right.kind() == Kind.CHAR;
        return fixed && (left.kind() != right.kind() || left.precision() != right.precision());
    }

    private CodeBlock equalBytes(Value left, Value right) {
        if (left.shape() == Value.Shape.SLICE && right.shape() == Value.Shape.SLICE) {
            return CodeBlock.of(
                    "$T.equal($L, $L, $L, $L)", Texts.class, left.heap(), left.code(), right.heap(), right.code());
        }
        if (left.shape() == Value.Shape.SLICE) {
            return CodeBlock.of("$T.equal($L, $L, $L)", Texts.class, left.heap(), left.code(), expressions.text(right));
        }
        if (right.shape() == Value.Shape.SLICE) {
            return equalBytes(right, left);
        }
        return CodeBlock.of("$L.equals($L)", expressions.text(left), expressions.text(right));
    }

    private Value distinct(Expr.Call call, boolean distinct) {
        List<Value> values = operands(call);
        Value left = values.get(0);
        Value right = values.get(1);
        if (Expressions.isAlways(left.isNull()) || Expressions.isAlways(right.isNull())) {
            CodeBlock other = Expressions.isAlways(left.isNull()) ? right.isNull() : left.isNull();
            CodeBlock bothNull = other == null ? Expressions.FALSE : other;
            return Value.primitive(call.type(), distinct ? Expressions.not(bothNull) : bothNull, null);
        }
        CodeBlock equal = compare(left, right, "==");
        if (left.isNull() != null && right.isNull() != null) {
            equal = CodeBlock.of(
                    "$L ? $L : !$L && $L",
                    operand(left.isNull()),
                    right.isNull(),
                    operand(right.isNull()),
                    operand(equal));
        } else if (left.isNull() != null) {
            equal = CodeBlock.of("!$L && $L", operand(left.isNull()), operand(equal));
        } else if (right.isNull() != null) {
            equal = CodeBlock.of("!$L && $L", operand(right.isNull()), operand(equal));
        }
        return Value.primitive(call.type(), distinct ? Expressions.not(equal) : equal, null);
    }

    private Value isNull(Expr.Call call, boolean wanted) {
        CodeBlock isNull = expressions.evaluate(call.operand(0)).isNull();
        CodeBlock code = isNull == null ? Expressions.FALSE : isNull;
        return Value.primitive(call.type(), wanted ? code : Expressions.not(code), null);
    }

    private Value truth(Expr.Call call, boolean truth, boolean negated) {
        CodeBlock decided = expressions.conditions.decided(call.operand(0), truth);
        return Value.primitive(call.type(), negated ? Expressions.not(decided) : decided, null);
    }

    // ---- text

    private Value concatenate(Expr.Call call) {
        String builder = expressions.textBuilder();
        String fit = call.kind().isBinary() ? "fitBytes" : "fit";
        return expressions.strict(
                call,
                operands(call),
                true,
                "joined",
                values -> CodeBlock.of(
                        "$N.$L($N.concatenate($L, $L), $L, $L)",
                        builder,
                        fit,
                        builder,
                        expressions.text(values.get(0)),
                        expressions.text(values.get(1)),
                        call.type().precision(),
                        typeText(call.type())));
    }

    private Value pattern(Expr.Call call, Class<?> patternClass, String hint) {
        List<Value> all = operands(call);
        boolean constant = call.operands().subList(1, call.operands().size()).stream()
                .allMatch(operand -> operand instanceof Expr.Literal literal && literal.value() != null);
        // A constant pattern is compiled with the first row that needs it, so that a bad one fails rows like any other.
        String cache = expressions.members.field(
                ClassName.get(PatternCache.class), hint + "Pattern", CodeBlock.of("new $T()", PatternCache.class));
        String method = constant ? hint + "Constant" : hint;
        return expressions.strict(call, all, true, hint, values -> {
            CodeBlock escape = values.size() == 3 ? expressions.text(values.get(2)) : CodeBlock.of("null");
            CodeBlock compiled = CodeBlock.of("$N.$L($L, $L)", cache, method, expressions.text(values.get(1)), escape);
            Value text = values.get(0);
            if (patternClass == LikePattern.class && text.shape() == Value.Shape.SLICE) {
                return CodeBlock.of("$L.matches($L, $L)", compiled, text.heap(), text.code());
            }
            return CodeBlock.of("$L.matches($L)", compiled, expressions.text(text));
        });
    }

    // ---- dates and times

    private static String unit(Expr unit) {
        return (String) java.util.Objects.requireNonNull(((Expr.Literal) unit).value());
    }

    private Value calendarUnit(Expr.Call call, boolean up) {
        String unit = unit(call.operand(1));
        List<Value> values = List.of(expressions.evaluate(call.operand(0)));
        return expressions.strict(
                call,
                values,
                true,
                up ? "ceil" : "floor",
                operands -> CalendarOperations.round(
                        call.operand(0).kind(), operands.get(0).code(), unit, up, call.type()));
    }

    private Value step(Expr.Call call) {
        Kind kind = call.operand(0).kind();
        Kind stepKind = call.operand(1).kind();
        CodeBlock name = typeText(call.type());
        return expressions.strict(call, operands(call), true, "step", values -> {
            CodeBlock value = values.get(0).code();
            CodeBlock step = values.get(1).code();
            if (stepKind == Kind.INTERVAL_YEAR_MONTH && kind.isDatetime()) {
                String method = kind == Kind.DATE ? "stepDateByMonths" : "stepTimestampByMonths";
                return CodeBlock.of("$T.$L($L, $L)", Calendars.class, method, value, step);
            }
            if (kind == Kind.DATE) {
                return CodeBlock.of("$T.stepDate($L, $L, $L)", Calendars.class, value, step, name);
            }
            if (stepKind.isInterval()) {
                return CodeBlock.of("$T.step($L, $L)", Calendars.class, value, step);
            }
            if (kind.isApproximate()) {
                return CodeBlock.of("$T.step($L, $L, $L)", Exact.class, value, step, name);
            }
            return ranged(CodeBlock.of("$T.step($L, $L)", Exact.class, value, step), call.type());
        });
    }

    private Value extract(Expr.Call call) {
        String unit = unit(call.operand(0));
        Kind kind = call.operand(1).kind();
        return expressions.strict(
                call,
                List.of(expressions.evaluate(call.operand(1))),
                canFail(call),
                "part",
                values -> CalendarOperations.part(unit, kind, values.get(0).code()));
    }
}
