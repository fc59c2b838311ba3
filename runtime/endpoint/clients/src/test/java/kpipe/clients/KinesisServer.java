package kpipe.clients;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The server that all tests share: handed to whichever test asks for one. */
final class KinesisServer implements ParameterResolver {

    private static final String RUN = Long.toString(System.currentTimeMillis(), 36);
    private static final AtomicInteger STREAMS = new AtomicInteger();

    /** Where clients speak in clear, over HTTP/1.1 and HTTP/2. */
    URI url() {
        return URI.create(System.getProperty("kinesis.url"));
    }

    /** Where they speak over TLS, under a certificate that nobody signed. */
    URI tlsUrl() {
        return URI.create(System.getProperty("kinesis.tls.url"));
    }

    /** A name that no other test has, and no other run. */
    String newStream(String of) {
        return of + "-" + RUN + "-" + STREAMS.incrementAndGet();
    }

    /** What a program needs to reach this server, and nothing of what the machine is set up with. */
    Map<String, String> environment() {
        return Map.of(
                "AWS_ACCESS_KEY_ID", "anybody",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_DEFAULT_REGION", "us-east-1",
                "AWS_REGION", "us-east-1",
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
                "AWS_EC2_METADATA_DISABLED", "true",
                "AWS_PAGER", "");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KinesisServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return this;
    }
}
