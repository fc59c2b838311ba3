package kpipe.stdlib.connector.kinesis;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * A server of the Kinesis protocol that others have made: kinesis-local of npm, in a process of its own. Where it is missing the test is skipped, loudly, and fails in continuous integration.
 */
final class Emulator implements Server {

    private static final Path PROGRAM =
            Path.of("node_modules", "kinesis-local", "main.js").toAbsolutePath();
    private static final long START_SECONDS = 60;

    private final int port;
    private final int securePort;
    private Process process;
    private final ArrayDeque<String> said = new ArrayDeque<>();

    private Emulator(int port, int securePort) {
        this.port = port;
        this.securePort = securePort;
    }

    static Emulator start() throws IOException {
        if (!Files.exists(PROGRAM)) {
            missing("`npm install` has not been run in stdlib/kinesis: no " + PROGRAM);
        }
        Emulator emulator = new Emulator(freePort(), freePort());
        emulator.begin();
        return emulator;
    }

    /** Starts it; after {@link #stop} on the same port again, without what it held. */
    void begin() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("node", PROGRAM.toString())
                .directory(PROGRAM.getParent().toFile())
                .redirectErrorStream(true);
        builder.environment().put("KINESIS_MOCK_PLAIN_PORT", String.valueOf(port));
        builder.environment().put("KINESIS_MOCK_TLS_PORT", String.valueOf(securePort));
        builder.environment().put("LOG_LEVEL", "ERROR");
        for (String delay : new String[] {
            "CREATE_STREAM_DURATION",
            "DELETE_STREAM_DURATION",
            "REGISTER_STREAM_CONSUMER_DURATION",
            "SPLIT_SHARD_DURATION",
            "MERGE_SHARDS_DURATION",
            "UPDATE_SHARD_COUNT_DURATION"
        }) {
            builder.environment().put(delay, "50ms");
        }
        try {
            process = builder.start();
        } catch (IOException absent) {
            missing("node cannot be started");
        }
        Thread listener = new Thread(this::listen, "kinesis-local");
        listener.setDaemon(true);
        listener.start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!answers()) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                fail("kinesis-local does not start: " + said);
            }
            Thread.onSpinWait();
        }
    }

    private void listen() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (said) {
                    said.add(line);
                    if (said.size() > 20) {
                        said.remove();
                    }
                }
            }
        } catch (IOException ended) {
            // It has been stopped.
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket("localhost", port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void missing(String what) {
        if ("true".equals(System.getenv("CI"))) {
            fail(what);
        }
        System.err.println("SKIPPED: " + what);
        abort(what);
    }

    @Override
    public String endpoint() {
        return "http://localhost:" + port;
    }

    void stop() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
