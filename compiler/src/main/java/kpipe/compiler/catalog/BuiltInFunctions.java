package kpipe.compiler.catalog;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The functions that the compiler itself knows, because they are more than a method over values: they evaluate lazily, take part in planning, or read the clock. */
public final class BuiltInFunctions {

    /** How many arguments a function takes. */
    public record Arity(int least, int most) {}

    private static final Map<String, Arity> SCALAR = new TreeMap<>(Map.of(
            "COALESCE", new Arity(1, Integer.MAX_VALUE),
            "IFNULL", new Arity(2, 2),
            "NVL", new Arity(2, 2),
            "CARDINALITY", new Arity(1, 1),
            "ARRAY_CONTAINS", new Arity(2, 2),
            "MAP_KEYS", new Arity(1, 1),
            "MAP_VALUES", new Arity(1, 1),
            "MONOTONIC", new Arity(1, 1),
            "NULLIF", new Arity(2, 2),
            "MOD", new Arity(2, 2)));

    private static final Set<String> NILADIC = Set.of(
            "CURRENT_TIMESTAMP",
            "CURRENT_ROW_TIMESTAMP",
            "LOCALTIMESTAMP",
            "CURRENT_DATE",
            "CURRENT_TIME",
            "LOCALTIME");

    /** Functions of windows that this release does not have. */
    private static final Set<String> LATER = Set.of("CUME_DIST", "NTILE", "PERCENT_RANK");

    private BuiltInFunctions() {}

    /** The arguments of the scalar function of that name, or null if the compiler knows none. */
    public static @Nullable Arity scalar(String name) {
        return SCALAR.get(name.toUpperCase(Locale.ROOT));
    }

    /** The names of scalar functions, in capitals. */
    public static Set<String> scalarNames() {
        return SCALAR.keySet();
    }

    /** Whether a name alone, without parentheses, is a function. */
    public static boolean isNiladic(String name) {
        return NILADIC.contains(name.toUpperCase(Locale.ROOT));
    }

    /** Whether the language has a function of that name that this release has not. */
    public static boolean isLater(String name) {
        return LATER.contains(name.toUpperCase(Locale.ROOT));
    }
}
