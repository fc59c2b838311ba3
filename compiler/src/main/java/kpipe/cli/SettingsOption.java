package kpipe.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code --set NAME=VALUE}, of all commands that compile. */
final class SettingsOption {

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Give a parameter its value; may be repeated. Goes before the environment.")
    private Map<String, String> given = new LinkedHashMap<>();

    /** The values by name. */
    Map<String, String> given() {
        return Collections.unmodifiableMap(given);
    }
}
