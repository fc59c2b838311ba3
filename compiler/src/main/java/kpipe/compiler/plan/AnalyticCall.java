package kpipe.compiler.plan;

import java.util.List;
import kpipe.compiler.model.AnalyticFunction;
import kpipe.compiler.pipeline.Frame;
import org.jspecify.annotations.Nullable;

/**
 * What a call of a function with OVER says beside its operands, which are the arguments, then the keys of PARTITION BY, then those of ORDER BY.
 *
 * @param arguments how many of the operands are arguments; constants such as the number of LAG are none
 * @param keys how many of the operands are keys of PARTITION BY
 * @param number of NTH_VALUE and LAG how many rows, of EXP_AVG the half-life in milliseconds, else 0
 * @param frame null where nothing is said
 * @param order what is said of each key of ORDER BY
 */
public record AnalyticCall(
        AnalyticFunction function,
        int arguments,
        int keys,
        long number,
        boolean distinct,
        boolean ignoreNulls,
        boolean fromLast,
        @Nullable Frame frame,
        List<Order> order) {

    /** Which values of a key come first. */
    public record Order(boolean descending, boolean nullsFirst) {}

    public AnalyticCall {
        order = List.copyOf(order);
    }
}
