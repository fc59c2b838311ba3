package kpipe.runtime.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kpipe.runtime.host.Host;
import kpipe.runtime.log.StreamStore;
import kpipe.runtime.serve.EndpointProvider;
import kpipe.runtime.serve.ServeOptions;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint of a run, by which clients reach its durable streams while it runs. Where nobody named a port it is opened beside the run, once that has gone on for a moment: one that is over before does not pay
 * for it, and a port that is taken is no reason to fail. Thread-safe.
 */
final class RunEndpoint {

    private static final long BEGIN_MILLIS = 300;

    private final Host host;
    private final Path dataFolder;
    private final ServeOptions options;
    private final Consumer<String> messages;
    private final CountDownLatch closed = new CountDownLatch(1);
    private EndpointProvider.@Nullable Serving serving;

    /** @param messages told what the user should know */
    RunEndpoint(Host host, Path dataFolder, ServeOptions options, Consumer<String> messages) {
        this.host = host;
        this.dataFolder = dataFolder;
        this.options = options;
        this.messages = messages;
    }

    Path dataFolder() {
        return dataFolder;
    }

    /**
     * Opens it, or lets it be opened.
     *
     * @throws IOException with a sentence for the user, where a port was named that cannot be had
     */
    void open(@Nullable StreamStore store) throws IOException {
        EndpointProvider provider = EndpointProvider.find();
        if (store == null || provider == null) {
            if (options.namesPort()) {
                throw new IOException("there is nothing to serve at a port: no stream is declared with SHARDS");
            }
            return;
        }
        if (options.namesPort()) {
            serve(provider, store);
            return;
        }
        Thread opener = new Thread("kpipe-serve") {
            @Override
            public void run() {
                try {
                    if (!closed.await(BEGIN_MILLIS, TimeUnit.MILLISECONDS)) {
                        serve(provider, store);
                    }
                } catch (IOException failure) {
                    messages.accept("note: its streams are not served: " + failure.getMessage()
                            + " (--port N names another port)");
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        opener.setDaemon(true);
        opener.start();
    }

    private synchronized void serve(EndpointProvider provider, StreamStore store) throws IOException {
        if (closed.getCount() > 0) {
            serving = provider.serve(store, host, dataFolder, options, messages);
        }
    }

    /** Answers no more. */
    synchronized void close() {
        closed.countDown();
        EndpointProvider.Serving open = serving;
        serving = null;
        if (open != null) {
            open.close();
        }
    }
}
