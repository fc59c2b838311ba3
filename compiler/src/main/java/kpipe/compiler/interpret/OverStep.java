package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.OverFunction;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.data.RowException;
import kpipe.runtime.operator.KernelContext;
import org.jspecify.annotations.Nullable;

/** {@link Operator.Over}: keeps all rows of a key and computes each function from those in its frame anew. */
final class OverStep extends RowSteps.Failing {

    /** A row that was seen: its ROWTIME, and for each function the values of its arguments. */
    record Seen(long rowtime, List<List<@Nullable Object>> arguments) {}

    private final Operator.Over operator;
    private final Map<List<@Nullable Object>, List<Seen>> rows = new HashMap<>();
    private long periodEnd = Long.MIN_VALUE;

    OverStep(Operator.Over operator, KernelContext context, Evaluator evaluator, Step next) {
        super(context, evaluator, next);
        this.operator = operator;
    }

    @Override
    void work(Row row) {
        WindowSpec period = operator.period();
        if (period != null) {
            long end = WindowSteps.end(period, row.rowtime());
            if (end != periodEnd) {
                rows.clear();
                periodEnd = end;
            }
        }
        List<@Nullable Object> key = new ArrayList<>();
        for (Expr expr : operator.keys()) {
            key.add(Values.key(evaluator.evaluate(expr, row)));
        }
        List<List<@Nullable Object>> arguments = new ArrayList<>();
        for (OverFunction function : operator.functions()) {
            arguments.add(evaluator.evaluateAll(function.arguments(), row));
        }
        List<Seen> ofKey = rows.computeIfAbsent(key, k -> new ArrayList<>());
        ofKey.add(new Seen(row.rowtime(), arguments));
        List<@Nullable Object> values = new ArrayList<>(row.values());
        for (int i = 0; i < operator.functions().size(); i++) {
            OverFunction function = operator.functions().get(i);
            try {
                values.add(FrameValues.of(function, i, frame(function.frame(), ofKey)));
            } catch (RowException reason) {
                throw new FailedExpression(function.span().line(), reason);
            }
        }
        next.row(row.withValues(values));
    }

    /** The rows that the last one sees, itself included. */
    private static List<Seen> frame(Frame frame, List<Seen> seen) {
        int size = seen.size();
        if (frame instanceof Frame.Rows rows) {
            return seen.subList((int) Math.max(0, size - 1 - rows.preceding()), size);
        }
        if (frame instanceof Frame.Range range) {
            long now = seen.get(size - 1).rowtime();
            return seen.stream()
                    .filter(row -> now - row.rowtime() <= range.millis())
                    .toList();
        }
        return seen;
    }
}
