package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.runtime.operator.KernelContext;
import org.jspecify.annotations.Nullable;

/** {@link Operator.WindowAggregate}: every window of every key is an object in one list, and every rule looks through all of them. */
abstract class WindowStep extends RowSteps.Failing {

    /** A window of one key. */
    static final class Pane {
        final long start;
        final long end;
        final Group group;
        /** Takes no more rows, though it has not been given out yet. */
        Pane(long start, long end, Group group) {
            this.start = start;
            this.end = end;
            this.group = group;
        }
    }

    final Operator.WindowAggregate operator;
    final List<Pane> panes = new ArrayList<>();
    private final KernelContext context;
    private long arrivals;

    WindowStep(Operator.WindowAggregate operator, KernelContext context, Evaluator evaluator, Step next) {
        super(context, evaluator, next);
        this.operator = operator;
        this.context = context;
    }

    /** Puts a row into the panes that take it, or says that it is late. */
    abstract void put(Row row, List<@Nullable Object> keys, Group.Entry entry);

    @Override
    final void work(Row row) {
        List<@Nullable Object> keys = new ArrayList<>();
        for (Expr key : operator.keys()) {
            keys.add(Values.key(evaluator.evaluate(key, row)));
        }
        List<List<@Nullable Object>> arguments = new ArrayList<>();
        for (Aggregate aggregate : operator.aggregates()) {
            arguments.add(evaluator.evaluateAll(aggregate.arguments(), row));
        }
        put(row, keys, new Group.Entry(row.rowtime(), arrivals++, arguments));
    }

    final List<Pane> panesOf(List<@Nullable Object> keys) {
        List<Pane> found = new ArrayList<>(panes);
        found.removeIf(pane -> !pane.group.keys.equals(keys));
        return found;
    }

    final void late(Row row, long lastEnd) {
        if (!operator.tellsLate()) {
            return;
        }
        RowBatch origin = Objects.requireNonNull(row.origin());
        context.late().late(origin, 0, Math.max(1, row.watermark() - lastEnd));
    }

    @Override
    public final void time(long watermark) {
        List<Pane> due = new ArrayList<>(panes);
        due.removeIf(pane -> pane.end > watermark);
        panes.removeAll(due);
        due.sort(Comparator.<Pane>comparingLong(pane -> pane.end).thenComparingLong(pane -> pane.group.firstSeen()));
        due.forEach(this::give);
        next.time(watermark);
    }

    private void give(Pane pane) {
        List<@Nullable Object> values = new ArrayList<>();
        pane.group.keys.forEach(key -> values.add(Values.ofKey(key)));
        try {
            values.addAll(pane.group.results(operator.aggregates()));
        } catch (RowException overflow) {
            context.errors().resultError(pane.end, operator.span().line(), overflow);
            return;
        }
        values.add(pane.start);
        values.add(pane.end);
        next.row(new Row(values, pane.end, pane.end, null, pane.end));
    }
}
