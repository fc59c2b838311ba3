package kpipe.runtime.serve;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import kpipe.runtime.host.Host;
import kpipe.runtime.log.StreamStore;
import org.jspecify.annotations.Nullable;

/** Opens the network endpoint on a store of streams. Its module may be missing. Stateless. */
public interface EndpointProvider {

    /** The file of a data folder that says where its streams are served, while they are. */
    String ADDRESS_FILE = "endpoint";

    /** An endpoint that answers. Thread-safe. */
    interface Serving extends AutoCloseable {

        /** Where it listens without TLS, or with it if only so. */
        URI address();

        /** Answers what is under way, then no more. */
        @Override
        void close();
    }

    /**
     * Begins to serve.
     *
     * @param store stays its owner's, who closes it behind the endpoint
     * @param dataFolder where it keeps its certificate, and says where it listens ({@link #ADDRESS_FILE})
     * @param messages told what the user should know, a sentence each
     * @throws IOException with a sentence for the user: a port that is taken, credentials that are missing
     */
    Serving serve(StreamStore store, Host host, Path dataFolder, ServeOptions options, Consumer<String> messages)
            throws IOException;

    /** The one that this process has, or null. */
    static @Nullable EndpointProvider find() {
        return ServiceLoader.load(EndpointProvider.class, EndpointProvider.class.getClassLoader())
                .findFirst()
                .orElse(null);
    }
}
