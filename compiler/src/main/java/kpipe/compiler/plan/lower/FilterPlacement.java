package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;

/**
 * Puts a filter at the end of a chain, or what of it may go there before a look-up that it does not need: rows that will be dropped need no look-up. Only what can never fail
 * goes first, for before the look-up it sees rows that have no match; and only what stands before all that may fail, for a row that fails is not a row that is dropped.
 */
final class FilterPlacement {

    private FilterPlacement() {}

    static void place(Chain chain, Expr condition) {
        List<Operator> operators = chain.operators();
        int last = operators.size() - 1;
        if (last < 0 || !(operators.get(last) instanceof Operator.TableJoin join)) {
            chain.filter(condition);
            return;
        }
        int width = width(operators, chain);
        List<Expr> before = new ArrayList<>();
        List<Expr> after = new ArrayList<>();
        boolean failed = false;
        for (Expr conjunct : JoinConditions.conjuncts(condition)) {
            boolean ofStream = !Traits.usesColumn(conjunct, index -> index >= width);
            failed |= !Traits.neverFails(conjunct);
            (ofStream && !failed ? before : after).add(conjunct);
        }
        Expr first = JoinConditions.and(before, condition.span());
        if (first != null) {
            Operator.Filter filter = new Operator.Filter(first, input(operators, chain), condition.span());
            operators.add(last, filter);
        }
        Expr rest = JoinConditions.and(after, condition.span());
        if (rest != null && !join.outer() && join.keys().isEmpty()) {
            rest = takeKeys(operators, join, rest, width);
        }
        if (rest != null) {
            chain.filter(rest);
        }
    }

    /** A join without a condition of its own looks up by the equalities of the WHERE. */
    private static @org.jspecify.annotations.Nullable Expr takeKeys(
            List<Operator> operators, Operator.TableJoin join, Expr condition, int width) {
        JoinConditions conditions = JoinConditions.of(condition, width, condition.span());
        if (conditions.keys().isEmpty()) {
            return condition;
        }
        operators.set(
                operators.size() - 1,
                new Operator.TableJoin(
                        join.table(), conditions.keys(), join.residual(), false, join.output(), join.span()));
        return conditions.residual();
    }

    private static int width(List<Operator> operators, Chain chain) {
        return input(operators, chain).size();
    }

    /** What the last operator takes. */
    private static kpipe.data.Schema input(List<Operator> operators, Chain chain) {
        int last = operators.size() - 1;
        return last == 0 ? chain.stream().schema() : operators.get(last - 1).output();
    }
}
