package kpipe.compiler.plan.lower;

import java.util.Arrays;
import java.util.function.Consumer;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.JavaUnit;
import kpipe.compiler.pipeline.MatchSlot;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.OperatorParts;
import kpipe.compiler.pipeline.Stage;

/** What a stage uses. */
public final class StageReading {

    private StageReading() {}

    /** Marks the columns of a stream that a stage reads, be it by one inlet or by several. */
    public static void mark(Stage stage, String stream, boolean[] read) {
        Operator.StreamJoin join = stage.join();
        if (join != null) {
            boolean[] pair = new boolean[join.output().size()];
            mark(stage, pair);
            join.keys().forEach(key -> {
                pair[key.left()] = true;
                pair[join.leftColumns() + key.right()] = true;
            });
            int from = 0;
            for (Stage.Inlet inlet : stage.inlets()) {
                for (int i = 0; i < inlet.input().size(); i++) {
                    if (inlet.from().equals(stream)) {
                        read[i] |= pair[from + i];
                    }
                }
                from += join.leftColumns();
            }
        } else if (stage.inlets().stream().anyMatch(inlet -> inlet.from().equals(stream))) {
            mark(stage, read);
        }
    }

    private static void mark(Stage stage, boolean[] read) {
        for (Operator operator : stage.operators()) {
            if (operator instanceof Operator.Match match) {
                match.keys().forEach(key -> read[key] = true);
                match.tests().forEach(slot -> mark(slot, read));
                match.results().forEach(slot -> mark(slot, read));
                return;
            }
            for (Expr expr : OperatorParts.of(operator)) {
                mark(expr, read);
            }
            if (operator instanceof Operator.Project || operator instanceof Operator.WindowAggregate) {
                return;
            }
        }
        Arrays.fill(read, true);
    }

    private static void mark(MatchSlot slot, boolean[] read) {
        if (slot.column() >= 0) {
            read[slot.column()] = true;
        }
    }

    private static void mark(Expr expr, boolean[] read) {
        if (expr instanceof Expr.Column column && column.index() < read.length) {
            read[column.index()] = true;
        }
        Traits.parts(expr).forEach(part -> mark(part, read));
    }

    /** Gives the inline Java that it calls. */
    public static void javaUnits(Stage stage, Consumer<JavaUnit> take) {
        for (Operator operator : stage.operators()) {
            OperatorParts.of(operator).forEach(expr -> javaUnits(expr, take));
        }
    }

    private static void javaUnits(Expr expr, Consumer<JavaUnit> take) {
        if (expr instanceof Expr.JavaCall call) {
            take.accept(call.unit());
        }
        Traits.parts(expr).forEach(part -> javaUnits(part, take));
    }
}
