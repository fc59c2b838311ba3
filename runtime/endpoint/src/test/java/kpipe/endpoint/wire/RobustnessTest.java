package kpipe.endpoint.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send too much, too slowly, nonsense, or nothing: each is told or cut off, and the others are served. */
class RobustnessTest {

    private static final String JSON = "Content-Type: application/x-amz-json-1.1";
    private static final String CBOR = "Content-Type: application/x-amz-cbor-1.1";
    private static final String ECHO = "X-Amz-Target: Kinesis_20131202.Echo";
    private static final String HEAD = "POST / HTTP/1.1\r\nHost: a\r\n" + JSON + "\r\n" + ECHO + "\r\n"
            + Raw.AUTHORIZATION + "\r\n" + Raw.DATE + "\r\n";

    private Endpoint endpoint;

    @AfterEach
    void stop() throws Exception {
        try (Raw other = new Raw(endpoint.port())) {
            assertThat(other.call("Nothing", "{}").status()).isEqualTo(200);
        }
        endpoint.close();
    }

    private Raw start(Limits limits) throws Exception {
        endpoint =
                Endpoint.start(EndpointSettings.standard().withPort(0).withLimits(limits), List.of(new TinyService()));
        return new Raw(endpoint.port());
    }

    /** So many milliseconds of silence, for a head and for a body. */
    private static Limits patience(long idle, long head, long body) {
        return new Limits(
                10_000,
                5_000,
                4096,
                100_000,
                1000,
                Duration.ofMillis(idle),
                Duration.ofMillis(head),
                Duration.ofMillis(body));
    }

    private static Limits limits() {
        return new Limits(
                10_000,
                5_000,
                4096,
                100_000,
                1000,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30));
    }

    @Test
    void bodiesThatAreTooLongAreRefusedAndTheConnectionGoesOn() throws Exception {
        try (Raw client = start(limits())) {
            assertThat(client.ask("POST /", text(10_000), JSON, ECHO, Raw.AUTHORIZATION, Raw.DATE)
                            .status())
                    .isEqualTo(200);
            Raw.Answer json = client.ask("POST /", text(10_001), JSON, ECHO, Raw.AUTHORIZATION, Raw.DATE);
            assertThat(json.status()).isEqualTo(413);
            assertThat(json.text()).isEqualTo("<RequestEntityTooLargeException/>\n");
            assertThat(json.headers()).containsKey("x-amzn-requestid");
            assertThat(client.ask("POST /", new byte[5_001], CBOR, ECHO).status())
                    .isEqualTo(413);
            client.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n2710\r\n" + "x".repeat(10_000)
                    + "\r\n1\r\nx\r\n0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(413);
            assertThat(client.call("Nothing", "{}").status()).isEqualTo(200);
        }
    }

    @Test
    void allBodiesTogetherAreBounded() throws Exception {
        Limits few = new Limits(
                60_000,
                60_000,
                4096,
                50_000,
                1000,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30));
        List<Raw> holding = new ArrayList<>();
        try (Raw client = start(few)) {
            Raw.Answer refused;
            do {
                // One that arrives while the other request is under way is itself refused, and holds nothing.
                Raw next = new Raw(endpoint.port());
                holding.add(next);
                next.send(HEAD + "Content-Length: 60000\r\n\r\n" + "x".repeat(30_000));
                refused = client.ask("POST /", text(49_000), JSON, ECHO, Raw.AUTHORIZATION, Raw.DATE);
            } while (refused.status() == 200);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text())
                    .isEqualTo("{\"__type\":\"ServiceUnavailable\",\"message\":\"Too many requests are under way; try"
                            + " again.\"}");
            assertThat(client.call("Nothing", "{}").status()).isEqualTo(200);
            for (Raw one : holding) {
                one.close();
            }
            // What a client took that went away is given back.
            while (client.ask("POST /", text(49_000), JSON, ECHO, Raw.AUTHORIZATION, Raw.DATE)
                            .status()
                    != 200) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void headersThatAreTooLongAreRefused() throws Exception {
        try (Raw client = start(limits())) {
            Raw.Answer answer = client.ask("POST /", "{}", "X-Long: " + "x".repeat(5000));
            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.text()).isEqualTo("<RequestHeaderFieldsTooLargeException/>\n");
        }
    }

    @Test
    void whatIsNoHttpIsRefusedWithoutDetails() throws Exception {
        try (Raw client = start(limits())) {
            client.send("\u0016\u0003\u0001 nonsense\r\n\r\n");
            Raw.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).isEqualTo("<BadRequestException/>\n");
            assertThat(answer.headers()).containsKey("x-amzn-requestid").doesNotContainKey("server");
        }
        for (String head : List.of(
                "POST / HTTP/1.1\r\n\r\n",
                "POST / HTTP/9.9\r\nHost: a\r\n\r\n",
                "POST /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: nonsense\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n")) {
            try (Raw client = new Raw(endpoint.port())) {
                client.send(head);
                client.socket.shutdownOutput();
                String answer = new String(client.socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(answer).as(head).doesNotContain("jetty").doesNotContain("Exception:");
                assertThat(answer).as(head).doesNotContain(" 200 ");
            }
        }
    }

    @Test
    void aHeadThatDripsIsCutOff() throws Exception {
        Limits hasty = patience(30_000, 300, 30_000);
        try (Raw client = start(hasty);
                Raw patient = new Raw(endpoint.port())) {
            assertThat(patient.call("Nothing", "{}").status()).isEqualTo(200);
            assertThat(dripsUntilClosed(client, "POST / HTTP/1.1\r\nHost: a\r\nX-Drip: "))
                    .isTrue();
            // A connection that is silent between requests is none that drips.
            assertThat(patient.call("Nothing", "{}").status()).isEqualTo(200);
            assertThat(dripsUntilClosed(patient, "P")).isTrue();
        }
    }

    @Test
    void aHandshakeThatDripsIsCutOff(@TempDir Path folder) throws Exception {
        Limits hasty = patience(30_000, 300, 30_000);
        endpoint = Endpoint.start(
                EndpointSettings.standard().withPort(0).withTls(0, folder).withLimits(hasty),
                List.of(new TinyService()));
        try (Raw client = new Raw(endpoint.tlsPort())) {
            assertThat(dripsUntilClosed(client, "\u0016\u0003\u0001\u0002\u0000"))
                    .isTrue();
        }
    }

    @Test
    void aBodyThatDripsIsCutOff() throws Exception {
        Limits hasty = patience(30_000, 30_000, 300);
        try (Raw client = start(hasty)) {
            assertThat(dripsUntilClosed(client, HEAD + "Content-Length: 9000\r\n\r\n"))
                    .isTrue();
        }
        try (Two client = new Two(endpoint.port())) {
            HttpFields headers = HttpFields.build()
                    .put("content-type", "application/x-amz-json-1.1")
                    .put("content-length", "9000");
            Two.Call call = client.begin(headers);
            try {
                assertThat(call.status()).isEqualTo(408);
            } catch (ExecutionException e) {
                assertThat(e).hasMessageContaining("reset");
            }
        }
    }

    @Test
    void aClientThatSaysNothingIsCutOff() throws Exception {
        Limits hasty = patience(300, 30_000, 30_000);
        try (Raw client = start(hasty)) {
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void anAnswerThatTakesLongIsNotCutOff() throws Exception {
        TinyService service = new TinyService();
        endpoint = Endpoint.start(
                EndpointSettings.standard().withPort(0).withLimits(patience(1000, 30_000, 30_000)), List.of(service));
        try (Two two = new Two(endpoint.port())) {
            Two.Call call = two.call("Late", "{}".getBytes(StandardCharsets.UTF_8), ContentKind.JSON.type());
            try (Raw one = new Raw(endpoint.port())) {
                one.send(HEAD.replace("Echo", "Late") + "Content-Length: 2\r\n\r\n{}");
                LockSupport.parkNanos(Duration.ofMillis(2500).toNanos());
                service.lateGate.complete(null);
                assertThat(one.answer().status()).isEqualTo(200);
                assertThat(call.status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aStreamOfEventsMayBeSilentButItsEndIsTakenInTime() throws Exception {
        TinyService service = new TinyService();
        endpoint = Endpoint.start(
                EndpointSettings.standard().withPort(0).withLimits(patience(1000, 30_000, 30_000)), List.of(service));
        try (Two client = new Two(endpoint.port());
                Raw one = new Raw(endpoint.port())) {
            assertThat(one.call("Subscribe", "{}").status()).isEqualTo(200);
            one.chunk();
            EventStream first = service.streams.take();
            Two.Call call = client.call("Subscribe", "{}".getBytes(StandardCharsets.UTF_8), ContentKind.JSON.type());
            EventStream second = service.streams.take();
            LockSupport.parkNanos(Duration.ofMillis(2500).toNanos());
            first.send(Map.of("a", 1), "Event");
            assertThat(one.chunk()).isNotEmpty();
            second.send(Map.of("a", new byte[200_000]), "Event");
            second.end();
            CountDownLatch cut = new CountDownLatch(1);
            second.onReady(cut::countDown);
            assertThat(cut.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(call.status()).isEqualTo(200);
        }
    }

    @Test
    void connectionsThatBreakAnywhereHarmNobody() throws Exception {
        start(limits()).close();
        byte[] request = (HEAD + "Content-Length: 12\r\n\r\n{\"Text\":\"a\"}").getBytes(StandardCharsets.ISO_8859_1);
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            try (Socket socket = new Socket("127.0.0.1", endpoint.port())) {
                socket.setSoLinger(random.nextBoolean(), 0);
                byte[] sent = request.clone();
                if (random.nextBoolean()) {
                    sent[random.nextInt(sent.length)] = (byte) random.nextInt(256);
                }
                socket.getOutputStream().write(sent, 0, random.nextInt(sent.length + 1));
            }
        }
    }

    @Test
    void noiseOverHttpTwoHarmsNobody() throws Exception {
        start(limits()).close();
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            byte[] noise = new byte[200];
            random.nextBytes(noise);
            noise[0] = 0;
            noise[1] = 0;
            noise[3] = (byte) random.nextInt(10);
            try (Socket socket = new Socket("127.0.0.1", endpoint.port())) {
                socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
                socket.getOutputStream().write(noise);
            } catch (IOException e) {
                assertThat(e).hasMessageMatching(".*(reset|pipe|closed).*");
            }
        }
    }

    @Test
    void idleConnectionsCostLittle() throws Exception {
        int count = Boolean.getBoolean("campaign") ? 10_000 : 1_000;
        Limits many = new Limits(
                10_000,
                5_000,
                4096,
                100_000,
                20_000,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60));
        start(many).close();
        List<SocketChannel> idle = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", endpoint.port()));
                idle.add(channel);
                if (i % 2 == 0) {
                    channel.write(ByteBuffer.wrap(HEAD.getBytes(StandardCharsets.US_ASCII)));
                }
            }
            try (Raw client = new Raw(endpoint.port())) {
                for (int i = 0; i < 100; i++) {
                    assertThat(client.call("Echo", "{}").status()).isEqualTo(200);
                }
            }
        } finally {
            for (SocketChannel channel : idle) {
                channel.close();
            }
        }
    }

    /** Sends the beginning, then byte by byte until the other side has enough. */
    private static boolean dripsUntilClosed(Raw client, String beginning) throws IOException {
        client.socket.setSoTimeout(20);
        client.send(beginning);
        for (int i = 0; i < 500; i++) {
            try {
                client.send("x");
            } catch (IOException e) {
                return true;
            }
            if (client.isClosedByServer()) {
                return true;
            }
        }
        return false;
    }

    /** A request of so many bytes. */
    private static String text(int bytes) {
        return "{\"Text\":\"" + "x".repeat(bytes - 11) + "\"}";
    }
}
