package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.OverFunction;
import kpipe.data.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Sorts hold no more than is asked for: where rows are sorted, numbered in that order and lost beyond a number that is a constant, as in a top-N or behind LIMIT, the sort is told how many rows of each key matter.
 */
final class FirstRows {

    private static final long MOST = 1_000_000;

    private FirstRows() {}

    /** The operators of a stage, with sorts that know it. */
    static List<Operator> of(List<Operator> operators) {
        List<Operator> result = new ArrayList<>(operators);
        for (int i = 0; i + 2 < result.size(); i++) {
            if (result.get(i) instanceof Operator.TimeSort sort
                    && result.get(i + 1) instanceof Operator.Over over
                    && result.get(i + 2) instanceof Operator.Filter filter) {
                Operator.TimeSort.First first = first(sort, over, filter);
                if (first != null) {
                    result.set(i, new Operator.TimeSort(sort.period(), sort.keys(), first, sort.output(), sort.span()));
                }
            }
        }
        return result;
    }

    private static Operator.TimeSort.@Nullable First first(
            Operator.TimeSort sort, Operator.Over over, Operator.Filter filter) {
        boolean ranks = over.functions().stream().allMatch(FirstRows::looksBack);
        boolean columns = over.keys().stream().allMatch(key -> key instanceof Expr.Column);
        if (!Periods.INSTANT.equals(over.period())
                || !ranks
                || !columns
                || sort.period() == null && sort.keys().isEmpty()) {
            return null;
        }
        List<Expr> conditions = JoinConditions.conjuncts(filter.condition());
        if (!conditions.stream().allMatch(Traits::neverFails)) {
            return null;
        }
        long count = Long.MAX_VALUE;
        for (Expr condition : conditions) {
            count = Math.min(count, bound(condition, over));
        }
        if (count < 1 || count > MOST) {
            return null;
        }
        List<Integer> keys =
                over.keys().stream().map(key -> ((Expr.Column) key).index()).toList();
        return new Operator.TimeSort.First(keys, (int) count);
    }

    /** Whether it tells of no row what comes behind it. */
    private static boolean looksBack(OverFunction function) {
        return isNumber(function)
                || function.function() == OverFunction.Function.RANK
                || function.function() == OverFunction.Function.DENSE_RANK;
    }

    private static boolean isNumber(OverFunction function) {
        return function.function() == OverFunction.Function.COUNT
                && function.arguments().isEmpty()
                && function.frame() instanceof Frame.Unbounded;
    }

    /** The greatest number of a row for which a condition can be TRUE. */
    private static long bound(Expr condition, Operator.Over over) {
        if (!(condition instanceof Expr.Call call) || call.operands().size() != 2) {
            return Long.MAX_VALUE;
        }
        boolean numberFirst = isNumber(call.operand(0), over);
        if (!numberFirst && !isNumber(call.operand(1), over)) {
            return Long.MAX_VALUE;
        }
        Long constant = constant(call.operand(numberFirst ? 1 : 0));
        if (constant == null) {
            return Long.MAX_VALUE;
        }
        Operation below = numberFirst ? Operation.LESS : Operation.GREATER;
        Operation upTo = numberFirst ? Operation.LESS_OR_EQUAL : Operation.GREATER_OR_EQUAL;
        return call.operation() == below
                ? constant - 1
                : call.operation() == upTo || call.operation() == Operation.EQUAL ? constant : Long.MAX_VALUE;
    }

    private static boolean isNumber(Expr expr, Operator.Over over) {
        if (!(JoinConditions.withoutWidening(expr) instanceof Expr.Column column)) {
            return false;
        }
        int place = column.index() - (over.output().size() - over.functions().size());
        return place >= 0 && isNumber(over.functions().get(place));
    }

    private static @Nullable Long constant(Expr expr) {
        Expr plain = JoinConditions.withoutWidening(expr);
        boolean whole = plain.kind().isInteger()
                || plain.kind() == Kind.DECIMAL && plain.type().scale() == 0;
        return plain instanceof Expr.Literal literal && whole && literal.value() instanceof Number number
                ? (Long) number.longValue()
                : null;
    }
}
