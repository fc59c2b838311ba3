package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Operator.Lead.LeadFunction;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.plan.AnalyticCall;
import kpipe.compiler.plan.Conversions;
import kpipe.compiler.plan.Problems;
import kpipe.compiler.plan.RelTypes;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Gives rows the values of later ones: what is taken, and the keys, become columns of the rows while they wait. */
final class LeadLowering {

    private final Problems problems;
    private final AggregateLowering.Splitter splitter;
    private final Span span;

    LeadLowering(Problems problems, AggregateLowering.Splitter splitter, Span span) {
        this.problems = problems;
        this.splitter = splitter;
        this.span = span;
    }

    /**
     * Gives the rows their values, as further fields.
     *
     * @param names of the fields of {@code input}; those of the new fields are added
     * @param results takes for each call the field that it is
     * @throws RefusedException where nothing ends the wait, which has been reported
     */
    Chain lower(OverLowering.Partition partition, Chain input, List<String> names, Map<RexCall, RexInputRef> results) {
        // What can fail does so before rows wait.
        input.settle(names, span);
        KeyedRows rows = KeyedRows.of(partition.keys(), input, names, splitter, span);
        checkEnds(partition, rows.period());
        operator(rows.period(), partition.calls(), rows.keys(), rows.chain(), names, results);
        return rows.chain();
    }

    private void checkEnds(OverLowering.Partition partition, @Nullable WindowSpec period) {
        for (RexCall node : partition.calls()) {
            Frame frame = call(node).frame();
            if (frame == null ? period == null : !(frame instanceof Frame.Ahead)) {
                problems.report(Diagnostic.of(Problems.LEAD_WITHOUT_END, OverLowering.place(node))
                        .withNote(
                                "`RANGE INTERVAL '1' MINUTE FOLLOWING` in the window says so, as does a time among its"
                                        + " keys: `PARTITION BY FLOOR(ROWTIME TO MINUTE), …`"));
                throw new RefusedException();
            }
        }
    }

    private static AnalyticCall call(RexCall node) {
        return Objects.requireNonNull(OverLowering.analytic(node));
    }

    private void operator(
            @Nullable WindowSpec period,
            List<RexCall> calls,
            List<Expr> keys,
            Chain chain,
            List<String> names,
            Map<RexCall, RexInputRef> results) {
        List<Expr> columns = new ArrayList<>();
        List<Column> query = new ArrayList<>(chain.schema().columns());
        for (int i = 0; i < query.size(); i++) {
            columns.add(new Expr.Column(i, query.get(i).type(), span));
        }
        List<Integer> keyColumns = new ArrayList<>();
        keys.forEach(key -> keyColumns.add(column(key, "key", columns, query)));
        List<LeadFunction> functions = new ArrayList<>();
        List<Column> given = new ArrayList<>();
        List<Expr> fields = new ArrayList<>(chain.fields());
        for (RexCall node : calls) {
            AnalyticCall call = call(node);
            Type type = RelTypes.fromRel(node.getType());
            List<Integer> arguments = new ArrayList<>();
            for (RexNode argument : node.getOperands().subList(0, call.arguments())) {
                Expr value = ExprLowering.lower(argument, chain.fields(), OverLowering.place(node));
                arguments.add(column(Conversions.convert(value, type), "value", columns, query));
            }
            functions.add(new LeadFunction(
                    arguments.get(0),
                    arguments.size() > 1 ? arguments.get(1) : -1,
                    call.number(),
                    call.ignoreNulls(),
                    call.frame() instanceof Frame.Ahead ahead ? ahead.millis() : Long.MAX_VALUE,
                    OverLowering.place(node)));
            given.add(new Column("LEAD", type));
        }
        for (int i = 0; i < calls.size(); i++) {
            Type type = given.get(i).type();
            results.put(
                    calls.get(i), new RexInputRef(fields.size(), calls.get(i).getType()));
            fields.add(new Expr.Column(query.size() + i, type, OverLowering.place(calls.get(i))));
            names.add("LEAD");
        }
        List<Column> output = new ArrayList<>(query);
        output.addAll(given);
        Span place = calls.size() == 1 ? OverLowering.place(calls.get(0)) : span;
        chain.lead(
                columns,
                new Schema(query),
                new Operator.Lead(period, keyColumns, functions, new Schema(output), place));
        chain.setFields(fields);
    }

    /** The column that an expression is while rows wait. */
    private static int column(Expr value, String name, List<Expr> columns, List<Column> query) {
        if (value instanceof Expr.Column column) {
            return column.index();
        }
        columns.add(value);
        query.add(new Column(name, value.type()));
        return columns.size() - 1;
    }
}
