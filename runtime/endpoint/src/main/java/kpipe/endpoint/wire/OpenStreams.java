package kpipe.endpoint.wire;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The event streams that are open, so that an endpoint that closes can end them. Thread-safe. */
final class OpenStreams {

    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

    void add(EventStream stream) {
        open.add(stream);
        stream.onClosed(() -> open.remove(stream));
    }

    void endAll() {
        for (EventStream stream : open) {
            stream.end();
        }
    }
}
