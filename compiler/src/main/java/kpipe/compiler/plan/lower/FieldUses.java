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

    /** Which fields are used at all. */
    static boolean[] any(int[] uses) {
        boolean[] used = new boolean[uses.length];
        for (int i = 0; i < uses.length; i++) {
            used[i] = uses[i] > 0;
        }
        return used;
    }

    static boolean[] either(boolean[] one, boolean[] other) {
        boolean[] either = one.clone();
        for (int i = 0; i < either.length; i++) {
            either[i] |= other[i];
        }
        return either;
    }

    @Override
    public Void visitInputRef(RexInputRef reference) {
        uses[reference.getIndex()]++;
        return super.visitInputRef(reference);
    }
}
