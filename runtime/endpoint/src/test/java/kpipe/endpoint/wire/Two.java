package kpipe.endpoint.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** HTTP/2 over one connection: by prior knowledge in the clear, over TLS with ALPN or without. */
final class Two implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final HTTP2Client client = new HTTP2Client();
    private final Session session;

    /** How TLS is begun. */
    enum Tls {
        NONE,
        ALPN,
        WITHOUT_ALPN
    }

    Two(int port, Tls tls, Path trusted) throws Exception {
        client.setInitialStreamRecvWindow(64 * 1024);
        client.setUseALPN(tls == Tls.ALPN);
        client.start();
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
        SslContextFactory.Client trust = null;
        if (tls != Tls.NONE) {
            trust = new SslContextFactory.Client();
            trust.setTrustStorePath(trusted.toUri().toString());
            trust.setTrustStorePassword(SelfSigned.PASSWORD);
            trust.setTrustStoreType("PKCS12");
            trust.start();
        }
        session = (trust == null
                        ? client.connect(address, new Session.Listener() {})
                        : client.connect(trust, address, new Session.Listener() {}))
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    Two(int port) throws Exception {
        this(port, Tls.NONE, null);
    }

    /** One request and its answer, which comes only as fast as it is read. */
    static final class Call {

        private final CompletableFuture<MetaData.Response> head = new CompletableFuture<>();
        private final Semaphore available = new Semaphore(0);
        private final CompletableFuture<Stream> stream = new CompletableFuture<>();
        private CompletableFuture<Stream> sent = new CompletableFuture<>();
        private boolean ended;

        int status() throws Exception {
            return head.get(PATIENCE_SECONDS, TimeUnit.SECONDS).getStatus();
        }

        HttpFields headers() throws Exception {
            return head.get(PATIENCE_SECONDS, TimeUnit.SECONDS).getHttpFields();
        }

        /** The next bytes; null at the end. */
        byte[] read() throws Exception {
            head.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            while (!ended) {
                Stream from = stream.get();
                Stream.Data data = from.readData();
                if (data == null) {
                    from.demand();
                    if (!available.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                        throw new IOException("nothing came");
                    }
                    continue;
                }
                byte[] bytes = new byte[data.frame().getByteBuffer().remaining()];
                data.frame().getByteBuffer().get(bytes);
                ended = data.frame().isEndStream();
                data.release();
                if (bytes.length > 0) {
                    return bytes;
                }
            }
            return null;
        }

        byte[] body() throws Exception {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (byte[] bytes = read(); bytes != null; bytes = read()) {
                body.write(bytes);
            }
            return body.toByteArray();
        }

        /** Gives up, as a client does whose user went on. */
        void cancel() throws Exception {
            stream.get().reset(new ResetFrame(stream.get().getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP);
        }
    }

    Call call(String operation, byte[] body, String contentType) throws Exception {
        HttpFields headers = HttpFields.build()
                .put("content-type", contentType)
                .put("x-amz-target", "Kinesis_20131202." + operation)
                .put("x-amz-date", "20261121T120000Z")
                .put("authorization", Raw.AUTHORIZATION.substring("Authorization: ".length()));
        return send(headers, body);
    }

    Call send(HttpFields headers, byte[] body) throws Exception {
        Call call = begin(headers);
        Stream stream = call.sent.get();
        stream.data(new DataFrame(stream.getId(), ByteBuffer.wrap(body), true), Callback.NOOP);
        return call;
    }

    /** Sends the head of a request whose body is to follow. */
    Call begin(HttpFields headers) throws Exception {
        Call call = new Call();
        MetaData.Request head =
                new MetaData.Request("POST", HttpURI.from("http://localhost:4567/"), HttpVersion.HTTP_2, headers);
        call.sent = session.newStream(new HeadersFrame(head, null, false), new Stream.Listener() {
            @Override
            public void onHeaders(Stream from, HeadersFrame frame) {
                call.stream.complete(from);
                call.head.complete((MetaData.Response) frame.getMetaData());
                call.ended = frame.isEndStream();
            }

            @Override
            public void onDataAvailable(Stream from) {
                call.available.release();
            }

            @Override
            public void onFailure(Stream from, int error, String reason, Throwable failure, Callback callback) {
                call.head.completeExceptionally(failure);
                callback.succeeded();
            }

            @Override
            public void onReset(Stream from, ResetFrame frame, Callback callback) {
                call.head.completeExceptionally(new IOException("reset"));
                callback.succeeded();
            }
        });
        return call;
    }

    @Override
    public void close() throws Exception {
        client.stop();
    }
}
