package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.OverFunction;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.plan.Problems;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** Makes the operators of SELECT DISTINCT: rows are counted by their values, and the first of each passes. What was counted is forgotten when a time among the values moves on. */
final class DistinctLowering {

    private static final Type COUNT = Type.of(Kind.BIGINT, false);

    private final Problems problems;
    private final AggregateLowering.Splitter splitter;
    private final Span span;

    DistinctLowering(Problems problems, AggregateLowering.Splitter splitter, Span span) {
        this.problems = problems;
        this.splitter = splitter;
        this.span = span;
    }

    /**
     * Lets the first of equal rows pass.
     *
     * @param input its fields are the values of the rows, then their time
     * @param names of its fields
     * @throws RefusedException where no time is among the values, which has been reported
     */
    Chain lower(Span distinct, Chain input, List<String> names) {
        List<Expr> values = input.fields().subList(0, input.fields().size() - 1);
        int epoch = -1;
        WindowSpec period = null;
        for (int i = 0; i < values.size() && period == null; i++) {
            period = values.get(i) instanceof Expr.Rowtime ? null : Periods.of(values.get(i), input);
            epoch = i;
        }
        if (period == null) {
            epoch = -1;
            period = values.stream().anyMatch(Expr.Rowtime.class::isInstance) ? Periods.INSTANT : refused(distinct);
        }
        List<Integer> keyFields = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Expr value = values.get(i);
            boolean same = i == epoch
                    || value instanceof Expr.Rowtime
                    || value instanceof Expr.Literal
                    || value instanceof Expr.Parameter;
            if (!same) {
                keyFields.add(i);
            }
        }
        Chain chain = input;
        List<Expr> keys = keyFields.stream().map(values::get).toList();
        if (chain.aggregated() || !AggregateLowering.together(chain, keys)) {
            chain = splitter.split(chain, names, keyFields);
        }
        chain.settle(names, span);
        if (!chain.ordered()) {
            chain.sort(span);
        }
        first(chain, period, keyFields, distinct);
        return chain;
    }

    private WindowSpec refused(Span distinct) {
        problems.report(Diagnostic.of(Problems.DISTINCT_GROWS, distinct)
                .withNote(
                        "select a time too: `SELECT DISTINCT FLOOR(ROWTIME TO MINUTE) AS of_minute, …` gives each once"
                                + " a minute"));
        throw new RefusedException();
    }

    private static void first(Chain chain, WindowSpec period, List<Integer> keyFields, Span place) {
        List<Expr> fields = new ArrayList<>(chain.fields());
        List<Expr> keys = keyFields.stream().map(fields::get).toList();
        Expr number = number(chain, period, keys, place);
        Expr one = new Expr.Literal(1L, COUNT, place);
        chain.filter(new Expr.Call(Operation.EQUAL, List.of(number, one), Type.of(Kind.BOOLEAN, false), place));
        chain.setFields(fields);
    }

    /** Numbers the rows of each key in each period, from 1, and answers the number. The fields are then those that were, which the caller sets. */
    static Expr number(Chain chain, @Nullable WindowSpec period, List<Expr> keys, Span place) {
        Schema before = chain.schema();
        List<Column> columns = new ArrayList<>(before.columns());
        columns.add(new Column("ROW_NUMBER", COUNT));
        OverFunction counting = new OverFunction(
                OverFunction.Function.COUNT, List.of(), 0, false, false, new Frame.Unbounded(), COUNT, place);
        chain.over(new Operator.Over(period, keys, List.of(counting), new Schema(columns), place));
        return new Expr.Column(before.size(), COUNT, place);
    }
}
