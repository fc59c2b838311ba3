package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Operator.Lead.LeadFunction;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.data.RowBatch;
import org.jspecify.annotations.Nullable;

/** {@link Operator.Lead}: looks for each row through all that have come after it. */
final class LeadStep implements Step {

    private final Operator.Lead operator;
    private final Step next;
    private final List<Row> waiting = new ArrayList<>();
    private long reached = RowBatch.NO_WATERMARK;

    LeadStep(Operator.Lead operator, Step next) {
        this.operator = operator;
        this.next = next;
    }

    @Override
    public void row(Row row) {
        waiting.add(row);
        reached = Math.max(reached, row.rowtime());
        goOn();
    }

    @Override
    public void time(long watermark) {
        reached = Math.max(reached, watermark);
        goOn();
        next.time(watermark);
    }

    long promise(long watermark) {
        return waiting.isEmpty()
                ? watermark
                : Math.min(watermark, waiting.get(0).rowtime());
    }

    private void goOn() {
        while (!waiting.isEmpty()) {
            Row row = waiting.get(0);
            List<@Nullable Object> values = new ArrayList<>(row.values());
            for (LeadFunction function : operator.functions()) {
                Row later = later(function);
                long last = latest(row, function);
                if (later == null && last >= reached && reached != RowBatch.END_WATERMARK) {
                    return;
                }
                values.add(
                        later != null && later.rowtime() <= last
                                ? later.values().get(function.column())
                                : otherwise(row, function));
            }
            waiting.remove(0);
            next.row(new Row(values, row.rowtime(), row.watermark(), null, row.rowtime()));
        }
    }

    private static @Nullable Object otherwise(Row row, LeadFunction function) {
        return function.otherwise() < 0 ? null : row.values().get(function.otherwise());
    }

    /** The row from which the first one that waits takes a value; null where it has not come. */
    private @Nullable Row later(LeadFunction function) {
        Row row = waiting.get(0);
        long left = function.number();
        if (left == 0) {
            return row;
        }
        for (Row other : waiting.subList(1, waiting.size())) {
            boolean counts = !function.ignoreNulls() || other.values().get(function.column()) != null;
            if (counts && key(other).equals(key(row)) && --left == 0) {
                return other;
            }
        }
        return null;
    }

    private List<@Nullable Object> key(Row row) {
        List<@Nullable Object> key = new ArrayList<>();
        for (int column : operator.keys()) {
            Object value = row.values().get(column);
            key.add(value == null ? null : Values.key(value));
        }
        return key;
    }

    private long latest(Row row, LeadFunction function) {
        boolean ends = function.within() <= Long.MAX_VALUE - Math.max(0, row.rowtime());
        long last = ends ? row.rowtime() + function.within() : Long.MAX_VALUE;
        WindowSpec period = operator.period();
        return period == null ? last : Math.min(last, WindowSteps.end(period, row.rowtime()) - 1);
    }

    @Override
    public void begin() {
        next.begin();
    }
}
