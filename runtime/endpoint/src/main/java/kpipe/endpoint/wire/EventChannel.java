package kpipe.endpoint.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * An event stream over a channel: each message is written as soon as those before it are taken.
 *
 * <p>Over HTTP/1.1 each is a chunk, made here: Jetty keeps the end of a chunk back until the next one comes, and clients that read whole chunks (urllib3, and so boto3) would see each event one event late.
 */
final class EventChannel implements EventStream {

    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Channel channel;
    private final boolean cbor;
    private final boolean chunked;
    private final Writing writing = new Writing();
    private final Object lock = new Object();

    // Guarded by the lock.
    private final Deque<Output> queue = new ArrayDeque<>();
    private boolean sending;
    private boolean ended;
    private boolean closed;
    private List<Runnable> whenReady = new ArrayList<>();
    private final List<Runnable> whenClosed = new ArrayList<>();

    private EventChannel(Channel channel, boolean cbor) {
        this.channel = channel;
        this.cbor = cbor;
        chunked = channel.request().getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1;
    }

    static EventChannel open(Channel channel, boolean cbor, OpenStreams streams) {
        EventChannel stream = new EventChannel(channel, cbor);
        channel.response().setStatus(200);
        channel.headers().put(HttpHeader.CONTENT_TYPE, EventMessage.CONTENT_TYPE);
        if (stream.chunked) {
            // Jetty takes a header that it does not know by its number for any other, and ends the answer with the
            // connection.
            channel.headers().put(new HttpField((HttpHeader) null, "Transfer-Encoding", "chunked"));
            channel.headers().put(HttpHeader.CONNECTION, "close");
        }
        // Silence between events is no fault, but the last of them has to be taken in time.
        channel.request().addIdleTimeoutListener(timeout -> stream.isClosed());
        channel.request().addFailureListener(stream::broken);
        streams.add(stream);
        stream.send(Map.of(), "initial-response");
        return stream;
    }

    @Override
    public boolean send(Map<String, ?> event, String type) {
        return put(EventMessage.event(channel.newOutput(), type, event, cbor, chunked), false);
    }

    @Override
    public void fail(AwsError error) {
        put(EventMessage.exception(channel.newOutput(), error, cbor, chunked), true);
    }

    @Override
    public void end() {
        put(null, true);
    }

    @Override
    public boolean isReady() {
        synchronized (lock) {
            return !sending && queue.isEmpty() && !ended && !closed;
        }
    }

    @Override
    public void onReady(Runnable then) {
        synchronized (lock) {
            if (!closed && (sending || !queue.isEmpty())) {
                whenReady.add(then);
                return;
            }
        }
        then.run();
    }

    @Override
    public boolean isClosed() {
        synchronized (lock) {
            return ended || closed;
        }
    }

    @Override
    public void onClosed(Runnable then) {
        synchronized (lock) {
            if (!ended && !closed) {
                whenClosed.add(then);
                return;
            }
        }
        then.run();
    }

    private boolean put(@Nullable Output message, boolean last) {
        List<Runnable> told = List.of();
        synchronized (lock) {
            if (ended || closed) {
                if (message != null) {
                    message.release();
                }
                return false;
            }
            if (message != null) {
                queue.add(message);
            }
            if (last) {
                ended = true;
                told = List.copyOf(whenClosed);
                whenClosed.clear();
            }
        }
        writing.iterate();
        told.forEach(Runnable::run);
        return isReady();
    }

    private void broken(Throwable failure) {
        List<Runnable> told = new ArrayList<>();
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            told.addAll(whenReady);
            told.addAll(whenClosed);
            whenReady = new ArrayList<>();
            whenClosed.clear();
        }
        writing.abort(failure);
        told.forEach(Runnable::run);
    }

    /** Writes what is queued, one buffer at a time. */
    private final class Writing extends IteratingCallback {

        private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
        private @Nullable Output message;
        private boolean lastWritten;

        @Override
        protected Action process() {
            if (buffers.isEmpty() && !next()) {
                return lastWritten ? Action.SUCCEEDED : Action.IDLE;
            }
            ByteBuffer buffer = buffers.poll();
            if (buffer == null) {
                buffer = chunked ? ByteBuffer.wrap(LAST_CHUNK) : BufferUtil.EMPTY_BUFFER;
            }
            channel.response().write(lastWritten, buffer, this);
            return Action.SCHEDULED;
        }

        /** Goes on to the next message, or to the end; false if there is nothing to write. */
        private boolean next() {
            release();
            List<Runnable> told;
            synchronized (lock) {
                message = queue.poll();
                if (message != null) {
                    sending = true;
                    buffers.addAll(message.buffers());
                    return true;
                }
                sending = false;
                if (ended && !lastWritten) {
                    lastWritten = true;
                    return true;
                }
                told = whenReady;
                whenReady = new ArrayList<>();
            }
            told.forEach(Runnable::run);
            return false;
        }

        private void release() {
            if (message != null) {
                message.release();
                message = null;
            }
        }

        @Override
        protected void onCompleteSuccess() {
            finish();
            channel.done(null, null);
        }

        @Override
        protected void onCompleteFailure(Throwable failure) {
            broken(failure);
            finish();
            channel.done(null, failure);
        }

        private void finish() {
            release();
            List<Runnable> told;
            synchronized (lock) {
                closed = true;
                queue.forEach(Output::release);
                queue.clear();
                told = whenReady;
                whenReady = new ArrayList<>();
            }
            told.forEach(Runnable::run);
        }
    }
}
