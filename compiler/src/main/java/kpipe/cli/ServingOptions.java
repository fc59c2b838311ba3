package kpipe.cli;

import java.util.HashMap;
import java.util.Map;
import kpipe.runtime.serve.ServeOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the durable streams of a pipeline are served while it runs. */
final class ServingOptions {

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Serve its durable streams at this port, until it is stopped (4567, while it runs).")
    private @Nullable String port;

    @Option(names = "--tls-port", paramLabel = "N", description = "A port for TLS beside it.")
    private @Nullable String tlsPort;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Where to listen; off loopback with credentials.")
    private @Nullable String host;

    @Option(
            names = "--credentials",
            paramLabel = "FILE",
            description = "Lines of ACCESS_KEY_ID=SECRET; every request must be signed with one.")
    private @Nullable String credentials;

    @Option(names = "--certificate", paramLabel = "FILE", description = "PKCS12 for TLS; one is made without.")
    private @Nullable String certificate;

    @Option(names = "--account", paramLabel = "ID", description = "Twelve digits, for ARNs.")
    private @Nullable String account;

    @Option(names = "--region", paramLabel = "NAME", description = "For ARNs (us-east-1).")
    private @Nullable String region;

    @Option(names = "--limits", paramLabel = "off|aws", description = "What a shard takes and gives (off).")
    private @Nullable String limits;

    /**
     * Them all.
     *
     * @throws CommandException where a value is none
     */
    ServeOptions given() {
        Map<String, String> given = new HashMap<>();
        put(given, "--port", port);
        put(given, "--tls-port", tlsPort);
        put(given, "--host", host);
        put(given, "--credentials", credentials);
        put(given, "--certificate", certificate);
        put(given, "--account", account);
        put(given, "--region", region);
        put(given, "--limits", limits);
        try {
            return ServeOptions.of(given);
        } catch (IllegalArgumentException wrong) {
            throw CommandException.usage(String.valueOf(wrong.getMessage()));
        }
    }

    private static void put(Map<String, String> given, String name, @Nullable String value) {
        if (value != null) {
            given.put(name, value);
        }
    }
}
