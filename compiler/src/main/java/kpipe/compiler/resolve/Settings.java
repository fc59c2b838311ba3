package kpipe.compiler.resolve;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values for {@code ${NAME}} and PARAMETERs. Immutable.
 *
 * @param given from {@code --set NAME=value}; they go first
 * @param environment the environment of the process
 * @param complete whether a value that is missing is an error now; while a jar is built it is not, for the jar takes its values when it starts
 */
public record Settings(Map<String, String> given, Map<String, String> environment, boolean complete) {

    /** No values at all, and none missed. */
    public static final Settings NONE = new Settings(Map.of(), Map.of(), false);

    public Settings {
        given = Map.copyOf(given);
        environment = Map.copyOf(environment);
    }

    /** The value of that name, or null. */
    public @Nullable String value(String name) {
        String value = given.get(name);
        return value != null ? value : environment.get(name);
    }
}
