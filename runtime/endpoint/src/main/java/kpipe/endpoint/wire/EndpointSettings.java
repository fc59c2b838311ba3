package kpipe.endpoint.wire;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint is reached, by whom, and for whom it acts.
 *
 * @param host the name or address to listen at; off loopback only with credentials
 * @param port for HTTP/1.1 and HTTP/2 in the clear; 0 for any that is free, null for none
 * @param tlsPort for both over TLS; 0 for any that is free, null for none
 * @param keys what proves the endpoint to clients over TLS; null for a self-signed certificate, made in {@code folder} at the first start
 * @param folder where that certificate is kept; null where none is needed
 * @param credentials the pairs that requests are signed with; with none, signatures have to be there but are not verified
 * @param account twelve digits, for requests that name no account by their key id
 * @param region for requests whose scope names none
 * @param clock what signatures are compared with
 */
public record EndpointSettings(
        String host,
        @Nullable Integer port,
        @Nullable Integer tlsPort,
        @Nullable KeyFile keys,
        @Nullable Path folder,
        List<Credential> credentials,
        String account,
        String region,
        Limits limits,
        Clock clock) {

    /** A PKCS12 file with a private key and its certificate. */
    public record KeyFile(Path path, String password) {

        /** Without the password. */
        @Override
        public String toString() {
            return "KeyFile[" + path + "]";
        }
    }

    public EndpointSettings {
        credentials = List.copyOf(credentials);
    }

    /** Loopback, port 4567 in the clear, no TLS, signatures not verified, account 000000000000, region us-east-1. */
    public static EndpointSettings standard() {
        return new EndpointSettings(
                "127.0.0.1",
                4567,
                null,
                null,
                null,
                List.of(),
                "000000000000",
                "us-east-1",
                Limits.standard(),
                Clock.systemUTC());
    }

    public EndpointSettings withHost(String host) {
        return new EndpointSettings(host, port, tlsPort, keys, folder, credentials, account, region, limits, clock);
    }

    public EndpointSettings withPort(@Nullable Integer port) {
        return new EndpointSettings(host, port, tlsPort, keys, folder, credentials, account, region, limits, clock);
    }

    /** With TLS at a port, proved by a certificate that is made and kept in a folder. */
    public EndpointSettings withTls(int tlsPort, Path folder) {
        return new EndpointSettings(host, port, tlsPort, null, folder, credentials, account, region, limits, clock);
    }

    /** With TLS at a port, proved by the user's own key. */
    public EndpointSettings withTls(int tlsPort, KeyFile keys) {
        return new EndpointSettings(host, port, tlsPort, keys, folder, credentials, account, region, limits, clock);
    }

    public EndpointSettings withCredentials(List<Credential> credentials) {
        return new EndpointSettings(host, port, tlsPort, keys, folder, credentials, account, region, limits, clock);
    }

    public EndpointSettings withAccount(String account) {
        return new EndpointSettings(host, port, tlsPort, keys, folder, credentials, account, region, limits, clock);
    }

    public EndpointSettings withRegion(String region) {
        return new EndpointSettings(host, port, tlsPort, keys, folder, credentials, account, region, limits, clock);
    }

    public EndpointSettings withLimits(Limits limits) {
        return new EndpointSettings(host, port, tlsPort, keys, folder, credentials, account, region, limits, clock);
    }

    public EndpointSettings withClock(Clock clock) {
        return new EndpointSettings(host, port, tlsPort, keys, folder, credentials, account, region, limits, clock);
    }
}
