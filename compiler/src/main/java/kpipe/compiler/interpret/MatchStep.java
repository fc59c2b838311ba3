package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.MatchSlot;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Operator.Match.Skip;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.runtime.operator.KernelContext;
import org.jspecify.annotations.Nullable;

/**
 * {@link Operator.Match}: keeps all rows of a partition for ever, and after each one tries the ways of the pattern in the order of preference from the first row of the present attempt on, until one is complete or one
 * would need a row that is not there yet.
 */
final class MatchStep implements Step {

    /** The rows of one key. */
    private static final class Partition {
        final List<Row> rows = new ArrayList<>();
        int start;
        long matches;
        final long arrival;

        Partition(long arrival) {
            this.arrival = arrival;
        }
    }

    private final Operator.Match operator;
    private final KernelContext context;
    private final Evaluator evaluator;
    private final Step next;
    private final Map<List<@Nullable Object>, Partition> partitions = new LinkedHashMap<>();
    private long turn = RowBatch.NO_WATERMARK;
    private long arrivals;

    MatchStep(Operator.Match operator, KernelContext context, Evaluator evaluator, Step next) {
        this.operator = operator;
        this.context = context;
        this.evaluator = evaluator;
        this.next = next;
    }

    @Override
    public void begin() {
        next.begin();
    }

    @Override
    public void row(Row row) {
        endBefore(row.rowtime());
        turn = Math.max(turn, row.rowtime());
        List<@Nullable Object> key = new ArrayList<>();
        operator.keys().forEach(column -> key.add(keyOf(row.values().get(column))));
        Partition partition = partitions.computeIfAbsent(key, other -> new Partition(arrivals++));
        partition.rows.add(row);
        drive(partition, Long.MIN_VALUE);
    }

    private static @Nullable Object keyOf(@Nullable Object value) {
        return value == null ? null : Values.key(value);
    }

    @Override
    public void time(long watermark) {
        endBefore(watermark);
        if (watermark == RowBatch.END_WATERMARK) {
            partitions.values().forEach(partition -> drive(partition, Long.MAX_VALUE));
        }
        next.time(watermark);
    }

    /** The attempts whose time is over have their turns, the earliest first. */
    private void endBefore(long limit) {
        while (true) {
            Partition first = null;
            for (Partition partition : partitions.values()) {
                boolean tries = partition.start < partition.rows.size();
                if (tries && end(partition) < limit && (first == null || end(partition) < end(first))) {
                    first = partition;
                }
            }
            if (first == null) {
                return;
            }
            turn = Math.max(turn, end(first));
            drive(first, end(first));
        }
    }

    private long end(Partition partition) {
        long from = partition.rows.get(partition.start).rowtime();
        return from > Long.MAX_VALUE - operator.within() ? Long.MAX_VALUE : from + operator.within();
    }

    private void drive(Partition partition, long over) {
        while (partition.start < partition.rows.size()) {
            long end = end(partition);
            int reach = partition.start;
            while (reach < partition.rows.size() && partition.rows.get(reach).rowtime() <= end) {
                reach++;
            }
            boolean ended = end <= over || reach < partition.rows.size();
            MatchSearch search = new MatchSearch(
                    operator.pattern(), reach - partition.start, ended, labels -> holds(partition, labels));
            MatchSearch.Outcome outcome = search.find();
            if (outcome == MatchSearch.Outcome.UNKNOWN) {
                return;
            }
            int step = 1;
            if (outcome == MatchSearch.Outcome.FOUND) {
                partition.matches++;
                give(partition, search.labels());
                step = following(search.labels());
            }
            partition.start += step;
        }
    }

    private boolean holds(Partition partition, List<MatchSearch.Label> labels) {
        int variable = labels.get(labels.size() - 1).variable();
        Expr condition = operator.variables().get(variable).condition();
        if (condition == null) {
            return true;
        }
        try {
            Row values = values(partition, operator.tests(), labels, labels.size() - 1, partition.matches + 1);
            return evaluator.holds(condition, values);
        } catch (FailedExpression failed) {
            Row row = partition.rows.get(partition.start + labels.size() - 1);
            context.errors().error(Objects.requireNonNull(row.origin()), 0, failed.line(), failed.reason());
            return false;
        } catch (RowException failed) {
            return false;
        }
    }

    private void give(Partition partition, List<MatchSearch.Label> labels) {
        for (int i = operator.allRows() ? 0 : labels.size() - 1; i < labels.size(); i++) {
            if (operator.allRows() && labels.get(i).excluded()) {
                continue;
            }
            Row origin = partition.rows.get(partition.start + i);
            try {
                Row values = values(partition, operator.results(), labels, i, partition.matches);
                next.row(new Row(values.values(), turn, turn, origin.origin(), turn));
            } catch (RowException failed) {
                context.errors()
                        .error(
                                Objects.requireNonNull(origin.origin()),
                                0,
                                operator.span().line(),
                                failed);
            }
        }
    }

    private Row values(
            Partition partition, List<MatchSlot> slots, List<MatchSearch.Label> labels, int present, long number) {
        MatchedRows rows = new MatchedRows(operator, partition.rows, partition.start, labels, present, number);
        List<@Nullable Object> values = new ArrayList<>();
        slots.forEach(slot -> values.add(rows.value(slot)));
        return Row.NONE.withValues(values);
    }

    private int following(List<MatchSearch.Label> labels) {
        if (operator.skip() == Skip.PAST_LAST_ROW) {
            return labels.size();
        }
        int found = 1;
        for (int i = 0; i < labels.size() && operator.skip() != Skip.TO_NEXT_ROW; i++) {
            if ((operator.skipTo() >>> labels.get(i).variable() & 1) != 0) {
                found = Math.max(1, i);
                if (operator.skip() == Skip.TO_FIRST) {
                    break;
                }
            }
        }
        return found;
    }
}
