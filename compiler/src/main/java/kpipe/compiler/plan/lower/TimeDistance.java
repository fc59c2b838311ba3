package kpipe.compiler.plan.lower;

import java.util.function.Function;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.data.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What a condition of a join says about how far the two ROWTIMEs may be from each other: the right one less the left one, in milliseconds.
 *
 * @param lower at least this; {@link Long#MIN_VALUE} where it does not say
 * @param upper at most this; {@link Long#MAX_VALUE} where it does not say
 */
record TimeDistance(long lower, long upper) {

    static final TimeDistance ANY = new TimeDistance(Long.MIN_VALUE, Long.MAX_VALUE);

    /** {@code left} times the left ROWTIME and {@code right} times the right one and some milliseconds. */
    private record Linear(int left, int right, long millis) {

        Linear plus(Linear other, int sign) {
            return new Linear(
                    left + sign * other.left,
                    right + sign * other.right,
                    Math.addExact(millis, Math.multiplyExact(sign, other.millis)));
        }
    }

    boolean hasLower() {
        return lower != Long.MIN_VALUE;
    }

    boolean hasUpper() {
        return upper != Long.MAX_VALUE;
    }

    TimeDistance and(TimeDistance other) {
        return new TimeDistance(Math.max(lower, other.lower), Math.min(upper, other.upper));
    }

    /**
     * What a condition says, or null where it says anything else.
     *
     * @param leftTime gives an expression in terms of the left row's ROWTIME, or null
     * @param rightTime as {@code leftTime}, of the right row
     */
    static @Nullable TimeDistance of(
            Expr condition, Function<Expr, @Nullable Expr> leftTime, Function<Expr, @Nullable Expr> rightTime) {
        if (!(condition instanceof Expr.Call call) || call.operands().size() != 2) {
            return null;
        }
        try {
            Reader reader = new Reader(leftTime, rightTime);
            Linear first = reader.read(call.operand(0));
            Linear second = reader.read(call.operand(1));
            return first == null || second == null ? null : compare(call.operation(), first.plus(second, -1));
        } catch (ArithmeticException tooFar) {
            return null;
        }
    }

    /** Where {@code difference} is compared with zero. */
    private static @Nullable TimeDistance compare(Operation operation, Linear difference) {
        if (difference.left() * difference.right() != -1) {
            return null;
        }
        boolean turned = difference.left() > 0;
        long bound = turned ? difference.millis() : Math.negateExact(difference.millis());
        boolean least = switch (operation) {
            case GREATER, GREATER_OR_EQUAL -> !turned;
            case LESS, LESS_OR_EQUAL -> turned;
            default -> false;
        };
        return switch (operation) {
            case EQUAL -> new TimeDistance(bound, bound);
            case GREATER, LESS ->
                least
                        ? new TimeDistance(Math.addExact(bound, 1), Long.MAX_VALUE)
                        : new TimeDistance(Long.MIN_VALUE, Math.subtractExact(bound, 1));
            case GREATER_OR_EQUAL, LESS_OR_EQUAL ->
                least ? new TimeDistance(bound, Long.MAX_VALUE) : new TimeDistance(Long.MIN_VALUE, bound);
            default -> null;
        };
    }

    private record Reader(Function<Expr, @Nullable Expr> leftTime, Function<Expr, @Nullable Expr> rightTime) {

        @Nullable
        Linear read(Expr expr) {
            if (expr instanceof Expr.Literal literal) {
                return expr.kind() == Kind.INTERVAL_DAY_TIME && literal.value() instanceof Long millis
                        ? new Linear(0, 0, millis)
                        : null;
            }
            if (expr instanceof Expr.Cast cast && cast.kind() == cast.operand().kind()) {
                return read(cast.operand());
            }
            if (expr instanceof Expr.Call call) {
                boolean plus = call.operation() == Operation.PLUS;
                if (!plus && call.operation() != Operation.MINUS) {
                    return null;
                }
                Linear first = read(call.operand(0));
                Linear second = read(call.operand(1));
                return first == null || second == null ? null : first.plus(second, plus ? 1 : -1);
            }
            if (!(expr instanceof Expr.Column)) {
                return null;
            }
            Expr left = leftTime.apply(expr);
            Linear time = time(left, 1, 0);
            return time != null ? time : time(rightTime.apply(expr), 0, 1);
        }

        /** What a column is in terms of its row's ROWTIME. */
        private static @Nullable Linear time(@Nullable Expr time, int left, int right) {
            if (time instanceof Expr.Rowtime) {
                return new Linear(left, right, 0);
            }
            if (time instanceof Expr.Call call
                    && (call.operation() == Operation.PLUS || call.operation() == Operation.MINUS)
                    && call.operand(1) instanceof Expr.Literal literal
                    && literal.kind() == Kind.INTERVAL_DAY_TIME
                    && literal.value() instanceof Long millis) {
                Linear first = time(call.operand(0), left, right);
                int sign = call.operation() == Operation.PLUS ? 1 : -1;
                return first == null ? null : first.plus(new Linear(0, 0, millis), sign);
            }
            return null;
        }
    }
}
