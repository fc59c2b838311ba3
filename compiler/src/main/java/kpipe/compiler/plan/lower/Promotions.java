package kpipe.compiler.plan.lower;

import kpipe.compiler.plan.ScalarOperator;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;

/** {@code x AS ROWTIME} in plans. */
final class Promotions {

    static final Type TIME = Type.of(Kind.TIMESTAMP, false);

    private Promotions() {}

    static boolean isPromotion(RexNode node) {
        return node instanceof RexCall call
                && call.getOperator() instanceof ScalarOperator operator
                && operator.promotes();
    }
}
