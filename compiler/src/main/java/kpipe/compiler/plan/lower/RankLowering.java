package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Operator.TimeSort.SortKey;
import kpipe.compiler.pipeline.OverFunction;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.plan.AnalyticCall;
import kpipe.compiler.plan.Problems;
import kpipe.compiler.plan.RelTypes;
import kpipe.compiler.plan.ScalarOperator;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Schema;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/**
 * Numbers rows in an order of their own: within a time among the keys of PARTITION BY, at whose end all of its rows are there. They are gathered and sorted, which gives them that end as their
 * ROWTIME, and numbered one behind the other.
 */
final class RankLowering {

    private final Problems problems;
    private final AggregateLowering.Splitter splitter;
    private final Span span;

    /** Ranks of one way to partition and one order. */
    record Ranking(List<RexNode> keys, List<RexNode> order, List<RexCall> calls) {

        private AnalyticCall first() {
            return call(calls.get(0));
        }

        private Span place() {
            return ((ScalarOperator) calls.get(0).getOperator()).span();
        }
    }

    /**
     * A ranking whose keys and order stand among the fields.
     *
     * @param time which of the keys is the time
     */
    private record Placed(Ranking ranking, List<Integer> keys, int time, List<Integer> order) {}

    RankLowering(Problems problems, AggregateLowering.Splitter splitter, Span span) {
        this.problems = problems;
        this.splitter = splitter;
        this.span = span;
    }

    private static AnalyticCall call(RexCall node) {
        return java.util.Objects.requireNonNull(((ScalarOperator) node.getOperator()).analytic());
    }

    /**
     * Gives the rows their ranks, as further fields, and as the last field their time.
     *
     * @param names of the fields of {@code input}; those of the new fields are added
     * @param results takes for each call the field that it is
     * @throws RefusedException where no time ends a ranking, which has been reported
     */
    Chain lower(List<Ranking> rankings, Chain input, List<String> names, Map<RexCall, RexInputRef> results) {
        List<Expr> fields = new ArrayList<>(input.fields());
        List<Placed> placed = new ArrayList<>();
        for (Ranking ranking : rankings) {
            List<Integer> keys = place(ranking.keys(), input, fields, names);
            List<Integer> order = place(ranking.order(), input, fields, names);
            int time = -1;
            for (int key : keys) {
                time = time < 0 && Periods.of(fields.get(key), input) != null ? key : time;
            }
            if (time < 0) {
                throw refused(ranking);
            }
            placed.add(new Placed(ranking, keys, time, order));
        }
        boolean moves =
                placed.stream().anyMatch(each -> !Periods.INSTANT.equals(Periods.of(fields.get(each.time()), input)));
        int own = -1;
        if (moves) {
            fields.replaceAll(field -> field instanceof Expr.Rowtime ? ownTime() : field);
            own = fields.indexOf(ownTime());
            if (own < 0) {
                own = fields.size();
                fields.add(ownTime());
                names.add("ROWTIME");
            }
        }
        input.setFields(fields);
        input.settle(names, span);
        Chain chain = input;
        for (Placed each : placed) {
            chain = rank(each, chain, own, names, results);
        }
        List<Expr> all = new ArrayList<>(chain.fields());
        all.add(new Expr.Rowtime(Promotions.TIME, span));
        names.add("ROWTIME");
        chain.setFields(all);
        return chain;
    }

    /** The time of the row as a column, for the sort sets another. */
    private Expr ownTime() {
        Expr time = new Expr.Rowtime(Promotions.TIME, span);
        return new Expr.Cast(time, Expr.Cast.Mode.CAST, Promotions.TIME, span);
    }

    private List<Integer> place(List<RexNode> nodes, Chain input, List<Expr> fields, List<String> names) {
        List<Integer> places = new ArrayList<>();
        for (RexNode node : nodes) {
            if (node instanceof RexInputRef field && !(fields.get(field.getIndex()) instanceof Expr.Rowtime)) {
                places.add(field.getIndex());
                continue;
            }
            places.add(fields.size());
            names.add("key");
            fields.add(ExprLowering.lower(node, input.fields(), span));
        }
        return places;
    }

    private RefusedException refused(Ranking ranking) {
        String function = ranking.first().function().name();
        problems.report(Diagnostic.of(Problems.RANK_WITHOUT_TIME, ranking.place(), function)
                .withNote("rank the rows of a time: `PARTITION BY FLOOR(ROWTIME TO MINUTE), …`, or `window_end` of the"
                        + " window whose results they are"));
        return new RefusedException();
    }

    private Chain rank(Placed placed, Chain input, int ownTime, List<String> names, Map<RexCall, RexInputRef> results) {
        WindowSpec period = Periods.of(input.fields().get(placed.time()), input);
        if (period == null) {
            problems.notAvailable(placed.ranking().place(), "a rank within another time beside the first");
            throw new RefusedException();
        }
        List<Integer> keyFields = new ArrayList<>(placed.keys());
        keyFields.remove(Integer.valueOf(placed.time()));
        List<Expr> keys = keyFields.stream().map(input.fields()::get).toList();
        Chain chain = input;
        if (chain.aggregated() || !AggregateLowering.together(chain, keys)) {
            chain = splitter.split(chain, names, keyFields);
        }
        List<SortKey> sort = new ArrayList<>();
        List<Expr> order = new ArrayList<>();
        for (int i = 0; i < placed.order().size(); i++) {
            AnalyticCall.Order direction = placed.ranking().first().order().get(i);
            if (chain.fields().get(placed.order().get(i)) instanceof Expr.Column column) {
                sort.add(new SortKey(column.index(), direction.descending(), direction.nullsFirst()));
                order.add(column);
            }
        }
        if (ownTime >= 0 && chain.fields().get(ownTime) instanceof Expr.Column time) {
            // Of equal rows the earlier one comes first, in whichever lane it came.
            sort.add(new SortKey(time.index(), false, false));
        }
        chain.sort(
                period.equals(Periods.INSTANT) ? null : period,
                sort,
                placed.ranking().place());
        number(placed, keyFields, order, chain, names, results);
        return chain;
    }

    private void number(
            Placed placed,
            List<Integer> keyFields,
            List<Expr> order,
            Chain chain,
            List<String> names,
            Map<RexCall, RexInputRef> results) {
        List<Expr> fields = new ArrayList<>(chain.fields());
        List<Column> columns = new ArrayList<>(chain.schema().columns());
        List<OverFunction> functions = new ArrayList<>();
        for (RexCall node : placed.ranking().calls()) {
            AnalyticCall call = call(node);
            boolean number = call.function() == kpipe.compiler.model.AnalyticFunction.ROW_NUMBER;
            OverFunction function = new OverFunction(
                    OverLowering.meaning(call),
                    number ? List.of() : order,
                    0,
                    false,
                    false,
                    new Frame.Unbounded(),
                    RelTypes.fromRel(node.getType()),
                    ((ScalarOperator) node.getOperator()).span());
            results.put(node, new RexInputRef(fields.size(), node.getType()));
            fields.add(new Expr.Column(columns.size(), function.type(), function.span()));
            names.add(call.function().name());
            columns.add(new Column(call.function().name(), function.type()));
            functions.add(function);
        }
        List<Expr> keys = keyFields.stream().map(chain.fields()::get).toList();
        chain.over(new Operator.Over(
                Periods.INSTANT,
                keys,
                functions,
                new Schema(columns),
                placed.ranking().place()));
        chain.setFields(fields);
    }
}
