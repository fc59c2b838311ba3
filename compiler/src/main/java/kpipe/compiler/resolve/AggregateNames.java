package kpipe.compiler.resolve;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import kpipe.compiler.model.FunctionBinding;
import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import org.jspecify.annotations.Nullable;

/** The names of aggregate functions, those included by which other dialects know them. */
final class AggregateNames {

    private static final Map<String, FunctionBinding.Aggregate> NAMES = new TreeMap<>();

    static {
        for (AggregateFunction function : AggregateFunction.values()) {
            NAMES.put(function.name(), new FunctionBinding.Aggregate(function, false));
        }
        alias("STDDEV", AggregateFunction.STDDEV_SAMP);
        alias("VARIANCE", AggregateFunction.VAR_SAMP);
        alias("SOME", AggregateFunction.ANY);
        alias("BOOL_OR", AggregateFunction.ANY);
        alias("BOOL_AND", AggregateFunction.EVERY);
        alias("STRING_AGG", AggregateFunction.LISTAGG);
        alias("COLLECT", AggregateFunction.ARRAY_AGG);
        alias("MEDIAN", AggregateFunction.PERCENTILE_CONT);
        NAMES.put("ANY_VALUE", new FunctionBinding.Aggregate(AggregateFunction.FIRST_VALUE, true));
    }

    private AggregateNames() {}

    private static void alias(String name, AggregateFunction function) {
        NAMES.put(name, new FunctionBinding.Aggregate(function, false));
    }

    /** Whether the name in capitals is that of an aggregate that sorts what it puts together. */
    static boolean isList(String name) {
        return isArray(name) || name.equals("LISTAGG") || name.equals("STRING_AGG");
    }

    /** Whether the name in capitals is that of an aggregate that gives an ARRAY. */
    static boolean isArray(String name) {
        return name.equals("ARRAY_AGG") || name.equals("COLLECT");
    }

    /** Whether the name in capitals is followed by WITHIN GROUP. */
    static boolean isPercentile(String name) {
        return name.equals("PERCENTILE_CONT") || name.equals("PERCENTILE_DISC");
    }

    /** What the name in capitals means, or null where it is no aggregate. */
    static FunctionBinding.@Nullable Aggregate of(String name) {
        return NAMES.get(name);
    }

    static Set<String> all() {
        return NAMES.keySet();
    }
}
