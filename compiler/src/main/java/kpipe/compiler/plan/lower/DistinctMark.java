package kpipe.compiler.plan.lower;

import java.util.List;
import kpipe.compiler.plan.ScalarOperator;
import kpipe.compiler.source.Span;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * A DISTINCT in a plan: around the time of the rows, inside of the mark of an ORDER BY.
 *
 * @param span of the query
 */
record DistinctMark(Span span) {

    /** Whether there is one in a select list. */
    static boolean isIn(List<RexNode> projects) {
        return projects.stream().anyMatch(node -> {
            OrderLowering.Marked order = OrderLowering.of(node);
            return marker(order == null ? node : order.time()) != null;
        });
    }

    /** Puts what it is around in its place; null where there is none. */
    static @Nullable DistinctMark takeOut(List<RexNode> projects) {
        for (int i = 0; i < projects.size(); i++) {
            RexCall call = marker(projects.get(i));
            if (call != null) {
                projects.set(i, call.getOperands().get(0));
                return new DistinctMark(((ScalarOperator) call.getOperator()).span());
            }
        }
        return null;
    }

    private static @Nullable RexCall marker(RexNode node) {
        boolean marks = node instanceof RexCall call
                && call.getOperator() instanceof ScalarOperator operator
                && operator.distinct();
        return marks ? (RexCall) node : null;
    }
}
