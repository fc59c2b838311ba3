package kpipe.compiler.generate;

import static kpipe.compiler.generate.Expressions.operand;
import static kpipe.compiler.generate.Expressions.typeText;

import com.palantir.javapoet.CodeBlock;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.runtime.operator.Calendars;
import kpipe.runtime.operator.Decimals;
import kpipe.runtime.operator.Exact;

/** Writes what built-in operators do with dates, times and intervals whose values are at hand and not NULL. */
final class CalendarOperations {

    private static final long DAY = 86_400_000L;

    private CalendarOperations() {}

    /** An interval times or divided by a number, which may stand on either side of a product. */
    static CodeBlock scaledInterval(Expr.Call call, CodeBlock left, CodeBlock right) {
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

    static CodeBlock shift(
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

    static CodeBlock distance(Kind kind, CodeBlock left, CodeBlock right, Type type) {
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

    static CodeBlock round(Kind kind, CodeBlock value, String unit, boolean up, Type type) {
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

    static CodeBlock part(String unit, Kind kind, CodeBlock value) {
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
