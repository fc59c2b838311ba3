package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.plan.Conversions;
import kpipe.compiler.plan.RelTypes;
import kpipe.compiler.plan.ScalarOperator;
import kpipe.compiler.source.Span;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/** Expressions of a plan as those of the pipeline. */
final class ExprLowering {

    private ExprLowering() {}

    /**
     * The expression over the rows of which {@code fields} are the columns that the plan knows.
     *
     * @param place the place in the text of what has none of its own
     */
    static Expr lower(RexNode node, List<Expr> fields, Span place) {
        if (node instanceof RexInputRef reference) {
            return Placed.at(fields.get(reference.getIndex()), place);
        }
        if (node instanceof RexCall call && call.getOperator() instanceof ScalarOperator operator) {
            // What stands in another file, as the body of an imported function, fails where it is called: a line is
            // told with the file of the query.
            Span here = operator.span().file().equals(place.file()) ? operator.span() : place;
            List<Expr> operands = new ArrayList<>();
            for (RexNode operand : call.getOperands()) {
                operands.add(lower(operand, fields, here));
            }
            return operator.lower(operands, RelTypes.fromRel(call.getType()), here);
        }
        if (node instanceof RexCall call && call.getKind() == SqlKind.AND) {
            List<Expr> operands = new ArrayList<>();
            for (RexNode operand : call.getOperands()) {
                operands.add(lower(operand, fields, place));
            }
            return new Expr.Call(Operation.AND, operands, RelTypes.fromRel(call.getType()), place);
        }
        if (node instanceof RexCall call && call.getKind() == SqlKind.CAST) {
            Expr operand = lower(call.getOperands().get(0), fields, place);
            return Conversions.convert(operand, RelTypes.fromRel(call.getType()));
        }
        if (node instanceof RexLiteral literal && literal.isAlwaysTrue()) {
            return new Expr.Literal(true, Type.of(Kind.BOOLEAN, false), place);
        }
        if (node instanceof RexLiteral literal && literal.getType().getSqlTypeName() == SqlTypeName.INTEGER) {
            // Stands for the columns of a grouping that has neither keys nor arguments.
            return new Expr.Literal(literal.getValueAs(Long.class), RelTypes.fromRel(literal.getType()), place);
        }
        throw new UnsupportedPlanException(node.getKind().toString());
    }

    /** Gives columns, whose place is where they are used, that place. */
    static final class Placed {
        private Placed() {}

        static Expr at(Expr expr, Span place) {
            if (expr instanceof Expr.Column column) {
                return new Expr.Column(column.index(), column.type(), place);
            }
            return expr instanceof Expr.Rowtime rowtime ? new Expr.Rowtime(rowtime.type(), place) : expr;
        }
    }
}
