package kpipe.clients;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.ProtocolNegotiation;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.utils.AttributeMap;
import software.amazon.kinesis.common.KinesisClientUtil;

/** The ways in which a client of the Java SDK reaches a server. */
enum Transport {
    /** {@code KinesisClient} as it comes: HTTP/1.1. */
    SYNC,
    SYNC_OVER_TLS,
    /** {@code KinesisAsyncClient} as it comes: HTTP/2 from the first byte. */
    HTTP2,
    /** As it comes for an https endpoint: HTTP/2 from the first byte behind the handshake, without asking. */
    HTTP2_OVER_TLS,
    HTTP2_BY_ALPN,
    ASYNC_HTTP1;

    static final AwsCredentialsProvider ANYBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("anybody", "secret"));

    private static final AttributeMap TRUSTING = AttributeMap.builder()
            .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
            .build();

    /** Every call has an end, and what fails is not tried again: a second try could hide what the first met. */
    private static final ClientOverrideConfiguration ONCE = ClientOverrideConfiguration.builder()
            .retryStrategy(retries -> retries.maxAttempts(1))
            .apiCallTimeout(Duration.ofSeconds(60))
            .build();

    boolean overTls() {
        return this == SYNC_OVER_TLS || this == HTTP2_OVER_TLS || this == HTTP2_BY_ALPN;
    }

    /** A client whose calls wait for the answer, whichever it is. */
    KinesisClient open(KinesisServer server) {
        return open(url(server), ANYBODY);
    }

    KinesisClient open(URI url, AwsCredentialsProvider credentials) {
        if (this != SYNC && this != SYNC_OVER_TLS) {
            return waiting(openAsync(url, credentials));
        }
        return KinesisClient.builder()
                .endpointOverride(url)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .overrideConfiguration(ONCE)
                .httpClient(ApacheHttpClient.builder().buildWithDefaults(TRUSTING))
                .build();
    }

    KinesisAsyncClient openAsync(KinesisServer server) {
        return openAsync(url(server), ANYBODY);
    }

    /** The client that the KCL makes for itself. */
    static KinesisAsyncClient ofKcl(KinesisServer server) {
        return KinesisClientUtil.createKinesisAsyncClient(KinesisAsyncClient.builder()
                .endpointOverride(server.url())
                .region(Region.US_EAST_1)
                .credentialsProvider(ANYBODY));
    }

    private URI url(KinesisServer server) {
        return overTls() ? server.tlsUrl() : server.url();
    }

    private KinesisAsyncClient openAsync(URI url, AwsCredentialsProvider credentials) {
        NettyNioAsyncHttpClient.Builder http = NettyNioAsyncHttpClient.builder();
        switch (this) {
            case HTTP2_BY_ALPN -> http.protocol(Protocol.HTTP2).protocolNegotiation(ProtocolNegotiation.ALPN);
            case ASYNC_HTTP1 -> http.protocol(Protocol.HTTP1_1);
            default -> http.protocol(Protocol.HTTP2);
        }
        return KinesisAsyncClient.builder()
                .endpointOverride(url)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .overrideConfiguration(ONCE)
                .httpClient(http.buildWithDefaults(TRUSTING))
                .build();
    }

    /** The blocking interface over the other: each method joins what its namesake promises, and paginators are its own. */
    static KinesisClient waiting(KinesisAsyncClient client) {
        return (KinesisClient) Proxy.newProxyInstance(
                Transport.class.getClassLoader(), new Class<?>[] {KinesisClient.class}, (proxy, method, arguments) -> {
                    if (method.getName().endsWith("Paginator")) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    Method namesake = KinesisAsyncClient.class.getMethod(method.getName(), method.getParameterTypes());
                    try {
                        Object answer = namesake.invoke(client, arguments);
                        return answer instanceof CompletableFuture<?> future ? future.join() : answer;
                    } catch (CompletionException failure) {
                        throw failure.getCause();
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }
}
