package kpipe.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import kpipe.endpoint.kinesis.Agenda;
import kpipe.endpoint.kinesis.KinesisService;
import kpipe.endpoint.kinesis.KinesisSettings;
import kpipe.endpoint.wire.Credential;
import kpipe.endpoint.wire.Endpoint;
import kpipe.endpoint.wire.EndpointException;
import kpipe.endpoint.wire.EndpointSettings;
import kpipe.endpoint.wire.Service;
import kpipe.runtime.host.RealHost;
import kpipe.runtime.log.StreamStore;

/**
 * The server that all tests share, with its streams in a folder of its own. Where {@code -Dkinesis.url} and {@code -Dkinesis.tls.url} name another server, the tests run against that: so it is seen whether a test or
 * the endpoint is wrong.
 */
final class KinesisServer implements AutoCloseable {

    static final String ACCESS_KEY = "AKIDEXAMPLE";
    static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private static final String RUN = Long.toString(System.currentTimeMillis(), 36);
    private static final AtomicInteger STREAMS = new AtomicInteger();
    private static final long STATE_DELAY_MILLIS = 200;

    private final Path folder;
    private final StreamStore store;
    private final KinesisService service;
    private final Endpoint open;
    private final Endpoint closed;

    KinesisServer() throws IOException, EndpointException {
        folder = Files.createTempDirectory("kpipe-clients");
        RealHost host = new RealHost(folder);
        store = StreamStore.open(host, "data", StreamStore.Options.DEFAULT);
        store.start();
        service = new KinesisService(
                store, host.clock(), KinesisSettings.DEFAULT.withStateDelay(STATE_DELAY_MILLIS), Agenda.onThreads(4));
        List<Service> services = List.of(service);
        EndpointSettings settings = EndpointSettings.standard().withPort(0);
        open = Endpoint.start(settings.withTls(0, folder), services);
        closed = Endpoint.start(
                settings.withTls(0, folder).withCredentials(List.of(new Credential(ACCESS_KEY, SECRET_KEY))), services);
    }

    /** Where clients speak in clear, over HTTP/1.1 and HTTP/2. */
    URI url() {
        return url("kinesis.url", "http", open.port());
    }

    /** Where they speak over TLS, under a certificate that nobody signed. */
    URI tlsUrl() {
        return url("kinesis.tls.url", "https", open.tlsPort());
    }

    /** Where requests have to be signed with {@link #ACCESS_KEY} and {@link #SECRET_KEY}. */
    URI closedUrl() {
        return url("kinesis.closed.url", "http", closed.port());
    }

    URI closedTlsUrl() {
        return url("kinesis.closed.tls.url", "https", closed.tlsPort());
    }

    private static URI url(String property, String scheme, int port) {
        String elsewhere = System.getProperty(property, "");
        return URI.create(elsewhere.isEmpty() ? scheme + "://localhost:" + port : elsewhere);
    }

    /** A name that no other test has, and no other run. */
    String newStream(String of) {
        return of + "-" + RUN + "-" + STREAMS.incrementAndGet();
    }

    /** What a program needs to call {@link #url}, and nothing of what the machine is set up with. */
    Map<String, String> environment() {
        return environment("anybody", "secret");
    }

    Map<String, String> environment(String accessKey, String secretKey) {
        return Map.of(
                "AWS_ACCESS_KEY_ID", accessKey,
                "AWS_SECRET_ACCESS_KEY", secretKey,
                "AWS_DEFAULT_REGION", "us-east-1",
                "AWS_REGION", "us-east-1",
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
                "AWS_EC2_METADATA_DISABLED", "true",
                "AWS_PAGER", "");
    }

    @Override
    public void close() throws IOException {
        open.close();
        closed.close();
        service.close();
        store.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(KinesisServer::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
