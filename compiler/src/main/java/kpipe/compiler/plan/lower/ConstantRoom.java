package kpipe.compiler.plan.lower;

import java.util.HashMap;
import java.util.Map;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.OperatorParts;
import kpipe.compiler.pipeline.Stage;

/** How much room the constants of a stage take in the class that it becomes: the Java virtual machine has 65,535 places for them. */
public final class ConstantRoom {

    /** What is left for all else is enough for it. */
    private static final int MOST = 60_500;

    /** A text, the field that holds it, and their names. */
    private static final int OF_TEXT = 6;

    private static final int OF_NUMBER = 2;

    private ConstantRoom() {}

    /** Whether there is enough. */
    public static boolean isEnough(Stage stage) {
        Map<Object, Integer> constants = new HashMap<>();
        stage.operators().forEach(operator -> OperatorParts.of(operator).forEach(expr -> count(expr, constants)));
        return constants.values().stream().mapToInt(Integer::intValue).sum() <= MOST;
    }

    private static void count(Expr expr, Map<Object, Integer> constants) {
        if (expr instanceof Expr.Literal literal && literal.value() != null) {
            Object value = literal.value();
            boolean small = value instanceof Boolean
                    || value instanceof Long number && number >= Short.MIN_VALUE && number <= Short.MAX_VALUE;
            boolean ofNumber = value instanceof Number;
            if (!small) {
                constants.put(value, ofNumber ? OF_NUMBER : OF_TEXT);
            }
        }
        Traits.parts(expr).forEach(part -> count(part, constants));
    }
}
