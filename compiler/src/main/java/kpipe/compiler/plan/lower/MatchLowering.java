package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.PatternSearch;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Operator.Match.MatchVariable;
import kpipe.compiler.plan.MatchedQuery;
import kpipe.compiler.plan.PatternCall;
import kpipe.compiler.plan.Problems;
import kpipe.compiler.plan.ScalarOperator;
import kpipe.compiler.source.Span;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;

/** Makes the operator of a MATCH_RECOGNIZE out of the select that stands for it: what conditions and measures take from a match are columns over which the rest of them is. */
final class MatchLowering {

    private final Problems problems;
    private final AggregateLowering.Splitter splitter;

    MatchLowering(Problems problems, AggregateLowering.Splitter splitter) {
        this.problems = problems;
        this.splitter = splitter;
    }

    /** The mark of a MATCH_RECOGNIZE in a select list, or null. */
    static @Nullable RexCall marker(Project project) {
        for (RexNode node : project.getProjects()) {
            if (node instanceof RexCall call
                    && call.getOperator() instanceof ScalarOperator operator
                    && operator.match() != null) {
                return call;
            }
        }
        return null;
    }

    Chain lower(Project project, RexCall marker, Chain chain) {
        ScalarOperator operator = (ScalarOperator) marker.getOperator();
        MatchedQuery query = java.util.Objects.requireNonNull(operator.match());
        PatternSearch search = query.search();
        Span span = search.span();
        List<RexNode> operands = marker.getOperands();
        int keysAt = 1 + query.defined().size();
        List<RexNode> keys = operands.subList(keysAt, keysAt + query.keys());
        List<RexNode> order = operands.subList(keysAt + query.keys(), operands.size());
        int width = chain.fields().size();
        checkOrder(query, order, operator.span(), chain);
        List<Integer> keyFields = arrange(project, operands.subList(1, keysAt), keys, chain, span);
        Chain searched = chain;
        List<String> names = names(chain, project);
        List<Expr> keyExprs = new ArrayList<>();
        for (int field : keyFields) {
            keyExprs.add(chain.fields().get(field));
        }
        if (chain.aggregated() || !AggregateLowering.together(chain, keyExprs)) {
            searched = splitter.split(chain, names, keyFields);
        }
        if (!searched.ordered()) {
            searched.sort(span);
        }
        MatchSlots tests = new MatchSlots(searched, width, arguments, search.variables(), span);
        List<MatchVariable> variables = new ArrayList<>();
        for (int i = 0; i < search.variables().size(); i++) {
            int at = query.defined().indexOf(i);
            Expr condition = at < 0 ? null : tests.lower(operands.get(1 + at));
            variables.add(new MatchVariable(search.variables().get(i), condition));
        }
        MatchSlots results = new MatchSlots(searched, width, arguments, search.variables(), span);
        List<Expr> fields = new ArrayList<>();
        for (RexNode node : project.getProjects()) {
            fields.add(node == marker ? new Expr.Rowtime(Promotions.TIME, span) : results.lower(node));
        }
        List<Integer> keyColumns = new ArrayList<>();
        for (int field : keyFields) {
            if (searched.fields().get(field) instanceof Expr.Column column) {
                keyColumns.add(column.index());
            }
        }
        int history = Math.max(tests.history(), results.history(!keyColumns.isEmpty()));
        searched.match(new Operator.Match(
                keyColumns,
                search.pattern(),
                variables,
                tests.slots(),
                results.slots(),
                query.allRows(),
                search.skip(),
                search.skipTo(),
                search.within(),
                history,
                Operator.Match.schema(results.slots()),
                span));
        searched.setFields(fields);
        return searched;
    }

    /** The arguments of aggregates that are more than a column, as they stand in the plan; their columns stand behind the fields of the input. */
    private final List<RexNode> arguments = new ArrayList<>();

    /** Makes a column of everything that rows are asked for; returns which fields are the keys. */
    private List<Integer> arrange(
            Project project, List<RexNode> conditions, List<RexNode> keys, Chain chain, Span span) {
        List<RexNode> all = new ArrayList<>(project.getProjects());
        all.addAll(conditions);
        List<Expr> fields = new ArrayList<>(chain.fields());
        new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                PatternCall pattern = pattern(call);
                if (pattern == null) {
                    return super.visitCall(call);
                }
                boolean computed = pattern.kind() == PatternCall.Kind.AGGREGATE
                        && !call.getOperands().isEmpty()
                        && !(ExprLowering.lower(call.getOperands().get(0), chain.fields(), span)
                                instanceof Expr.Column);
                if (computed && !arguments.contains(call.getOperands().get(0))) {
                    Expr argument = ExprLowering.lower(call.getOperands().get(0), chain.fields(), span);
                    if (!Traits.neverFails(argument)) {
                        problems.notAvailable(
                                argument.span(),
                                "an aggregate in a pattern over what can fail (give it a name in a query below)");
                        throw new RefusedException();
                    }
                    arguments.add(call.getOperands().get(0));
                    fields.add(argument);
                }
                return call;
            }
        }.apply(all);
        List<Integer> keyFields = new ArrayList<>();
        for (RexNode key : keys) {
            keyFields.add(fields.size());
            fields.add(ExprLowering.lower(key, chain.fields(), span));
        }
        chain.setFields(fields);
        chain.settle(names(chain, project), span);
        return keyFields;
    }

    private static List<String> names(Chain chain, Project project) {
        List<String> names = new ArrayList<>(project.getInput().getRowType().getFieldNames());
        while (names.size() < chain.fields().size()) {
            names.add("argument");
        }
        return names;
    }

    static @Nullable PatternCall pattern(RexNode node) {
        return node instanceof RexCall call && call.getOperator() instanceof ScalarOperator operator
                ? operator.pattern()
                : null;
    }

    private void checkOrder(MatchedQuery query, List<RexNode> order, Span span, Chain chain) {
        if (order.isEmpty()) {
            return;
        }
        Expr first = ExprLowering.lower(order.get(0), chain.fields(), span);
        if (order.size() > 1 || query.descending() || !(chain.asTime(first) instanceof Expr.Rowtime)) {
            problems.report(Diagnostic.of(Problems.PATTERN_ORDER, span)
                    .withNote("`ORDER BY ROWTIME`, or the column of EVENT TIME, says so; it may be left out"));
            throw new RefusedException();
        }
    }
}
