package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.plan.RelTypes;
import kpipe.compiler.plan.ScalarOperator;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;

/** Takes UNNEST out of a projection: an operator in front of it numbers the elements. */
final class UnnestLowering {

    private UnnestLowering() {}

    /** Whether an expression is the number of an element. */
    static boolean isMarker(RexNode node) {
        return marker(node) != null;
    }

    private static @Nullable ScalarOperator marker(RexNode node) {
        return node instanceof RexCall call
                        && call.getOperator() instanceof ScalarOperator operator
                        && operator.unnests()
                ? operator
                : null;
    }

    /** The projections with the value that is unnested, and the number, as columns of the chain. */
    static List<RexNode> lower(List<RexNode> projects, Chain chain, List<String> names, Span span) {
        RexNode marker =
                projects.stream().filter(UnnestLowering::isMarker).findFirst().orElseThrow();
        ScalarOperator operator = java.util.Objects.requireNonNull(marker(marker));
        RexNode value = ((RexCall) marker).getOperands().get(0);
        List<Expr> fields = new ArrayList<>(chain.fields());
        fields.add(ExprLowering.lower(value, chain.fields(), span));
        names.add("elements");
        chain.setFields(fields);
        chain.settle(names, span);
        fields = new ArrayList<>(chain.fields());
        Expr nested = fields.get(fields.size() - 1);
        List<Column> columns = new ArrayList<>(chain.schema().columns());
        Type type = RelTypes.fromRel(marker.getType());
        Expr number = new Expr.Column(columns.size(), type, operator.span());
        columns.add(new Column("number", type));
        int step = nested.kind() == Kind.MAP ? 2 : 1;
        chain.unnest(new Operator.Unnest(nested, step, operator.keepsEmpty(), new Schema(columns), operator.span()));
        fields.add(number);
        names.add("number");
        chain.setFields(fields);
        int place = fields.size() - 2;
        RexShuttle replacing = new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                if (isMarker(call)) {
                    return new RexInputRef(place + 1, call.getType());
                }
                return call.equals(value) ? new RexInputRef(place, call.getType()) : super.visitCall(call);
            }
        };
        return replacing.apply(projects);
    }
}
