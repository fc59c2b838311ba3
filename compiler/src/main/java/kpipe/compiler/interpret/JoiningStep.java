package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import kpipe.compiler.pipeline.Operator;
import kpipe.data.RowBatch;
import kpipe.runtime.operator.KernelContext;
import org.jspecify.annotations.Nullable;

/** A {@link Operator.StreamJoin}: rows of the left side come as those of other steps do, and what two rows are to each other. */
interface JoiningStep extends Step {

    /** Takes a row of the right side. */
    void right(Row row);

    /** Whether the two have equal keys, none of them NULL. */
    static boolean equalKeys(Operator.StreamJoin operator, Row left, Row right) {
        for (Operator.StreamJoin.KeyPair key : operator.keys()) {
            Object leftKey = left.values().get(key.left());
            Object rightKey = right.values().get(key.right());
            if (leftKey == null || rightKey == null) {
                return false;
            }
            if (Values.compare(
                            leftKey,
                            rightKey,
                            operator.output().type(key.left()).kind())
                    != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the further condition holds for a pair; where it fails that is told, and it does not. */
    static boolean holds(Operator.StreamJoin operator, Row pair, Evaluator evaluator, KernelContext context) {
        if (operator.residual() == null) {
            return true;
        }
        try {
            return evaluator.holds(operator.residual(), pair);
        } catch (FailedExpression failed) {
            context.errors().error(Objects.requireNonNull(pair.origin()), 0, failed.line(), failed.reason());
            return false;
        }
    }

    /** The row that a pair gives, or one of which a side is missing. */
    static Row pair(Operator.StreamJoin operator, @Nullable Row left, @Nullable Row right, long time) {
        int leftColumns = operator.leftColumns();
        int rightColumns = operator.output().size() - 2 - leftColumns;
        List<@Nullable Object> values = new ArrayList<>();
        values.addAll(left == null ? Collections.nCopies(leftColumns, null) : left.values());
        values.addAll(right == null ? Collections.nCopies(rightColumns, null) : right.values());
        values.add(left == null ? null : left.rowtime());
        values.add(right == null ? null : right.rowtime());
        RowBatch origin = left == null ? Objects.requireNonNull(right).origin() : left.origin();
        return new Row(Collections.unmodifiableList(values), time, time, origin, time);
    }
}
