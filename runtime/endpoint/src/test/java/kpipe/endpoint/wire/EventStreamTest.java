package kpipe.endpoint.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Events over both versions of HTTP: their framing, their end, and what happens when a client is slow or gone. */
class EventStreamTest {

    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final String JSON = "application/x-amz-json-1.1";

    private static TinyService service;
    private static Endpoint endpoint;

    @BeforeAll
    static void start() throws Exception {
        service = new TinyService();
        endpoint = Endpoint.start(EndpointSettings.standard().withPort(0), List.of(service));
    }

    @AfterAll
    static void stop() {
        endpoint.close();
    }

    /** A message as it is taken apart, its checksums verified. */
    private record Message(Map<String, String> headers, byte[] payload) {

        static Message parse(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            assertThat(in.getInt(0)).isEqualTo(bytes.length);
            assertThat(in.getInt(8)).isEqualTo(checksum(bytes, 8));
            assertThat(in.getInt(bytes.length - 4)).isEqualTo(checksum(bytes, bytes.length - 4));
            int end = 12 + in.getInt(4);
            in.position(12);
            Map<String, String> headers = new LinkedHashMap<>();
            while (in.position() < end) {
                String name = text(in, in.get());
                assertThat(in.get()).isEqualTo((byte) 7);
                headers.put(name, text(in, in.getShort()));
            }
            byte[] payload = new byte[bytes.length - 4 - end];
            in.get(payload);
            return new Message(headers, payload);
        }

        private static String text(ByteBuffer in, int length) {
            byte[] bytes = new byte[length];
            in.get(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        private static int checksum(byte[] bytes, int length) {
            CRC32 checksum = new CRC32();
            checksum.update(bytes, 0, length);
            return (int) checksum.getValue();
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    @Test
    void overHttpOneEachMessageIsAChunk() throws Exception {
        try (Raw client = new Raw(endpoint.port())) {
            Raw.Answer head = client.call("Subscribe", "{}");
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.headers())
                    .containsEntry("content-type", "application/vnd.amazon.eventstream")
                    .containsEntry("transfer-encoding", "chunked")
                    .containsKey("x-amzn-requestid");
            Message first = Message.parse(client.chunk());
            assertThat(first.headers())
                    .containsExactly(
                            Map.entry(":message-type", "event"),
                            Map.entry(":event-type", "initial-response"),
                            Map.entry(":content-type", "application/json"));
            assertThat(first.text()).isEqualTo("{}");

            EventStream stream = next();
            stream.send(Map.of("ContinuationSequenceNumber", "7"), "SubscribeToShardEvent");
            Message event = Message.parse(client.chunk());
            assertThat(event.headers()).containsEntry(":event-type", "SubscribeToShardEvent");
            assertThat(event.text()).isEqualTo("{\"ContinuationSequenceNumber\":\"7\"}");

            stream.fail(new AwsError("ResourceInUseException", "Another took over."));
            Message exception = Message.parse(client.chunk());
            assertThat(exception.headers())
                    .containsExactly(
                            Map.entry(":message-type", "exception"),
                            Map.entry(":exception-type", "ResourceInUseException"),
                            Map.entry(":content-type", "application/json"));
            assertThat(exception.text()).isEqualTo("{\"message\":\"Another took over.\"}");
            assertThat(client.chunk()).isEmpty();
            assertThat(stream.isClosed()).isTrue();
            assertThat(stream.send(Map.of(), "SubscribeToShardEvent")).isFalse();
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void overHttpTwoInCbor() throws Exception {
        try (Two client = new Two(endpoint.port())) {
            Two.Call call = client.call("Subscribe", Cbor.write(Map.of(), true), "application/x-amz-cbor-1.1");
            Message first = Message.parse(call.read());
            assertThat(first.headers())
                    .containsEntry(":event-type", "initial-response")
                    .containsEntry(":content-type", "application/cbor");
            assertThat(Cbor.read(first.payload())).isEqualTo("{}");
            EventStream stream = next();
            stream.send(Map.of("Data", new byte[] {1}), "SubscribeToShardEvent");
            assertThat(Cbor.read(Message.parse(call.read()).payload())).isEqualTo("{Data=h[1]}");
            stream.end();
            assertThat(call.read()).isNull();
        }
    }

    @Test
    void longEventsAreOneMessage() throws Exception {
        try (Raw client = new Raw(endpoint.port())) {
            client.call("Subscribe", "{}");
            client.chunk();
            EventStream stream = next();
            stream.send(TinyService.page(1000), "SubscribeToShardEvent");
            stream.end();
            assertThat(Message.parse(client.chunk()).text())
                    .contains("\"SequenceNumber\":\"999\"")
                    .endsWith("}]}");
            assertThat(client.chunk()).isEmpty();
        }
    }

    @Test
    void aSlowClientOfHttpTwoHoldsTheSenderBack() throws Exception {
        try (Two client = new Two(endpoint.port())) {
            Two.Call call = client.call("Subscribe", EMPTY, JSON);
            assertThat(call.status()).isEqualTo(200);
            EventStream stream = next();
            Map<String, Object> event = Map.of("Data", new byte[20_000]);
            int sent = 0;
            while (stream.send(event, "SubscribeToShardEvent") || isReadySoon(stream)) {
                sent++;
                assertThat(sent).as("the window of a stream is 64 KiB").isLessThan(20);
            }
            // Other streams of the connection go on meanwhile.
            assertThat(client.call("Nothing", EMPTY, JSON).status()).isEqualTo(200);
            stream.onReady(stream::end);
            assertThat(call.body().length).isGreaterThan((sent + 1) * 20_000);
        }
    }

    @Test
    void aSlowClientOfHttpOneHoldsTheSenderBack() throws Exception {
        try (Raw client = new Raw(endpoint.port())) {
            client.call("Subscribe", "{}");
            client.chunk();
            EventStream stream = next();
            Map<String, Object> event = Map.of("Data", new byte[1_000_000]);
            int sent = 0;
            while (stream.send(event, "SubscribeToShardEvent") || isReadySoon(stream)) {
                sent++;
                assertThat(sent).as("a socket holds some megabytes").isLessThan(50);
            }
            stream.onReady(stream::end);
            int came = 0;
            while (client.chunk().length > 0) {
                came++;
            }
            assertThat(came).isEqualTo(sent + 1);
        }
    }

    @Test
    void aClientThatCancelsIsNoticed() throws Exception {
        try (Two client = new Two(endpoint.port())) {
            Two.Call call = client.call("Subscribe", EMPTY, JSON);
            assertThat(call.read()).isNotEmpty();
            EventStream stream = next();
            CountDownLatch closed = new CountDownLatch(1);
            stream.onClosed(closed::countDown);
            call.cancel();
            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(stream.isClosed()).isTrue();
            assertThat(stream.send(Map.of(), "SubscribeToShardEvent")).isFalse();
        }
    }

    @Test
    void aClientThatGoesAwayIsNoticed() throws Exception {
        EventStream two;
        CountDownLatch closed = new CountDownLatch(2);
        try (Two client = new Two(endpoint.port())) {
            assertThat(client.call("Subscribe", EMPTY, JSON).read()).isNotEmpty();
            two = next();
            two.onClosed(closed::countDown);
        }
        EventStream one;
        try (Raw client = new Raw(endpoint.port())) {
            client.call("Subscribe", "{}");
            client.chunk();
            one = next();
            one.onClosed(closed::countDown);
        }
        // A connection that is closed in good order is noticed by what is sent.
        while (!one.isClosed() || !two.isClosed()) {
            one.send(Map.of(), "SubscribeToShardEvent");
            two.send(Map.of(), "SubscribeToShardEvent");
        }
        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anErrorBeforeTheStreamIsAnOrdinaryAnswer() throws Exception {
        try (Two client = new Two(endpoint.port())) {
            Two.Call call = client.call("Refuse", EMPTY, JSON);
            assertThat(call.status()).isEqualTo(400);
            assertThat(call.headers().get("content-type")).isEqualTo(JSON);
        }
    }

    private static EventStream next() throws InterruptedException {
        EventStream stream = service.streams.poll(20, TimeUnit.SECONDS);
        assertThat(stream).isNotNull();
        return stream;
    }

    /** Whether what was sent goes out within a moment; a stream that is held back stays so. */
    private static boolean isReadySoon(EventStream stream) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(1);
        stream.onReady(ready::countDown);
        return ready.await(500, TimeUnit.MILLISECONDS);
    }
}
