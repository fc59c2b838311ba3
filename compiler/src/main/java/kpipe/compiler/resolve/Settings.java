package kpipe.compiler.resolve;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values for {@code ${NAME}} and PARAMETERs. Immutable.
 *
 * @param given from {@code --set NAME=value}; they go first
 * @param environment the environment of the process
 * @param needed which values must be there
 */
public record Settings(Map<String, String> given, Map<String, String> environment, Needed needed) {

    /** Which missing values are errors. */
    public enum Needed {
        /** None: the jar that is built takes its values when it starts. */
        NONE,
        /** Those without which tests cannot run: of PARAMETERs that SQL reads, and in the options of formats. Tests touch no source and no destination. */
        BY_TESTS,
        /** All: the pipeline is to run now. */
        ALL
    }

    /** No values at all, and none missed. */
    public static final Settings NONE = new Settings(Map.of(), Map.of(), Needed.NONE);

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
