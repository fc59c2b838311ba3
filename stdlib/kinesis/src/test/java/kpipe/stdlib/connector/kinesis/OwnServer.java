package kpipe.stdlib.connector.kinesis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import kpipe.runtime.host.Host;
import kpipe.runtime.host.RealHost;
import kpipe.runtime.log.StreamStore;
import kpipe.runtime.serve.EndpointProvider;
import kpipe.runtime.serve.EndpointProvider.Serving;
import kpipe.runtime.serve.ServeOptions;

/** The endpoint of this project, in this process. What it holds stays when it goes away and comes back. */
final class OwnServer implements Server {

    private final Path folder;
    private final Map<String, String> options;
    private StreamStore store;
    private Serving serving;

    /** @param options as {@code kpipe serve} takes them */
    OwnServer(Path folder, Map<String, String> options) throws IOException {
        this.folder = folder;
        this.options = new TreeMap<>(options);
        this.options.putIfAbsent("--port", "0");
        this.options.putIfAbsent("--state-delay", "0");
        begin();
    }

    /** Comes back, at the same place. */
    void begin() throws IOException {
        Host host = new RealHost(Path.of(""));
        store = StreamStore.open(host, folder.toString(), StreamStore.Options.DEFAULT);
        store.start();
        serving = Objects.requireNonNull(EndpointProvider.find())
                .serve(store, host, folder, ServeOptions.of(options), message -> {});
        options.put("--port", String.valueOf(serving.address().getPort()));
    }

    /** Goes away. */
    void stop() {
        serving.close();
        try {
            store.close();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Override
    public String endpoint() {
        return "http://127.0.0.1:" + serving.address().getPort();
    }

    @Override
    public void close() {
        stop();
    }
}
