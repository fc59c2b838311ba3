package kpipe.endpoint.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The door: services that AWS clients reach over the network, from {@link #start} until {@link #close}. One port takes HTTP/1.1 and HTTP/2 by prior knowledge; another, if asked for, both over TLS, HTTP/2 by ALPN and
 * without it. Thread-safe.
 */
public final class Endpoint implements AutoCloseable {

    private static final int MIB = 1024 * 1024;
    private static final int STREAMS_PER_CONNECTION = 1024;
    private static final int THREADS = 200;
    private static final int BACKLOG = 4096;
    private static final long PATIENCE_AT_CLOSE_MILLIS = 5000;

    /** How long a connection on which nothing is under way is kept then. */
    private static final long IDLE_AT_CLOSE_MILLIS = 20;

    private final Server server;
    private final Gateway gateway;
    private final @Nullable ServerConnector plain;
    private final @Nullable ServerConnector secure;

    private Endpoint(
            Server server, Gateway gateway, @Nullable ServerConnector plain, @Nullable ServerConnector secure) {
        this.server = server;
        this.gateway = gateway;
        this.plain = plain;
        this.secure = secure;
    }

    /**
     * Opens the ports, and serves.
     *
     * @throws EndpointException if the settings do not go together, or a port, a key or a certificate cannot be had; nothing is open then
     */
    public static Endpoint start(EndpointSettings settings, List<Service> services) throws EndpointException {
        check(settings);
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("endpoint");
        threads.setDaemon(true);
        Server server = new Server(threads);
        Signatures signatures = new Signatures(settings.credentials(), settings.clock());
        Identity identity = new Identity(signatures, settings.account(), settings.region());
        Gateway gateway = new Gateway(services, identity, settings.limits());
        server.setHandler(new GracefulHandler(gateway));
        server.setErrorHandler(new ErrorPage());
        server.setStopTimeout(PATIENCE_AT_CLOSE_MILLIS);
        ServerConnector plain = settings.port() == null ? null : plain(server, settings);
        ServerConnector secure = settings.tlsPort() == null ? null : secure(server, settings);
        server.addBean(new NetworkConnectionLimit(settings.limits().connections(), server));
        Endpoint endpoint = new Endpoint(server, gateway, plain, secure);
        try {
            server.start();
        } catch (Exception e) {
            endpoint.close();
            throw new EndpointException("The endpoint cannot listen at " + where(settings) + ": " + reason(e), e);
        }
        return endpoint;
    }

    /** The port in the clear; -1 if there is none. */
    public int port() {
        return plain == null ? -1 : plain.getLocalPort();
    }

    /** The port of TLS; -1 if there is none. */
    public int tlsPort() {
        return secure == null ? -1 : secure.getLocalPort();
    }

    /** Takes no more requests, lets those that are under way finish within five seconds, ends streams of events, closes the ports. */
    @Override
    public void close() {
        gateway.streams().endAll();
        try {
            server.stop();
        } catch (Exception e) {
            // What could not be stopped in time was cut off; nothing is left to do.
        }
    }

    private static void check(EndpointSettings settings) throws EndpointException {
        if (settings.port() == null && settings.tlsPort() == null) {
            throw new EndpointException("The endpoint needs a port, in the clear or for TLS.", null);
        }
        if (settings.tlsPort() != null && settings.keys() == null && settings.folder() == null) {
            throw new EndpointException("TLS needs a key file, or a folder to keep a self-signed one in.", null);
        }
        InetAddress address;
        try {
            address = InetAddress.getByName(settings.host());
        } catch (UnknownHostException e) {
            throw new EndpointException("The host " + settings.host() + " is not known here.", e);
        }
        if (!address.isLoopbackAddress() && settings.credentials().isEmpty()) {
            throw new EndpointException(
                    "The endpoint listens at " + settings.host()
                            + ", which other machines reach, only with credentials: give at least one key pair, or"
                            + " listen at 127.0.0.1.",
                    null);
        }
    }

    private static ServerConnector plain(Server server, EndpointSettings settings) {
        HttpConfiguration http = http(settings.limits());
        ServerConnector connector = new ServerConnector(
                server, new HttpConnectionFactory(http), tuned(new HTTP2CServerConnectionFactory(http)));
        return open(connector, settings, settings.port() == null ? 0 : settings.port());
    }

    private static ServerConnector secure(Server server, EndpointSettings settings) throws EndpointException {
        HttpConfiguration http = http(settings.limits());
        HttpConnectionFactory one = new HttpConnectionFactory(http);
        ALPNServerConnectionFactory negotiation = new ALPNServerConnectionFactory("h2", "http/1.1");
        negotiation.setDefaultProtocol(one.getProtocol());
        // The last is for clients that send the preface of HTTP/2 without having negotiated it.
        ServerConnector connector = new ServerConnector(
                server,
                new SslConnectionFactory(keys(settings), negotiation.getProtocol()),
                negotiation,
                tuned(new HTTP2ServerConnectionFactory(http)),
                one,
                tuned(new HTTP2CServerConnectionFactory(http)));
        return open(connector, settings, settings.tlsPort() == null ? 0 : settings.tlsPort());
    }

    private static ServerConnector open(ServerConnector connector, EndpointSettings settings, int port) {
        connector.setHost(settings.host());
        connector.setPort(port);
        connector.setIdleTimeout(settings.limits().idle().toMillis());
        connector.setShutdownIdleTimeout(IDLE_AT_CLOSE_MILLIS);
        connector.setAcceptQueueSize(BACKLOG);
        connector.addBean(new SlowClients(connector, settings.limits().head().toMillis()));
        connector.getServer().addConnector(connector);
        return connector;
    }

    private static HttpConfiguration http(Limits limits) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(limits.headerBytes());
        // Paths lead to no file, and AWS does not look at them.
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setHttpCompliance(HttpCompliance.RFC7230);
        http.setMaxErrorDispatches(0);
        return http;
    }

    private static <F extends AbstractHTTP2ServerConnectionFactory> F tuned(F two) {
        two.setMaxConcurrentStreams(STREAMS_PER_CONNECTION);
        two.setInitialStreamRecvWindow(MIB);
        two.setInitialSessionRecvWindow(16 * MIB);
        return two;
    }

    private static SslContextFactory.Server keys(EndpointSettings settings) throws EndpointException {
        SslContextFactory.Server keys = new SslContextFactory.Server();
        EndpointSettings.KeyFile given = settings.keys();
        Path folder = settings.folder();
        try {
            if (given != null) {
                keys.setKeyStorePath(given.path().toUri().toString());
                keys.setKeyStorePassword(given.password());
            } else if (folder != null) {
                Path made =
                        SelfSigned.in(folder, settings.host(), settings.clock().instant());
                keys.setKeyStorePath(made.toUri().toString());
                keys.setKeyStorePassword(SelfSigned.PASSWORD);
            }
        } catch (IllegalArgumentException e) {
            throw new EndpointException("The key file cannot be read: " + reason(e), e);
        } catch (IOException | GeneralSecurityException e) {
            throw new EndpointException("No certificate could be made in " + folder + ": " + reason(e), e);
        }
        keys.setKeyStoreType("PKCS12");
        keys.setCipherComparator(HTTP2Cipher.COMPARATOR);
        return keys;
    }

    private static String where(EndpointSettings settings) {
        return settings.host()
                + (settings.port() == null ? "" : ", port " + settings.port())
                + (settings.tlsPort() == null ? "" : ", TLS port " + settings.tlsPort());
    }

    /** The innermost reason, in its own words. */
    private static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return message == null ? innermost.getClass().getSimpleName() : message;
    }
}
