package kpipe.compiler.generate;

import static kpipe.compiler.generate.Expressions.operand;
import static kpipe.compiler.generate.Expressions.typeText;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.runtime.operator.Calendars;
import kpipe.runtime.operator.Decimals;
import kpipe.runtime.operator.Exact;
import kpipe.runtime.operator.LikePattern;
import kpipe.runtime.operator.PatternCache;
import kpipe.runtime.operator.SimilarPattern;
import kpipe.runtime.operator.Texts;

/** Writes the built-in operators. */
final class Operations {

    private static final long DAY = 86_400_000L;

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
    // --------------------------------------------------------------------------------------------------------------------------------

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
            return distance(first, left, right, type);
        }
        if (first.isDatetime()) {
            return shift(first, left, second, right, call.operation() == Operation.MINUS, type);
        }
        if (second.isDatetime()) {
            return shift(second, right, first, left, false, type);
        }
        if (type.kind().isApproximate()) {
            return approximate(call, left, right);
        }
        if (first.isInterval() && call.operation() != Operation.PLUS && call.operation() != Operation.MINUS
                || second.isInterval() && call.operation() == Operation.TIMES) {
            return scaledInterval(call, left, right);
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
        boolean sum = call.operation() == Operation.PLUS || call.operation() == Operation.MINUS;
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

    /** An interval times or divided by a number, which may stand on either side of a product. */
    private CodeBlock scaledInterval(Expr.Call call, CodeBlock left, CodeBlock right) {
        boolean leftIsInterval = call.operand(0).kind().isInterval();
        CodeBlock interval = leftIsInterval ? left : right;
        CodeBlock number = leftIsInterval ? right : left;
        if (call.operation() == Operation.NEGATE) {
            return CodeBlock.of("$T.negate($L, $L)", Exact.class, interval, typeText(call.type()));
        }
        Type numberType = call.operand(leftIsInterval ? 1 : 0).type();
        String verb = call.operation() == Operation.TIMES
                ? "multiply"
                : call.operation() == Operation.DIVIDE ? "divide" : "remainder";
        if (numberType.form() == Kind.Form.DOUBLE) {
            String method = verb.equals("multiply") ? "multiplyInterval" : "divideInterval";
            return CodeBlock.of("$T.$L($L, $L, $L)", Calendars.class, method, interval, number, typeText(call.type()));
        }
        if (numberType.kind() == Kind.DECIMAL) {
            return CodeBlock.of(
                    verb.equals("multiply")
                            ? "$T.multiply($L, $L, $L, 0, 19, $L)"
                            : "$T.divide($L, 0, $L, $L, 0, 19, $L)",
                    Decimals.class,
                    interval,
                    number,
                    numberType.scale(),
                    typeText(call.type()));
        }
        return verb.equals("remainder")
                ? CodeBlock.of("$T.remainder($L, $L)", Exact.class, interval, number)
                : CodeBlock.of("$T.$L($L, $L, $L)", Exact.class, verb, interval, number, typeText(call.type()));
    }

    private static CodeBlock shift(
            Kind kind, CodeBlock moment, Kind intervalKind, CodeBlock interval, boolean back, Type type) {
        CodeBlock by = back ? CodeBlock.of("$T.negate($L, $L)", Exact.class, interval, typeText(type)) : interval;
        if (intervalKind == Kind.INTERVAL_YEAR_MONTH) {
            return CodeBlock.of(
                    "$T.$L($L, $L, $L)",
                    Calendars.class,
                    kind == Kind.DATE ? "addMonthsToDate" : "addMonthsToTimestamp",
                    moment,
                    by,
                    typeText(type));
        }
        return switch (kind) {
            case DATE ->
                CodeBlock.of(
                        "$T.add($L, $T.floorDiv($L, $LL), $L)",
                        Exact.class,
                        moment,
                        Math.class,
                        by,
                        DAY,
                        typeText(type));
            case TIME -> CodeBlock.of("$T.addToTime($L, $L)", Calendars.class, moment, by);
            default -> CodeBlock.of("$T.add($L, $L, $L)", Exact.class, moment, by, typeText(type));
        };
    }

    private static CodeBlock distance(Kind kind, CodeBlock left, CodeBlock right, Type type) {
        if (type.kind() == Kind.INTERVAL_YEAR_MONTH) {
            String pattern = kind == Kind.DATE ? "$T.monthsBetween($L * $LL, $L * $LL)" : "$T.monthsBetween($L, $L)";
            return kind == Kind.DATE
                    ? CodeBlock.of(pattern, Calendars.class, operand(left), DAY, operand(right), DAY)
                    : CodeBlock.of(pattern, Calendars.class, left, right);
        }
        CodeBlock difference = CodeBlock.of("$T.subtract($L, $L, $L)", Exact.class, left, right, typeText(type));
        return kind == Kind.DATE
                ? CodeBlock.of("$T.multiply($L, $LL, $L)", Exact.class, difference, DAY, typeText(type))
                : difference;
    }

    // ---- comparisons
    // -------------------------------------------------------------------------------------------------------------------------------

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
            if (left.type().kind() == Kind.BOOLEAN && !equality) {
                return CodeBlock.of("($L ? 1 : 0) $L ($L ? 1 : 0)", operand(left.code()), sign, operand(right.code()));
            }
            return CodeBlock.of("$L $L $L", operand(left.code()), sign, operand(right.code()));
        }
        if (left.type().kind() == Kind.CHAR
                && left.type().precision() != right.type().precision()) {
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
    // --------------------------------------------------------------------------------------------------------------------------------------

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
    // ---------------------------------------------------------------------------------------------------------------------------

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
                operands -> round(call.operand(0).kind(), operands.get(0).code(), unit, up, call.type()));
    }

    private CodeBlock round(Kind kind, CodeBlock value, String unit, boolean up, Type type) {
        if (kind == Kind.INTERVAL_YEAR_MONTH) {
            return floorOrCeil(value, months(unit), up, type);
        }
        boolean months = months(unit) > 0;
        if (kind == Kind.DATE || kind == Kind.TIMESTAMP) {
            String of = kind == Kind.DATE ? "Date" : "Timestamp";
            if (months) {
                return CodeBlock.of(
                        "$T.$L$LToMonths($L, $LL)", Calendars.class, up ? "ceil" : "floor", of, value, months(unit));
            }
            if (unit.equals("WEEK")) {
                return up && kind == Kind.TIMESTAMP
                        ? CodeBlock.of("$T.ceilTimestampToWeek($L, $L)", Calendars.class, value, typeText(type))
                        : CodeBlock.of("$T.$L$LToWeek($L)", Calendars.class, up ? "ceil" : "floor", of, value);
            }
            if (kind == Kind.DATE) {
                return value;
            }
        } else if (kind == Kind.TIME && (months || unit.equals("WEEK") || unit.equals("DAY"))) {
            // The time of day of the first day of 1970, which begins every one of these units; up from there is
            // midnight again.
            return CodeBlock.of("0L");
        }
        CodeBlock rounded = floorOrCeil(value, millis(unit), up, type);
        return kind == Kind.TIME ? CodeBlock.of("$L % $LL", operand(rounded), DAY) : rounded;
    }

    private static CodeBlock floorOrCeil(CodeBlock value, long length, boolean up, Type type) {
        return up
                ? CodeBlock.of("$T.ceil($L, $LL, $L)", Calendars.class, value, length, typeText(type))
                : CodeBlock.of("$T.floor($L, $LL)", Calendars.class, value, length);
    }

    private static long months(String unit) {
        return switch (unit) {
            case "MONTH" -> 1;
            case "QUARTER" -> 3;
            case "YEAR" -> 12;
            default -> 0;
        };
    }

    private static long millis(String unit) {
        return switch (unit) {
            case "WEEK" -> 7 * DAY;
            case "DAY" -> DAY;
            case "HOUR" -> 3_600_000L;
            case "MINUTE" -> 60_000L;
            case "SECOND" -> 1_000L;
            case "MILLISECOND" -> 1L;
            default -> throw new IllegalArgumentException(unit);
        };
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
                values -> part(unit, kind, values.get(0).code()));
    }

    private static CodeBlock part(String unit, Kind kind, CodeBlock value) {
        CodeBlock term = operand(value);
        if (kind == Kind.INTERVAL_YEAR_MONTH) {
            return switch (unit) {
                case "YEAR" -> CodeBlock.of("$L / 12", term);
                case "QUARTER" -> CodeBlock.of("$L % 12 / 3 + 1", term);
                case "MONTH" -> CodeBlock.of("$L % 12", term);
                default -> throw new IllegalArgumentException(unit);
            };
        }
        if (kind == Kind.INTERVAL_DAY_TIME) {
            return switch (unit) {
                case "DAY" -> CodeBlock.of("$L / $LL", term, DAY);
                case "HOUR" -> CodeBlock.of("$L % $LL / 3600000L", term, DAY);
                case "MINUTE" -> CodeBlock.of("$L % 3600000L / 60000L", term);
                case "SECOND", "MILLISECOND" -> CodeBlock.of("$L % 60000L", term);
                case "EPOCH" -> CodeBlock.of("$L / 1000L", term);
                default -> throw new IllegalArgumentException(unit);
            };
        }
        CodeBlock days = switch (kind) {
            case TIMESTAMP -> CodeBlock.of("$T.floorDiv($L, $LL)", Math.class, value, DAY);
            case DATE -> value;
            default -> CodeBlock.of("0L");
        };
        CodeBlock millis = switch (kind) {
            case TIMESTAMP -> CodeBlock.of("$T.floorMod($L, $LL)", Math.class, value, DAY);
            case DATE -> CodeBlock.of("0L");
            default -> operand(value);
        };
        return switch (unit) {
            case "YEAR" -> CodeBlock.of("$T.year($L)", Calendars.class, days);
            case "QUARTER" -> CodeBlock.of("$T.quarter($L)", Calendars.class, days);
            case "MONTH" -> CodeBlock.of("$T.month($L)", Calendars.class, days);
            case "WEEK" -> CodeBlock.of("$T.week($L)", Calendars.class, days);
            case "DAY" -> CodeBlock.of("$T.day($L)", Calendars.class, days);
            case "DOW" -> CodeBlock.of("$T.dayOfWeek($L)", Calendars.class, days);
            case "DOY" -> CodeBlock.of("$T.dayOfYear($L)", Calendars.class, days);
            case "HOUR" -> CodeBlock.of("$L / 3600000L", millis);
            case "MINUTE" -> CodeBlock.of("$L / 60000L % 60L", millis);
            case "SECOND", "MILLISECOND" -> CodeBlock.of("$L % 60000L", millis);
            case "EPOCH" ->
                switch (kind) {
                    case TIMESTAMP -> CodeBlock.of("$T.floorDiv($L, 1000L)", Math.class, value);
                    case DATE -> CodeBlock.of("$L * 86400L", term);
                    default -> CodeBlock.of("$L / 1000L", term);
                };
            default -> throw new IllegalArgumentException(unit);
        };
    }
}
