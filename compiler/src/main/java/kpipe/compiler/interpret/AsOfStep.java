package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import kpipe.compiler.pipeline.Operator;
import kpipe.runtime.operator.KernelContext;
import org.jspecify.annotations.Nullable;

/** {@link Operator.StreamJoin} with the latest right row: each left row whose turn it is looks through all right rows that there have been, from the last to the first. */
final class AsOfStep implements JoiningStep {

    private final Operator.StreamJoin operator;
    private final KernelContext context;
    private final Evaluator evaluator;
    private final Step next;
    private final List<Row> lefts = new ArrayList<>();
    private final List<Row> rights = new ArrayList<>();

    AsOfStep(Operator.StreamJoin operator, KernelContext context, Evaluator evaluator, Step next) {
        this.operator = operator;
        this.context = context;
        this.evaluator = evaluator;
        this.next = next;
    }

    @Override
    public void row(Row row) {
        take(lefts, row);
    }

    @Override
    public void right(Row row) {
        take(rights, row);
    }

    private void take(List<Row> rows, Row row) {
        if (row.rowtime() < row.watermark()) {
            context.late().late(Objects.requireNonNull(row.origin()), 0, row.watermark() - row.rowtime());
            return;
        }
        int place = rows.size();
        while (place > 0 && rows.get(place - 1).rowtime() > row.rowtime()) {
            place--;
        }
        rows.add(place, row);
    }

    @Override
    public void begin() {
        next.begin();
    }

    @Override
    public void time(long watermark) {
        while (!lefts.isEmpty() && lefts.get(0).rowtime() < watermark) {
            Row row = lefts.remove(0);
            Row right = latest(row);
            boolean met = right != null
                    && JoiningStep.holds(
                            operator, JoiningStep.pair(operator, row, right, row.rowtime()), evaluator, context);
            if (met || operator.keepsLeft()) {
                next.row(JoiningStep.pair(operator, row, met ? right : null, row.rowtime()));
            }
        }
        next.time(watermark);
    }

    private @Nullable Row latest(Row row) {
        for (int i = rights.size() - 1; i >= 0; i--) {
            long distance = rights.get(i).rowtime() - row.rowtime();
            if (distance <= operator.upper() && JoiningStep.equalKeys(operator, row, rights.get(i))) {
                return distance >= operator.lower() ? rights.get(i) : null;
            }
        }
        return null;
    }
}
