package kpipe.endpoint.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/** What is the same for the answers to all requests: headers, a body sent piece by piece, and its pieces given back. */
final class Channel {

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Pieces pieces;
    private final String requestId;
    private @Nullable Body body;

    Channel(Request request, Response response, Callback callback, Pieces pieces) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.pieces = pieces;
        requestId = Tickets.requestId();
        response.getHeaders().put("x-amzn-RequestId", requestId);
    }

    Request request() {
        return request;
    }

    Response response() {
        return response;
    }

    HttpFields.Mutable headers() {
        return response.getHeaders();
    }

    String requestId() {
        return requestId;
    }

    Output newOutput() {
        return new Output(pieces);
    }

    /** Holds a body until the answer is sent. */
    void holds(Body body) {
        this.body = body;
    }

    /** Answers with a short text. */
    void send(int status, @Nullable String contentType, String text) {
        Output out = newOutput();
        byte[] ascii = text.getBytes(StandardCharsets.UTF_8);
        out.put(ascii, 0, ascii.length);
        send(status, contentType, out);
    }

    /** Answers with what was written, and releases it. */
    void send(int status, @Nullable String contentType, Output out) {
        response.setStatus(status);
        if (contentType != null) {
            headers().put(HttpHeader.CONTENT_TYPE, contentType);
        }
        headers().put(HttpHeader.CONTENT_LENGTH, out.size());
        Deque<ByteBuffer> buffers = new ArrayDeque<>(out.buffers());
        if (buffers.size() <= 1) {
            ByteBuffer only = buffers.isEmpty() ? BufferUtil.EMPTY_BUFFER : buffers.remove();
            response.write(true, only, Callback.from(() -> done(out, null), failure -> done(out, failure)));
        } else {
            new Sending(buffers, out).iterate();
        }
    }

    /** Ends the request: nothing can be sent any more. */
    void done(@Nullable Output out, @Nullable Throwable failure) {
        if (out != null) {
            out.release();
        }
        if (body != null) {
            body.release();
            body = null;
        }
        if (failure == null) {
            callback.succeeded();
        } else {
            callback.failed(failure);
        }
    }

    /** Writes one buffer after the other, each when the one before is taken. */
    private final class Sending extends IteratingCallback {

        private final Deque<ByteBuffer> buffers;
        private final Output out;

        Sending(Deque<ByteBuffer> buffers, Output out) {
            this.buffers = buffers;
            this.out = out;
        }

        @Override
        protected Action process() {
            ByteBuffer next = buffers.poll();
            if (next == null) {
                return Action.SUCCEEDED;
            }
            response.write(buffers.isEmpty(), next, this);
            return Action.SCHEDULED;
        }

        @Override
        protected void onCompleteSuccess() {
            done(out, null);
        }

        @Override
        protected void onCompleteFailure(Throwable failure) {
            done(out, failure);
        }
    }
}
