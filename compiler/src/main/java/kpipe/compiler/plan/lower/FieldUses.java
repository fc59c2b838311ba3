package kpipe.compiler.plan.lower;

import java.util.List;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;

/** Counts how often expressions name each field of their input. */
final class FieldUses extends RexVisitorImpl<Void> {

    private final int[] uses;

    private FieldUses(int[] uses) {
        super(true);
        this.uses = uses;
    }

    static void count(List<RexNode> nodes, int[] uses) {
        FieldUses counter = new FieldUses(uses);
        nodes.forEach(node -> node.accept(counter));
    }

    @Override
    public Void visitInputRef(RexInputRef reference) {
        uses[reference.getIndex()]++;
        return super.visitInputRef(reference);
    }
}
