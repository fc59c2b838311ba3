package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.runtime.operator.LateOutlet;
import org.jspecify.annotations.Nullable;

/** {@link Operator.TimeSort}. A row whose turn has passed at the watermark that it carries is late. */
final class SortStep implements Step {

    private final Operator.TimeSort operator;
    private final LateOutlet late;
    private final Step next;
    private final List<Row> waiting = new ArrayList<>();

    SortStep(Operator.TimeSort operator, LateOutlet late, Step next) {
        this.operator = operator;
        this.late = late;
        this.next = next;
    }

    @Override
    public void row(Row row) {
        RowBatch origin = row.origin();
        WindowSpec period = operator.period();
        Row sorted = row;
        if (period != null) {
            long end = WindowSteps.end(period, row.rowtime());
            sorted = new Row(row.values(), end, row.watermark(), row.origin(), row.made());
        }
        boolean passed = period == null ? row.rowtime() < row.watermark() : sorted.rowtime() <= row.watermark();
        if (passed && origin != null) {
            late.late(origin, 0, Math.max(1, row.watermark() - sorted.rowtime()));
        } else {
            waiting.add(sorted);
            if (operator.first() != null) {
                keepFirst(operator.first(), sorted);
            }
        }
    }

    /** Of the rows that are counted together with a new one those in front stay. */
    private void keepFirst(Operator.TimeSort.First first, Row row) {
        List<Row> together = new ArrayList<>(waiting);
        together.removeIf(
                other -> other.rowtime() != row.rowtime() || !keys(first, other).equals(keys(first, row)));
        together.sort(this::compareKeys);
        if (together.size() > first.count()) {
            Row last = together.get(together.size() - 1);
            waiting.removeIf(other -> other == last);
        }
    }

    private static List<@Nullable Object> keys(Operator.TimeSort.First first, Row row) {
        List<@Nullable Object> keys = new ArrayList<>();
        first.keys().forEach(column -> keys.add(Values.key(row.values().get(column))));
        return keys;
    }

    @Override
    public void time(long watermark) {
        // Where keys order the rows of an instant, the instant must be over.
        boolean whole = operator.period() == null && !operator.keys().isEmpty() && watermark != RowBatch.END_WATERMARK;
        long reached = whole ? watermark - 1 : watermark;
        List<Row> due = new ArrayList<>(waiting);
        due.removeIf(row -> row.rowtime() > reached);
        waiting.removeIf(row -> row.rowtime() <= reached);
        due.sort(Comparator.comparingLong(Row::rowtime).thenComparing(this::compareKeys));
        due.forEach(next::row);
        next.time(watermark);
    }

    private int compareKeys(Row row, Row other) {
        for (Operator.TimeSort.SortKey key : operator.keys()) {
            Object value = row.values().get(key.column());
            Object otherValue = other.values().get(key.column());
            int order = compare(
                    value, otherValue, key, operator.output().type(key.column()).kind());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(
            @Nullable Object value, @Nullable Object other, Operator.TimeSort.SortKey key, Kind kind) {
        if (value == null || other == null) {
            int nulls = Boolean.compare(value != null, other != null);
            return key.nullsFirst() ? nulls : -nulls;
        }
        int order = Values.compare(value, other, kind);
        return key.descending() ? -order : order;
    }

    @Override
    public void begin() {
        next.begin();
    }
}
