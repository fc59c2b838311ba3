package kpipe.compiler.interpret;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.temporal.ChronoUnit;
import kpipe.compiler.pipeline.Expr;
import kpipe.data.Kind;
import kpipe.data.RowException;
import kpipe.data.Type;
import kpipe.runtime.operator.RowErrors;

/** Plus, minus, times, divide, the remainder, negation and STEP over operands that are not NULL. */
final class Arithmetic {

    private static final BigDecimal DAY = BigDecimal.valueOf(86_400_000L);

    private Arithmetic() {}

    static Object plus(Expr.Call call, Object left, Object right) {
        Kind first = call.operand(0).kind();
        Kind second = call.operand(1).kind();
        if (first.isDatetime()) {
            return shift(first, (Long) left, second, Values.integer(right), call.type());
        }
        if (second.isDatetime()) {
            return shift(second, (Long) right, first, Values.integer(left), call.type());
        }
        if (first.isApproximate()) {
            return Values.approximate((Double) left + (Double) right, call.type());
        }
        return Values.fit(Values.exact(left).add(Values.exact(right)), call.type());
    }

    static Object minus(Expr.Call call, Object left, Object right) {
        Kind first = call.operand(0).kind();
        Kind second = call.operand(1).kind();
        if (first.isDatetime() && second.isDatetime()) {
            return distance(first, (Long) left, (Long) right, call.type());
        }
        if (first.isDatetime()) {
            return shift(first, (Long) left, second, Values.integer(right).negate(), call.type());
        }
        if (first.isApproximate()) {
            return Values.approximate((Double) left - (Double) right, call.type());
        }
        return Values.fit(Values.exact(left).subtract(Values.exact(right)), call.type());
    }

    /** A date, time or timestamp moved by an interval. */
    private static Object shift(Kind kind, long value, Kind intervalKind, BigInteger interval, Type type) {
        if (intervalKind == Kind.INTERVAL_YEAR_MONTH) {
            return Calendars.plusMonths(kind, value, interval, type);
        }
        BigInteger milliseconds = interval;
        return switch (kind) {
            case DATE -> {
                BigDecimal moved = BigDecimal.valueOf(value).multiply(DAY).add(new BigDecimal(milliseconds));
                yield Values.fit(moved.divide(DAY, 0, RoundingMode.FLOOR), type);
            }
            case TIME ->
                BigInteger.valueOf(value)
                        .add(milliseconds)
                        .mod(DAY.toBigInteger())
                        .longValueExact();
            default -> Values.fit(new BigDecimal(BigInteger.valueOf(value).add(milliseconds)), type);
        };
    }

    private static Object distance(Kind kind, long left, long right, Type type) {
        if (type.kind() == Kind.INTERVAL_YEAR_MONTH) {
            return ChronoUnit.MONTHS.between(Calendars.dateTime(kind, right), Calendars.dateTime(kind, left));
        }
        BigDecimal difference = BigDecimal.valueOf(left).subtract(BigDecimal.valueOf(right));
        return Values.fit(kind == Kind.DATE ? difference.multiply(DAY) : difference, type);
    }

    static Object times(Expr.Call call, Object left, Object right) {
        if (call.type().kind().isApproximate()) {
            return Values.approximate((Double) left * (Double) right, call.type());
        }
        return Values.fit(Values.exact(left).multiply(Values.exact(right)), call.type());
    }

    static Object divide(Expr.Call call, Object left, Object right) {
        if (Values.exact(right).signum() == 0) {
            throw new RowException(RowErrors.DIVISION_BY_ZERO, "division by zero");
        }
        if (call.type().kind().isApproximate()) {
            return Values.approximate((Double) left / (Double) right, call.type());
        }
        boolean truncates = call.type().kind() != Kind.DECIMAL && right instanceof Long;
        RoundingMode rounding = truncates ? RoundingMode.DOWN : RoundingMode.HALF_UP;
        return Values.fit(
                Values.exact(left).divide(Values.exact(right), call.type().scale(), rounding), call.type());
    }

    static Object mod(Expr.Call call, Object left, Object right) {
        if (Values.exact(right).signum() == 0) {
            throw new RowException(RowErrors.DIVISION_BY_ZERO, "division by zero");
        }
        if (call.operand(0).kind().isApproximate()) {
            return Values.approximate((Double) left % (Double) right, call.type());
        }
        return Values.fit(Values.exact(left).remainder(Values.exact(right)), call.type());
    }

    static Object negate(Expr.Call call, Object operand) {
        if (call.type().kind().isApproximate()) {
            return -(Double) operand;
        }
        return Values.fit(Values.exact(operand).negate(), call.type());
    }

    /** {@code STEP(value BY step)}. */
    static Object step(Expr.Call call, Object value, Object step) {
        Kind kind = call.operand(0).kind();
        Kind stepKind = call.operand(1).kind();
        if (stepKind.isInterval() && (Long) step <= 0) {
            throw new RowException(RowErrors.BAD_ARGUMENT, "STEP needs a step greater than zero");
        }
        if (stepKind == Kind.INTERVAL_YEAR_MONTH && kind.isDatetime()) {
            return Calendars.stepMonths(kind, (Long) value, (Long) step, call.type());
        }
        BigDecimal number = kind == Kind.DATE ? Values.exact(value).multiply(DAY) : Values.exact(value);
        BigDecimal width = Values.exact(step);
        if (width.signum() == 0) {
            throw new RowException(RowErrors.DIVISION_BY_ZERO, "STEP by zero");
        }
        if (kind.isApproximate()) {
            double quotient = (Double) value / (Double) step;
            return Values.approximate(
                    (quotient < 0 ? Math.ceil(quotient) : Math.floor(quotient)) * (Double) step, call.type());
        }
        RoundingMode rounding = stepKind.isInterval() ? RoundingMode.FLOOR : RoundingMode.DOWN;
        BigDecimal multiple = number.divide(width, 0, rounding).multiply(width);
        return Values.fit(kind == Kind.DATE ? multiple.divide(DAY, 0, RoundingMode.FLOOR) : multiple, call.type());
    }
}
