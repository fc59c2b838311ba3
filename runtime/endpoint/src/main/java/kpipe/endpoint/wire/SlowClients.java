package kpipe.endpoint.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.NegotiatingServerConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose client sends the head of a request, or shakes hands, a byte now and a byte then. Jetty's own limit is on silence alone. Looks at all connections every now and then, from one thread; what it
 * reads of a parser may be a moment old, which costs a slow client a moment more.
 */
final class SlowClients extends AbstractLifeCycle {

    private static final int LOOKS_PER_LIMIT = 8;

    private final ServerConnector connector;
    private final long limitMillis;
    private final Map<EndPoint, Begun> begun = new HashMap<>();
    private volatile Scheduler.@Nullable Task next;

    /** A head that had begun at a time, behind so many requests. */
    private record Begun(long requests, long nanos) {}

    SlowClients(ServerConnector connector, long limitMillis) {
        this.connector = connector;
        this.limitMillis = limitMillis;
    }

    @Override
    protected void doStart() {
        schedule();
    }

    @Override
    protected void doStop() {
        Scheduler.Task task = next;
        if (task != null) {
            task.cancel();
        }
    }

    private void schedule() {
        next = connector
                .getScheduler()
                .schedule(this::look, Math.max(limitMillis / LOOKS_PER_LIMIT, 10), TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (!isRunning() && !isStarting()) {
            return;
        }
        long now = System.nanoTime();
        begun.keySet().removeIf(endPoint -> !endPoint.isOpen());
        for (EndPoint endPoint : connector.getConnectedEndPoints()) {
            long requests = requestsBeforeHead(endPoint.getConnection());
            Begun known = begun.get(endPoint);
            if (requests < 0) {
                begun.remove(endPoint);
            } else if (known == null || known.requests() != requests) {
                begun.put(endPoint, new Begun(requests, now));
            } else if (now - known.nanos() > TimeUnit.MILLISECONDS.toNanos(limitMillis)) {
                begun.remove(endPoint);
                endPoint.close();
            }
        }
        schedule();
    }

    /** How many requests came before the head or handshake that is under way; -1 if none is. */
    private static long requestsBeforeHead(@Nullable Connection connection) {
        if (connection instanceof SslConnection ssl) {
            Connection inner = ssl.getSslEndPoint().getConnection();
            return inner == null || inner instanceof NegotiatingServerConnection ? 0 : requestsBeforeHead(inner);
        }
        if (connection instanceof HttpConnection http) {
            HttpParser.State state = http.getParser().getState();
            boolean inHead =
                    state.compareTo(HttpParser.State.START) > 0 && state.compareTo(HttpParser.State.CONTENT) < 0;
            return inHead ? http.getMessagesIn() : -1;
        }
        return -1;
    }
}
