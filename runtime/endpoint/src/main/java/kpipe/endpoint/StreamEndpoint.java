package kpipe.endpoint;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import kpipe.endpoint.kinesis.Agenda;
import kpipe.endpoint.kinesis.KinesisService;
import kpipe.endpoint.kinesis.KinesisSettings;
import kpipe.endpoint.wire.Credential;
import kpipe.endpoint.wire.Endpoint;
import kpipe.endpoint.wire.EndpointException;
import kpipe.endpoint.wire.EndpointSettings;
import kpipe.endpoint.wire.Limits;
import kpipe.runtime.host.Host;
import kpipe.runtime.log.StreamStore;
import kpipe.runtime.serve.EndpointProvider;
import kpipe.runtime.serve.ServeOptions;
import org.jspecify.annotations.Nullable;

/** The endpoint that kpipe opens: the Kinesis API over a store of streams. Stateless. */
public final class StreamEndpoint implements EndpointProvider {

    private static final int AGENDA_THREADS = 4;

    @Override
    public Serving serve(StreamStore store, Host host, Path dataFolder, ServeOptions options, Consumer<String> messages)
            throws IOException {
        Agenda agenda = Agenda.onThreads(AGENDA_THREADS);
        KinesisService service = new KinesisService(store, host.clock(), settings(host, options), agenda);
        Endpoint endpoint;
        try {
            endpoint = Endpoint.start(
                    settings(dataFolder, options), List.of(service, new LoadService(store, host.clock())));
        } catch (EndpointException failure) {
            service.close();
            throw new IOException(failure.getMessage(), failure);
        } catch (IOException | RuntimeException failure) {
            service.close();
            throw failure;
        }
        URI address = URI.create("http://" + literal(options.host()) + ":" + endpoint.port());
        Path file = dataFolder.resolve(ADDRESS_FILE);
        try {
            Files.createDirectories(dataFolder);
            Path part = dataFolder.resolve("." + ADDRESS_FILE + ".part");
            Files.writeString(part, address + "\n");
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            endpoint.close();
            service.close();
            throw failure;
        }
        messages.accept("serves the Kinesis API at " + address
                + (endpoint.tlsPort() < 0 ? "" : " and https://" + literal(options.host()) + ":" + endpoint.tlsPort()));
        return new Served(address, endpoint, service, file);
    }

    private static String literal(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private static KinesisSettings settings(Host host, ServeOptions options) {
        double failures = options.failures();
        KinesisSettings settings = KinesisSettings.DEFAULT
                .withStateDelay(options.stateDelayMillis())
                .withLimits(options.limitsAsAws() ? 1 : 0);
        if (failures == 0) {
            return settings;
        }
        KinesisSettings.Fault fault = new KinesisSettings.Fault(failures, failures, 0);
        return settings.withFaults(
                Map.of("PutRecord", fault, "PutRecords", fault, "GetRecords", fault, "GetShardIterator", fault),
                host.seed());
    }

    private static EndpointSettings settings(Path dataFolder, ServeOptions options) throws IOException {
        String certificate = options.certificate();
        EndpointSettings.@Nullable KeyFile keys = null;
        if (certificate != null) {
            String password = System.getenv("KPIPE_CERTIFICATE_PASSWORD");
            keys = new EndpointSettings.KeyFile(Path.of(certificate), password == null ? "" : password);
        }
        return new EndpointSettings(
                options.host(),
                options.port(),
                options.tlsPort() < 0 ? null : options.tlsPort(),
                keys,
                dataFolder,
                credentials(options.credentials()),
                options.account(),
                options.region(),
                Limits.standard(),
                Clock.systemUTC());
    }

    /** The key pairs of a file: lines of {@code ACCESS_KEY_ID=SECRET}; empty lines and those that begin with # are passed over. */
    private static List<Credential> credentials(@Nullable String file) throws IOException {
        List<Credential> credentials = new ArrayList<>();
        if (file == null) {
            return credentials;
        }
        try (BufferedReader lines = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                int equals = line.indexOf('=');
                if (equals < 1 || equals == line.length() - 1) {
                    throw new IOException("line " + number + " of `" + file + "` is not ACCESS_KEY_ID=SECRET");
                }
                credentials.add(new Credential(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip()));
            }
        } catch (java.nio.file.NoSuchFileException missing) {
            throw new IOException("there is no file `" + file + "` with credentials", missing);
        }
        if (credentials.isEmpty()) {
            throw new IOException("`" + file + "` holds no credentials");
        }
        return credentials;
    }

    private record Served(URI address, Endpoint endpoint, KinesisService service, Path file) implements Serving {
        @Override
        public void close() {
            endpoint.close();
            service.close();
            try {
                Files.deleteIfExists(file);
            } catch (IOException left) {
                // The next one who serves replaces it, and nobody answers there meanwhile.
            }
        }
    }
}
