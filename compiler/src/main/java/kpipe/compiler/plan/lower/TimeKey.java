package kpipe.compiler.plan.lower;

import java.util.Map;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.data.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A key of GROUP BY that is a window in the spelling of KDA: {@code STEP(ROWTIME BY INTERVAL '60' SECOND)}, {@code FLOOR(ROWTIME TO MINUTE)},
 * {@code FLOOR((ROWTIME - TIMESTAMP '1970-01-01 00:00:00') SECOND / 10 TO SECOND)}.
 *
 * @param window the windows of which the key has one value each
 * @param roundedUp the key is the end of a window that holds its end and not its start; {@code window} is moved by a millisecond to hold it
 */
record TimeKey(WindowSpec window, boolean roundedUp) {

    private static final Map<String, Long> UNITS = Map.of(
            "SECOND", 1_000L, "MINUTE", 60_000L, "HOUR", 3_600_000L, "DAY", 86_400_000L, "WEEK", 7 * 86_400_000L);

    private static final Map<Long, WindowSpec.Unit> MONTHS =
            Map.of(1L, WindowSpec.Unit.MONTH, 3L, WindowSpec.Unit.QUARTER, 12L, WindowSpec.Unit.YEAR);

    private static final long MOST_MONTHS = 12_000;

    /** A thousand years. */
    private static final long MOST_SHIFT = 366_000 * 86_400_000L;

    /** Weeks begin on Mondays; 1970-01-01 was a Thursday. */
    private static final long FIRST_MONDAY = 4 * 86_400_000L;

    /** The key that {@code expr} is, in which ROWTIME is that of the row; null if it is none. */
    static @Nullable TimeKey of(Expr expr) {
        if (expr instanceof Expr.Rowtime) {
            return new TimeKey(new WindowSpec.Tumbling(1, 0), false);
        }
        if (!(expr instanceof Expr.Call call)) {
            return null;
        }
        return switch (call.operation()) {
            case STEP -> step(call);
            case FLOOR_TO, CEIL_TO -> rounded(call, call.operation() == Operation.CEIL_TO);
            case PLUS, TIMES -> {
                TimeKey left = ofOperand(call.operand(0), call.operand(1));
                yield left != null ? left : ofOperand(call.operand(1), call.operand(0));
            }
            case MINUS -> {
                TimeKey left = ofOperand(call.operand(0), call.operand(1));
                yield left != null ? left : ofOperand(call.operand(1), call.operand(0));
            }
            case NEGATE, MONOTONIC -> of(call.operand(0));
            default -> null;
        };
    }

    /** A key to which a constant is added, or that is multiplied by one, has other values and the same windows. */
    private static @Nullable TimeKey ofOperand(Expr key, Expr other) {
        Long constant = constant(other);
        boolean changes = constant != null && constant != 0;
        return changes && !(key instanceof Expr.Rowtime) ? of(key) : null;
    }

    /** How many milliseconds a time is behind ROWTIME, whatever that is; null where that is not constant. */
    static @Nullable Long shift(Expr expr) {
        if (expr instanceof Expr.Rowtime) {
            return 0L;
        }
        if (!(expr instanceof Expr.Call call)) {
            return null;
        }
        return switch (call.operation()) {
            case PLUS -> {
                Long first = shift(call.operand(0), call.operand(1), 1);
                yield first != null ? first : shift(call.operand(1), call.operand(0), 1);
            }
            case MINUS -> shift(call.operand(0), call.operand(1), -1);
            case MONOTONIC -> shift(call.operand(0));
            default -> null;
        };
    }

    private static @Nullable Long shift(Expr time, Expr distance, int sign) {
        Long before = shift(time);
        Long by = distance.kind() == Kind.INTERVAL_DAY_TIME ? constant(distance) : null;
        return before == null || by == null || Math.abs(by) > MOST_SHIFT ? null : (Long) (before + sign * by);
    }

    /** The same of what is rounded to multiples of {@code size}: what was rounded to a part of that before need not have been. */
    private static @Nullable Long shift(Expr expr, long size) {
        if (!(expr instanceof Expr.Call call)
                || call.operation() != Operation.STEP && call.operation() != Operation.FLOOR_TO) {
            return shift(expr);
        }
        Long before = call.operation() == Operation.STEP
                ? constant(call.operand(1))
                : UNITS.get(String.valueOf(((Expr.Literal) call.operand(1)).value()));
        if (before == null || before <= 0 || size % before != 0) {
            return null;
        }
        boolean part = call.operand(1).kind() != Kind.INTERVAL_YEAR_MONTH && !isWeek(call);
        return part ? shift(call.operand(0), before) : null;
    }

    private static boolean isWeek(Expr.Call call) {
        return call.operation() == Operation.FLOOR_TO && "WEEK".equals(((Expr.Literal) call.operand(1)).value());
    }

    private static @Nullable TimeKey step(Expr.Call call) {
        Long size = constant(call.operand(1));
        boolean months = call.operand(1).kind() == Kind.INTERVAL_YEAR_MONTH;
        Long shift = size == null || size <= 0 ? null : months ? shift(call.operand(0)) : shift(call.operand(0), size);
        if (size == null || shift == null || months && shift != 0) {
            return null;
        }
        if (months) {
            WindowSpec.Unit unit = MONTHS.get(size);
            if (size > MOST_MONTHS) {
                return null;
            }
            WindowSpec window = unit == null
                    ? new WindowSpec.Calendar(WindowSpec.Unit.MONTH, Math.toIntExact(size), 1, WindowSpec.UTC)
                    : WindowSpec.Calendar.of(unit);
            return new TimeKey(window, false);
        }
        return new TimeKey(new WindowSpec.Tumbling(size, Math.floorMod(-shift, size)), false);
    }

    private static @Nullable TimeKey rounded(Expr.Call call, boolean up) {
        String unit = String.valueOf(((Expr.Literal) call.operand(1)).value());
        Expr operand = call.operand(0);
        Long size = UNITS.get(unit);
        Long shift = size == null || up || unit.equals("WEEK") ? shift(operand) : shift(operand, size);
        if (shift == null) {
            return up ? null : sinceInstant(operand, size);
        }
        if (size == null) {
            boolean fits = !up && shift == 0;
            return fits ? new TimeKey(WindowSpec.Calendar.of(WindowSpec.Unit.valueOf(unit)), false) : null;
        }
        long offset = (unit.equals("WEEK") ? FIRST_MONDAY : 0) + (up ? 1 : 0);
        return new TimeKey(new WindowSpec.Tumbling(size, Math.floorMod(offset - shift, size)), up);
    }

    /** {@code (ROWTIME - TIMESTAMP …) / n}, rounded down to a unit. */
    private static @Nullable TimeKey sinceInstant(Expr operand, @Nullable Long unit) {
        long divisor = 1;
        Expr difference = operand;
        if (operand instanceof Expr.Call division && division.operation() == Operation.DIVIDE) {
            Long constant = constant(division.operand(1));
            divisor = constant == null ? 0 : constant;
            difference = division.operand(0);
        }
        boolean fits = difference instanceof Expr.Call minus
                && minus.operation() == Operation.MINUS
                && minus.operand(1).kind() == Kind.TIMESTAMP;
        if (!fits || unit == null || divisor <= 0) {
            return null;
        }
        Long shift = shift(((Expr.Call) difference).operand(0));
        Long instant = constant(((Expr.Call) difference).operand(1));
        if (shift == null || instant == null) {
            return null;
        }
        long size = unit * divisor;
        return new TimeKey(new WindowSpec.Tumbling(size, Math.floorMod(instant - shift, size)), false);
    }

    private static @Nullable Long constant(Expr expr) {
        return expr instanceof Expr.Literal literal && literal.value() instanceof Long value ? value : null;
    }
}
