package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.plan.ScalarOperator;
import kpipe.compiler.source.Span;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/** Makes what takes a text apart a column, where several fields of it are asked for by the same call: each text is taken apart once. */
final class RecordLowering {

    private RecordLowering() {}

    /** The projections with such calls as columns of the chain. Only what is computed for every row anyway becomes one. */
    static List<RexNode> lower(List<RexNode> projects, Chain chain, List<String> names, Span span) {
        Map<RexNode, Integer> uses = new LinkedHashMap<>();
        Set<RexNode> certain = new LinkedHashSet<>();
        Counter counter = new Counter(uses);
        for (RexNode node : projects) {
            node.accept(counter);
            RexCall call = ofField(node);
            if (call != null) {
                certain.add(call);
            }
        }
        certain.removeIf(call -> uses.getOrDefault(call, 0) < 2);
        if (certain.isEmpty()) {
            return projects;
        }
        List<Expr> fields = new ArrayList<>(chain.fields());
        List<String> extended = new ArrayList<>(names);
        while (extended.size() < fields.size()) {
            extended.add("elements");
        }
        Map<RexNode, Integer> places = new LinkedHashMap<>();
        for (RexNode call : certain) {
            places.put(call, fields.size());
            fields.add(ExprLowering.lower(call, chain.fields(), span));
            extended.add("record");
        }
        chain.setFields(fields);
        chain.settle(extended, span);
        RexShuttle replacing = new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                Integer place = places.get(call);
                return place == null ? super.visitCall(call) : new RexInputRef(place, call.getType());
            }
        };
        return replacing.apply(projects);
    }

    /** The call of which the expression is a field, or a field of a field. */
    private static @Nullable RexCall ofField(RexNode node) {
        RexNode at = node;
        while (at instanceof RexCall call && call.getOperator() instanceof ScalarOperator operator) {
            if (operator.takesApart()) {
                return call;
            }
            if (!operator.isField()) {
                return null;
            }
            at = call.getOperands().get(0);
        }
        return null;
    }

    private static final class Counter extends RexVisitorImpl<Void> {

        private final Map<RexNode, Integer> uses;

        Counter(Map<RexNode, Integer> uses) {
            super(true);
            this.uses = uses;
        }

        @Override
        public Void visitCall(RexCall call) {
            if (call.getOperator() instanceof ScalarOperator operator && operator.takesApart()) {
                uses.merge(call, 1, Integer::sum);
            }
            return super.visitCall(call);
        }
    }
}
