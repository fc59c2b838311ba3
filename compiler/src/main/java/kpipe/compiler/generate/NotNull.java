package kpipe.compiler.generate;

import java.util.Set;
import java.util.TreeSet;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.spi.ScalarFunction.Nulls;

/** Finds the columns that cannot be NULL where a condition has been decided, so that what follows need not ask. */
final class NotNull {

    private final Set<Integer> columns = new TreeSet<>();

    private NotNull() {}

    /** The columns that are not NULL where the condition is TRUE. */
    static Set<Integer> where(Expr condition) {
        NotNull found = new NotNull();
        found.decided(condition, true);
        return found.columns;
    }

    /** The columns that are not NULL where the value is not. */
    static Set<Integer> of(Expr value) {
        NotNull found = new NotNull();
        found.present(value);
        return found.columns;
    }

    private void decided(Expr condition, boolean truth) {
        if (!(condition instanceof Expr.Call call)) {
            present(condition);
            return;
        }
        switch (call.operation()) {
            case NOT -> decided(call.operand(0), !truth);
            case AND, OR -> {
                if ((call.operation() == Operation.AND) == truth) {
                    call.operands().forEach(operand -> decided(operand, truth));
                }
            }
            case IS_NOT_NULL -> presentIf(truth, call.operand(0));
            case IS_NULL -> presentIf(!truth, call.operand(0));
            case IS_TRUE -> decidedIf(truth, call.operand(0), true);
            case IS_FALSE -> decidedIf(truth, call.operand(0), false);
            default -> present(call);
        }
    }

    private void presentIf(boolean known, Expr value) {
        if (known) {
            present(value);
        }
    }

    private void decidedIf(boolean known, Expr condition, boolean truth) {
        if (known) {
            decided(condition, truth);
        }
    }

    private void present(Expr value) {
        if (value instanceof Expr.Column column) {
            columns.add(column.index());
        } else if (value instanceof Expr.Cast cast) {
            present(cast.operand());
        } else if (value instanceof Expr.FunctionCall call && call.overload().nulls() == Nulls.STRICT) {
            call.arguments().forEach(this::present);
        } else if (value instanceof Expr.Call call && isStrict(call.operation())) {
            call.operands().forEach(this::present);
        }
    }

    private static boolean isStrict(Operation operation) {
        return switch (operation) {
            case EQUAL,
                    NOT_EQUAL,
                    LESS,
                    LESS_OR_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    PLUS,
                    MINUS,
                    TIMES,
                    DIVIDE,
                    NEGATE,
                    LIKE,
                    SIMILAR_TO -> true;
            default -> false;
        };
    }
}
