package kpipe.endpoint.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way in that clients take: one port for both versions of HTTP in the clear, one for both over TLS. */
class TransportsTest {

    private static final String JSON = "application/x-amz-json-1.1";
    private static final String CBOR = "application/x-amz-cbor-1.1";

    @TempDir
    static Path folder;

    private static TinyService service;
    private static Endpoint endpoint;

    @BeforeAll
    static void start() throws Exception {
        service = new TinyService();
        endpoint = Endpoint.start(
                EndpointSettings.standard().withPort(0).withTls(0, folder.resolve("kept")), List.of(service));
    }

    @AfterAll
    static void stop() {
        endpoint.close();
    }

    @ParameterizedTest
    @EnumSource(Two.Tls.class)
    void httpTwo(Two.Tls tls) throws Exception {
        int port = tls == Two.Tls.NONE ? endpoint.port() : endpoint.tlsPort();
        try (Two client = new Two(port, tls, folder.resolve("kept/endpoint.p12"))) {
            Two.Call json = client.call("Echo", "{\"Text\":\"é\"}".getBytes(StandardCharsets.UTF_8), JSON);
            assertThat(json.status()).isEqualTo(200);
            assertThat(json.headers().get("content-type")).isEqualTo(JSON);
            assertThat(json.headers().contains("x-amzn-requestid")).isTrue();
            assertThat(new String(json.body(), StandardCharsets.UTF_8)).isEqualTo("{\"Text\":\"é\"}");

            Two.Call cbor = client.call(
                    "Echo", Cbor.write(Map.of("Time", Instant.ofEpochMilli(1_700_000_000_123L)), true), CBOR);
            assertThat(cbor.headers().get("content-type")).isEqualTo(CBOR);
            assertThat(Cbor.read(cbor.body())).isEqualTo("{Time=@1700000000123}");

            Two.Call refused = client.call("Refuse", Cbor.write(Map.of(), true), CBOR);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(Cbor.read(refused.body()))
                    .isEqualTo("{__type=ResourceNotFoundException, message=Stream s under account a not found.}");

            Two.Call empty = client.call("Nothing", "{}".getBytes(StandardCharsets.UTF_8), JSON);
            assertThat(empty.body()).isEmpty();
            assertThat(empty.headers().get("content-length")).isEqualTo("0");
        }
    }

    @Test
    void manyRequestsShareAConnectionOfHttpTwo() throws Exception {
        try (Two client = new Two(endpoint.port())) {
            Two.Call late = client.call("Late", "{\"Text\":\"late\"}".getBytes(StandardCharsets.UTF_8), JSON);
            for (int i = 0; i < 50; i++) {
                Two.Call call = client.call("Echo", ("{\"Count\":" + i + "}").getBytes(StandardCharsets.UTF_8), JSON);
                assertThat(new String(call.body(), StandardCharsets.UTF_8)).isEqualTo("{\"Count\":" + i + "}");
            }
            service.lateGate.complete(null);
            assertThat(new String(late.body(), StandardCharsets.UTF_8)).isEqualTo("{\"Text\":\"late\"}");
        }
    }

    @Test
    void httpTwoTakesAndGivesLongBodies() throws Exception {
        try (Two client = new Two(endpoint.port())) {
            byte[] body = Cbor.write(Map.of("Data", new byte[10 * 1024 * 1024]), true);
            assertThat(Cbor.read(client.call("Count", body, CBOR).body())).isEqualTo("{Bytes=10485760}");
            Two.Call page = client.call("Page", "{\"Count\":10000}".getBytes(StandardCharsets.UTF_8), JSON);
            byte[] json = page.body();
            assertThat(page.headers().get("content-length")).isEqualTo(Integer.toString(json.length));
            assertThat(new String(json, StandardCharsets.UTF_8)).contains("\"SequenceNumber\":\"9999\"");
        }
    }

    @Test
    void httpOneTakesAndGivesLongBodiesAndKeepsTheConnection() throws Exception {
        try (Raw client = new Raw(endpoint.port())) {
            for (int i = 0; i < 3; i++) {
                Raw.Answer page = client.call("Page", "{\"Count\":10000}");
                assertThat(page.text()).contains("\"SequenceNumber\":\"9999\"").endsWith("}]}");
                String data = "A".repeat(13 * 1024 * 1024 / 4 * 4);
                assertThat(client.call("Count", "{\"Data\":\"" + data + "\"}").text())
                        .isEqualTo("{\"Bytes\":" + data.length() / 4 * 3 + "}");
            }
        }
    }

    @Test
    void bodiesInChunksAreTaken() throws Exception {
        try (Raw client = new Raw(endpoint.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Type: " + JSON
                    + "\r\nX-Amz-Target: Kinesis_20131202.Echo\r\n" + Raw.AUTHORIZATION + "\r\n" + Raw.DATE
                    + "\r\n\r\n3\r\n{\"T\r\n");
            client.send("c\r\next\":\"long\"}\r\n0\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("{\"Text\":\"long\"}");
        }
    }

    @Test
    void clientsThatAskBeforeTheySendAreToldToGoOn() throws Exception {
        try (Raw client = new Raw(endpoint.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\nContent-Type: "
                    + JSON + "\r\nX-Amz-Target: Kinesis_20131202.Nothing\r\n" + Raw.AUTHORIZATION + "\r\n" + Raw.DATE
                    + "\r\n\r\n");
            assertThat(client.line()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(client.line()).isEmpty();
            client.send("{}");
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void requestsOneBehindTheOtherAreAnsweredInOrder() throws Exception {
        try (Raw client = new Raw(endpoint.port())) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                String body = "{\"Count\":" + i + "}";
                all.append("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ")
                        .append(body.length())
                        .append("\r\nContent-Type: ")
                        .append(JSON)
                        .append("\r\nX-Amz-Target: Kinesis_20131202.Echo\r\n")
                        .append(Raw.AUTHORIZATION)
                        .append("\r\n")
                        .append(Raw.DATE)
                        .append("\r\n\r\n")
                        .append(body);
            }
            client.send(all.toString());
            for (int i = 0; i < 20; i++) {
                assertThat(client.answer().text()).isEqualTo("{\"Count\":" + i + "}");
            }
        }
    }

    @Test
    void theSelfSignedCertificateIsTrustedByItsFile() throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(trusting(folder.resolve("kept/endpoint.p12")))
                .build();
        for (String host : List.of("localhost", "127.0.0.1")) {
            for (HttpClient.Version version : HttpClient.Version.values()) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create("https://" + host + ":" + endpoint.tlsPort() + "/"))
                                .version(version)
                                .header("Content-Type", JSON)
                                .header("X-Amz-Target", "Kinesis_20131202.Echo")
                                .header("X-Amz-Date", "20261121T120000Z")
                                .header("Authorization", Raw.AUTHORIZATION.substring("Authorization: ".length()))
                                .POST(HttpRequest.BodyPublishers.ofString("{\"Text\":\"a\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.body()).isEqualTo("{\"Text\":\"a\"}");
                assertThat(answer.version()).isEqualTo(version);
            }
        }
    }

    @Test
    void theCertificateIsKeptAndItsKeyIsTheOwnersAlone() throws Exception {
        Path again = folder.resolve("again");
        Path file = SelfSigned.in(again, "127.0.0.1", Instant.now());
        byte[] first = Files.readAllBytes(file);
        assertThat(SelfSigned.in(again, "127.0.0.1", Instant.now())).isEqualTo(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(again.resolve("endpoint.pem"))).startsWith("-----BEGIN CERTIFICATE-----\nMII");
    }

    @Test
    void theUsersOwnKeyServes() throws Exception {
        Path own = SelfSigned.in(folder.resolve("own"), "127.0.0.1", Instant.now());
        EndpointSettings.KeyFile keys = new EndpointSettings.KeyFile(own, SelfSigned.PASSWORD);
        try (Endpoint secure = Endpoint.start(
                        EndpointSettings.standard().withPort(null).withTls(0, keys), List.of(service));
                Two client = new Two(secure.tlsPort(), Two.Tls.ALPN, own)) {
            assertThat(secure.port()).isEqualTo(-1);
            assertThat(client.call("Nothing", "{}".getBytes(StandardCharsets.UTF_8), JSON)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void whatCannotBeStartedIsSaidInASentence() throws Exception {
        EndpointSettings settings = EndpointSettings.standard().withPort(0);
        assertRefused(settings.withPort(null), "The endpoint needs a port, in the clear or for TLS.");
        assertRefused(
                settings.withHost("0.0.0.0"),
                "The endpoint listens at 0.0.0.0, which other machines reach, only with credentials: give at least one"
                        + " key pair, or listen at 127.0.0.1.");
        assertRefused(settings.withHost("no.such.host.invalid"), "The host no.such.host.invalid is not known here.");
        assertRefused(
                settings.withPort(endpoint.port()),
                "The endpoint cannot listen at 127.0.0.1, port " + endpoint.port() + ": Address already in use");
        Path absent = folder.resolve("absent.p12");
        assertThatThrownBy(() -> Endpoint.start(
                        settings.withTls(0, new EndpointSettings.KeyFile(absent, "x")), List.of(service)))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("absent.p12");
        try (Endpoint open = Endpoint.start(
                settings.withHost("0.0.0.0").withCredentials(List.of(new Credential("a", "b"))), List.of(service))) {
            assertThat(open.port()).isPositive();
        }
    }

    @Test
    void closingEndsEventsAndLetsAnswersThatAreUnderWayFinish() throws Exception {
        TinyService own = new TinyService();
        Endpoint closing = Endpoint.start(EndpointSettings.standard().withPort(0), List.of(own));
        try (Two client = new Two(closing.port())) {
            Two.Call events = client.call("Subscribe", "{}".getBytes(StandardCharsets.UTF_8), JSON);
            EventStream stream = own.streams.poll(20, TimeUnit.SECONDS);
            Two.Call late = client.call("Late", "{\"Text\":\"last\"}".getBytes(StandardCharsets.UTF_8), JSON);
            while (own.last.isEmpty()) {
                Thread.onSpinWait();
            }
            stream.onClosed(() -> own.lateGate.complete(null));
            closing.close();
            assertThat(new String(late.body(), StandardCharsets.UTF_8)).isEqualTo("{\"Text\":\"last\"}");
            assertThat(events.body()).isNotEmpty();
        }
    }

    private static void assertRefused(EndpointSettings settings, String message) {
        assertThatThrownBy(() -> Endpoint.start(settings, List.of(service)))
                .isInstanceOf(EndpointException.class)
                .hasMessage(message);
    }

    private static SSLContext trusting(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            store.load(in, SelfSigned.PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("endpoint", store.getCertificate("endpoint"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
