package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.MatchSlot;
import kpipe.compiler.pipeline.Operator;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a match, or of what may become one.
 *
 * @param rows all of the partition
 * @param start the first of the match
 * @param labels of the rows from there on
 * @param present the row of the match that is looked at
 */
record MatchedRows(
        Operator.Match operator, List<Row> rows, int start, List<MatchSearch.Label> labels, int present, long number) {

    @Nullable
    Object value(MatchSlot slot) {
        List<Integer> taken = taken(slot);
        return switch (slot.kind()) {
            case NUMBER -> number;
            case CLASSIFIER -> {
                int row = slot.atEnd() ? labels.size() - 1 : present;
                yield Values.ofJavaForm(
                        operator.variables().get(labels.get(row).variable()).name(), slot.type());
            }
            case AGGREGATE -> aggregate(slot, taken);
            default -> {
                int at = slot.first() ? slot.offset() : taken.size() - 1 - slot.offset();
                int row = at < 0 || at >= taken.size() ? -1 : taken.get(at) - slot.back();
                boolean exists = row >= 0;
                yield switch (slot.kind()) {
                    case EXISTS -> exists;
                    case ROWTIME -> exists ? (Object) rows.get(row).rowtime() : null;
                    default -> exists ? rows.get(row).values().get(slot.column()) : null;
                };
            }
        };
    }

    /** The rows of the partition that are of the slot's variables. */
    private List<Integer> taken(MatchSlot slot) {
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < (slot.atEnd() ? labels.size() : present + 1); i++) {
            if ((slot.variables() >>> labels.get(i).variable() & 1) != 0) {
                taken.add(start + i);
            }
        }
        return taken;
    }

    private @Nullable Object aggregate(MatchSlot slot, List<Integer> taken) {
        AggregateFunction function = java.util.Objects.requireNonNull(slot.function());
        List<Expr> arguments = slot.column() < 0
                ? List.of()
                : List.of(new Expr.Column(slot.column(), argumentType(slot), operator.span()));
        Group group = new Group(List.of());
        for (int row : taken) {
            List<@Nullable Object> values = new ArrayList<>();
            if (slot.column() >= 0) {
                values.add(rows.get(row).values().get(slot.column()));
            }
            group.add(new Group.Entry(rows.get(row).rowtime(), row, List.of(values)));
        }
        Aggregate aggregate = new Aggregate(function, arguments, false, false, slot.type(), operator.span());
        return group.results(List.of(aggregate)).get(0);
    }

    private kpipe.data.Type argumentType(MatchSlot slot) {
        return java.util.Objects.requireNonNull(slot.argument());
    }
}
