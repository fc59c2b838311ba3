package kpipe.stdlib.connector.kinesis;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;

/**
 * The HTTP client that the SDK is given, made of the JDK's, so that pipelines need not carry another.
 *
 * <p>It speaks HTTP/1.1: each subscription to a shard then has a connection of its own, which a reader that is slow holds up by itself, with no more memory than a socket's. Thread-safe.
 */
final class JdkHttp implements SdkAsyncHttpClient {

    /** What the JDK's client sets itself, and lets nobody else set. */
    private static final Set<String> RESTRICTED = Set.of("host", "content-length", "connection", "expect", "upgrade");

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client;

    JdkHttp(Executor executor) {
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(executor)
                .build();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // what becomes of the call goes to its handler
    public CompletableFuture<Void> execute(AsyncExecuteRequest call) {
        SdkAsyncHttpResponseHandler handler = call.responseHandler();
        CompletableFuture<Void> done = new CompletableFuture<>();
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> sent =
                client.sendAsync(request(call), BodyHandlers.ofPublisher());
        sent.whenComplete((response, failure) -> {
            if (response == null) {
                Throwable cause = Failure.cause(failure);
                handler.onError(cause);
                done.completeExceptionally(cause);
            } else {
                handler.onHeaders(headers(response));
                handler.onStream(new ResponseBody(response.body(), done));
            }
        });
        done.whenComplete((nothing, failure) -> {
            if (failure != null) {
                sent.cancel(true);
            }
        });
        return done;
    }

    private static HttpRequest request(AsyncExecuteRequest call) {
        SdkHttpRequest from = call.request();
        HttpRequest.Builder request = HttpRequest.newBuilder(from.getUri())
                .method(from.method().name(), body(call.requestContentPublisher()));
        from.forEachHeader((name, values) -> {
            if (!RESTRICTED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static BodyPublisher body(SdkHttpContentPublisher content) {
        Flow.Publisher<ByteBuffer> bytes = FlowAdapters.toFlowPublisher((Publisher<ByteBuffer>) content);
        long length = content.contentLength().orElse(-1L);
        if (length == 0) {
            return BodyPublishers.noBody();
        }
        return length < 0 ? BodyPublishers.fromPublisher(bytes) : BodyPublishers.fromPublisher(bytes, length);
    }

    private static SdkHttpFullResponse headers(HttpResponse<?> response) {
        SdkHttpFullResponse.Builder headers = SdkHttpFullResponse.builder().statusCode(response.statusCode());
        response.headers().map().forEach(headers::putHeader);
        return headers.build();
    }

    @Override
    public String clientName() {
        return "Jdk";
    }

    @Override
    public void close() {
        // The JDK's client ends with its last connection.
    }
}
