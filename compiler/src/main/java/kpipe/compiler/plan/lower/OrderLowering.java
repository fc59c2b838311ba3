package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.Bindings;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.pipeline.Operator.TimeSort.SortKey;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.plan.Problems;
import kpipe.compiler.plan.ScalarOperator;
import kpipe.compiler.plan.SortedRows;
import kpipe.compiler.source.Span;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Makes the sort of an ORDER BY: rows are gathered while its first key, a time, stays the same, and sorted by the others. */
final class OrderLowering {

    private final Problems problems;
    private final AggregateLowering.Splitter splitter;
    private final Span span;

    /** An ORDER BY in a plan: the call that marks it, and what it says. */
    record Marked(RexCall call, SortedRows rows) {

        /** The time of the rows, as it would be without the order. */
        RexNode time() {
            return call.getOperands().get(0);
        }

        List<RexNode> keys() {
            return call.getOperands().subList(1, call.getOperands().size());
        }
    }

    OrderLowering(Problems problems, AggregateLowering.Splitter splitter, Span span) {
        this.problems = problems;
        this.splitter = splitter;
        this.span = span;
    }

    static @Nullable Marked of(RexNode node) {
        if (node instanceof RexCall call && call.getOperator() instanceof ScalarOperator operator) {
            SortedRows rows = operator.sorted();
            return rows == null ? null : new Marked(call, rows);
        }
        return null;
    }

    /**
     * Sorts the rows of a chain.
     *
     * @param input its first fields are those of the query, the others the keys
     * @param names of all its fields
     * @throws RefusedException where the rows cannot be sorted, which has been reported
     */
    Chain lower(SortedRows rows, Chain input, List<String> names) {
        int width = input.fields().size() - rows.keys().size();
        Expr first = input.fields().get(width);
        WindowSpec period = period(rows.keys().get(0), input, first);
        if (rows.limit() != null && period == null && input.windowOf(first) == null) {
            problems.report(Problems.limitOfWhat(rows.limit().span()));
            throw new RefusedException();
        }
        List<Expr> fields = new ArrayList<>(input.fields().subList(0, width));
        List<String> fieldNames = new ArrayList<>(names.subList(0, width));
        List<SortedRows.Key> keys = new ArrayList<>();
        for (int i = 1; i < rows.keys().size(); i++) {
            Expr key = input.fields().get(width + i);
            boolean same = key instanceof Expr.Literal
                    || key instanceof Expr.Parameter
                    || key instanceof Expr.Rowtime && period == null;
            if (!same) {
                keys.add(rows.keys().get(i));
                fields.add(column(key));
                fieldNames.add("key " + i);
            }
        }
        input.setFields(fields);
        if (period == null && keys.isEmpty() && rows.limit() == null) {
            return inTime(input, fieldNames);
        }
        Chain chain = input.aggregated() ? splitter.split(input, fieldNames, List.of()) : oneLane(input, fieldNames);
        chain.settle(fieldNames, span);
        List<SortKey> columns = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Expr.Column column = (Expr.Column) chain.fields().get(width + i);
            columns.add(new SortKey(
                    column.index(), keys.get(i).descending(), keys.get(i).nullsFirst()));
        }
        chain.sort(period, columns, rows.keys().get(0).span());
        chain.setFields(chain.fields().subList(0, width));
        if (rows.limit() != null) {
            limit(rows.limit(), chain);
        }
        return chain;
    }

    /** Counts out the rows of each time, which come in their order. */
    private static void limit(Bindings.Limit limit, Chain chain) {
        Span place = limit.span();
        List<Expr> fields = new ArrayList<>(chain.fields());
        Expr number = DistinctLowering.number(chain, Periods.INSTANT, List.of(), place);
        if (limit.offset() > 0) {
            chain.filter(compared(Operation.GREATER, number, limit.offset(), place));
        }
        chain.filter(compared(Operation.LESS_OR_EQUAL, number, limit.offset() + limit.count(), place));
        chain.setFields(fields);
    }

    private static Expr compared(Operation operation, Expr number, long value, Span place) {
        Expr literal = new Expr.Literal(value, number.type(), place);
        return new Expr.Call(operation, List.of(number, literal), Type.of(Kind.BOOLEAN, false), place);
    }

    /** Reports what ORDER BY … WITHIN cannot do. */
    void checkWithin(Marked order, List<RexNode> projects, boolean distinct, Chain input) {
        List<SortedRows.Key> keys = order.rows().keys();
        RexNode time = order.keys().get(0);
        boolean promoted = projects.stream()
                .anyMatch(node -> Promotions.isPromotion(node)
                        && ((RexCall) node).getOperands().get(0).equals(time));
        boolean arrival =
                Traits.any(ExprLowering.lower(time, input.fields(), span), part -> part instanceof Expr.Rowtime);
        String wrong = keys.size() > 1
                ? "sorts by one time and nothing else"
                : distinct
                        ? "cannot stand behind DISTINCT, which takes rows as their time comes"
                        : arrival
                                ? "sorts by another time than ROWTIME, in whose order rows are"
                                : promoted
                                        ? null
                                        : "sorts by the time that becomes ROWTIME, and this query sets another";
        if (wrong != null) {
            problems.report(Problems.WITHIN, keys.get(0).span(), wrong);
            throw new RefusedException();
        }
        if (keys.get(0).descending()) {
            problems.report(Problems.BACK_IN_TIME, keys.get(0).span());
            throw new RefusedException();
        }
    }

    /** One lane, in which rows stand as they came. */
    Chain asTheyCame(Chain input, List<String> names) {
        boolean several = input.stream().lanes() > 1;
        Chain chain = oneLane(input, names);
        if (several && !chain.ordered()) {
            chain.settle(names, span);
            chain.sort(span);
        }
        return chain;
    }

    /** Sorts rows by the ROWTIME that the query has set, which is not in order. */
    Chain bySetTime(Chain input, List<String> names) {
        Chain chain = splitter.split(input, names, List.of());
        chain.sort(span);
        return chain;
    }

    private Chain inTime(Chain input, List<String> names) {
        Chain chain = oneLane(input, names);
        if (!chain.ordered()) {
            chain.settle(names, span);
            chain.sort(span);
        }
        return chain;
    }

    /** What comes in several lanes has an order in each of them alone. */
    private Chain oneLane(Chain chain, List<String> names) {
        return chain.stream().lanes() > 1 ? splitter.split(chain, names, List.of()) : chain;
    }

    /** ROWTIME as a key is made a column, since the sort sets another. */
    private static Expr column(Expr key) {
        return key instanceof Expr.Rowtime ? new Expr.Cast(key, Expr.Cast.Mode.CAST, key.type(), key.span()) : key;
    }

    /** The time in which rows are gathered; null where that is an instant, as for the results of a window. */
    private @Nullable WindowSpec period(SortedRows.Key key, Chain chain, Expr first) {
        Expr time = chain.asTime(first);
        TimeKey rounded = time == null ? null : TimeKey.of(time);
        if (rounded == null && chain.windowOf(first) == null) {
            problems.report(
                    Diagnostic.of(Problems.NOT_IN_TIME, key.span(), key.span().text())
                            .withNote(
                                    "let a time stand first: `ORDER BY FLOOR(ROWTIME TO SECOND), …` sorts the rows of each second"));
            throw new RefusedException();
        }
        if (key.descending()) {
            problems.report(Problems.BACK_IN_TIME, key.span());
            throw new RefusedException();
        }
        return rounded == null || time instanceof Expr.Rowtime ? null : rounded.window();
    }
}
