package kpipe.runtime.serve;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How an endpoint is to be, as a command line says it. Immutable. */
public final class ServeOptions {

    /** What a value looks like, what to say of one that does not, and what the option means. */
    private record Known(String value, Pattern pattern, String words, String help) {}

    private static final Map<String, Known> KNOWN = new LinkedHashMap<>();

    static {
        String port = "\\d{1,4}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d\\d|655[0-2]\\d|6553[0-5]";
        know(
                "--host",
                "ADDRESS",
                "\\S+",
                "an address",
                "where to listen (127.0.0.1); anywhere else takes --credentials");
        know("--port", "N", port, "a port", "the port (4567); 0 for any that is free");
        know("--tls-port", "N", port, "a port", "a port for TLS beside it; 0 for any that is free (none)");
        know(
                "--certificate",
                "FILE",
                ".+",
                "a file",
                "PKCS12 for TLS, its password in KPIPE_CERTIFICATE_PASSWORD (one is made)");
        know(
                "--credentials",
                "FILE",
                ".+",
                "a file",
                "lines of ACCESS_KEY_ID=SECRET; every request must be signed with one");
        know("--account", "ID", "\\d{12}", "twelve digits", "whose the streams are, in ARNs (000000000000)");
        know(
                "--region",
                "NAME",
                "[a-z]{2}(-[a-z]+)+-\\d+",
                "a region such as eu-west-1",
                "where the streams are, in ARNs (us-east-1)");
        know(
                "--state-delay",
                "MS",
                "\\d{1,6}",
                "milliseconds",
                "how long streams are CREATING, UPDATING, DELETING (500)");
        know(
                "--limits",
                "off|aws",
                "off|aws",
                "off or aws",
                "whether a shard takes and gives no more than on AWS (off)");
        know(
                "--failures",
                "RATE",
                "0(\\.\\d+)?|1",
                "a part of 1 such as 0.05",
                "fail this part of all puts and gets on purpose (0)");
    }

    private static void know(String name, String value, String pattern, String words, String help) {
        KNOWN.put(name, new Known(value, Pattern.compile(pattern), words, help));
    }

    private final Map<String, String> given;

    private ServeOptions(Map<String, String> given) {
        this.given = given;
    }

    /**
     * What was given, by the option's name with its two dashes; the rest as usual.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static ServeOptions of(Map<String, String> given) {
        given.forEach((name, value) -> {
            Known option = KNOWN.get(name);
            if (option == null) {
                throw new IllegalArgumentException("there is no option `" + name + "`");
            }
            if (!option.pattern().matcher(value).matches()) {
                throw new IllegalArgumentException(name + " takes " + option.words() + ", not `" + value + "`");
            }
        });
        return new ServeOptions(Map.copyOf(given));
    }

    /** Whether it is an option of these; all take a value. */
    public static boolean has(String name) {
        return KNOWN.containsKey(name);
    }

    /** A line of help for each option: how it is written, and what it means. */
    public static List<Map.Entry<String, String>> help() {
        return KNOWN.entrySet().stream()
                .map(option -> Map.entry(
                        option.getKey() + " " + option.getValue().value(),
                        option.getValue().help()))
                .toList();
    }

    /** The address that it listens at. */
    public String host() {
        return given.getOrDefault("--host", "127.0.0.1");
    }

    /** Where it listens without TLS; 0 for any port that is free. */
    public int port() {
        return Integer.parseInt(given.getOrDefault("--port", "4567"));
    }

    /** Whether the user named the port. */
    public boolean namesPort() {
        return given.containsKey("--port");
    }

    /** Where it listens with TLS; 0 for any port that is free, -1 for none. */
    public int tlsPort() {
        return Integer.parseInt(given.getOrDefault("--tls-port", "-1"));
    }

    /** A PKCS12 file, or null: then the endpoint makes a certificate for itself. */
    public @Nullable String certificate() {
        return given.get("--certificate");
    }

    /** A file whose lines are {@code ACCESS_KEY_ID=SECRET}, or null: then signatures are not checked. */
    public @Nullable String credentials() {
        return given.get("--credentials");
    }

    /** Twelve digits. */
    public String account() {
        return given.getOrDefault("--account", "000000000000");
    }

    public String region() {
        return given.getOrDefault("--region", "us-east-1");
    }

    /** How long streams are CREATING, UPDATING and DELETING. */
    public long stateDelayMillis() {
        return Long.parseLong(given.getOrDefault("--state-delay", "500"));
    }

    /** Whether a shard takes 1,000 records and 1 MiB a second and gives 2 MiB in 5 reads, as on AWS, or what this machine can. */
    public boolean limitsAsAws() {
        return given.getOrDefault("--limits", "off").equals("aws");
    }

    /** The part of all puts and gets that is failed on purpose: 0 to 1. */
    public double failures() {
        return Double.parseDouble(given.getOrDefault("--failures", "0"));
    }
}
