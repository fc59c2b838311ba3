package kpipe.stdlib.connector.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kpipe.data.Column;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.Delivery;
import kpipe.spi.DeliveryException;
import kpipe.spi.Options;
import kpipe.spi.Sink;
import kpipe.spi.SinkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records into a stream: all of them, under their keys, whatever fails on the way; and what can never get there is told record by record. */
final class KinesisSinkTest {

    @TempDir
    Path folder;

    private static Sink sink(String stream, String endpoint, Map<String, Object> more) throws IOException {
        Map<String, Object> options = new TreeMap<>(Map.of("endpoint", endpoint));
        options.putAll(more);
        Sink sink = new KinesisSinkConnector()
                .sink(new SinkContext("d", stream, new Options(options), null, System::currentTimeMillis));
        sink.open();
        return sink;
    }

    /** Records with their keys before them, null for none. */
    private static Delivery delivery(String name, int keys, List<List<String>> records) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int[] ends = new int[records.size()];
        for (int i = 0; i < ends.length; i++) {
            List<String> record = records.get(i);
            for (int key = 0; key < keys; key++) {
                byte[] text = record.get(key).getBytes(StandardCharsets.UTF_8);
                int length = record.get(key).equals("NULL") ? Delivery.NO_KEY : text.length;
                bytes.write(length >>> 8);
                bytes.write(length);
                if (length != Delivery.NO_KEY) {
                    bytes.writeBytes(text);
                }
            }
            bytes.writeBytes(record.get(keys).getBytes(StandardCharsets.UTF_8));
            ends[i] = bytes.size();
        }
        return new Delivery("s", name, bytes.toByteArray(), bytes.size(), ends, ends.length, keys);
    }

    private static Delivery numbered(String name, int keys, int to) {
        List<List<String>> records = new ArrayList<>();
        for (int number = 0; number < to; number++) {
            for (int key = 0; key < keys; key++) {
                records.add(List.of("key-" + key, "key-" + key + ":" + number + "\n"));
            }
        }
        return delivery(name, 1, records);
    }

    private static Reading reading(OwnServer server, String stream) throws IOException {
        return new Reading(stream, Map.of("endpoint", server.endpoint(), "follow", false)).untilEnd();
    }

    @Test
    void allRecordsInOrderOfTheirKeys() throws IOException {
        try (OwnServer server = new OwnServer(folder, Map.of());
                Streams streams = new Streams(server.endpoint())) {
            streams.create("s", 3);
            try (Sink sink = sink("s", server.endpoint(), Map.of())) {
                sink.deliver(numbered("1", 20, 300));
            }
            try (Reading reading = reading(server, "s")) {
                assertThat(reading.byKey()).isEqualTo(Streams.expected(20, 300));
            }
        }
    }

    @Test
    void whatIsRefusedForAMomentIsPutAgain() throws IOException {
        Map<String, String> settings = Map.of("--failures", "0.3");
        try (OwnServer server = new OwnServer(folder, Map.of());
                Streams streams = new Streams(server.endpoint())) {
            streams.create("s", 2);
        }
        try (OwnServer server = new OwnServer(folder, settings);
                Sink sink = sink("s", server.endpoint(), Map.of())) {
            sink.deliver(numbered("1", 20, 50));
        }
        try (OwnServer server = new OwnServer(folder, Map.of());
                Reading reading = reading(server, "s")) {
            assertThat(reading.texts())
                    .containsExactlyInAnyOrderElementsOf(Streams.expected(20, 50).values().stream()
                            .flatMap(List::stream)
                            .toList());
        }
    }

    @Test
    void whatCanNeverGetThereIsToldRecordByRecord() throws IOException {
        try (OwnServer server = new OwnServer(folder, Map.of());
                Streams streams = new Streams(server.endpoint());
                Sink sink = sink("s", server.endpoint(), Map.of("explicit_hash_key", "place"))) {
            streams.create("s", 1);
            List<List<String>> records = List.of(
                    List.of("a", "NULL", "one"),
                    List.of("k".repeat(257), "NULL", "two"),
                    List.of("a", "no number", "three"),
                    List.of("a", "NULL", "4".repeat((1 << 20) + 1)),
                    List.of("a", "NULL", "5".repeat((10 << 20) + 1)),
                    List.of("a", "NULL", "six"));

            DeliveryException failure =
                    catchThrowableOfType(DeliveryException.class, () -> sink.deliver(delivery("1", 2, records)));

            assertThat(failure.retryable()).isFalse();
            assertThat(failure.undelivered()).containsExactly(1, 2, 3, 4);
            assertThat(failure)
                    .hasMessage("cannot put into KINESIS 's' at " + server.endpoint()
                            + ": the partition key of a record is longer than 256 characters");
            try (Reading reading = reading(server, "s")) {
                assertThat(reading.texts()).containsExactly("one", "six");
            }
        }
    }

    @Test
    void keysAndPlaces() throws IOException {
        try (OwnServer server = new OwnServer(folder, Map.of());
                Streams streams = new Streams(server.endpoint());
                Sink sink = sink("s", server.endpoint(), Map.of("explicit_hash_key", "place"))) {
            streams.create("s", 2);
            sink.deliver(delivery(
                    "1",
                    2,
                    List.of(
                            List.of("a", "0", "first\r\n"),
                            List.of("a", "340282366920938463463374607431768211455", "last\n"),
                            List.of("NULL", "NULL", "by its hash"),
                            List.of("", "NULL", "by its hash"))));
            try (Reading reading = reading(server, "s")) {
                assertThat(reading.records)
                        .extracting(Reading.Read::text, Reading.Read::key, Reading.Read::input)
                        .containsExactlyInAnyOrder(
                                org.assertj.core.groups.Tuple.tuple("first", "a", "shardId-000000000000"),
                                org.assertj.core.groups.Tuple.tuple("last", "a", "shardId-000000000001"),
                                org.assertj.core.groups.Tuple.tuple(
                                        "by its hash", "63d22c1c9ceae84256d0b2b477a84eee", "shardId-000000000001"),
                                org.assertj.core.groups.Tuple.tuple(
                                        "by its hash", "63d22c1c9ceae84256d0b2b477a84eee", "shardId-000000000001"));
            }
        }
    }

    @Test
    void aServerThatGoesAwayIsTriedAgainWithWhatIsLeft() throws IOException {
        try (OwnServer server = new OwnServer(folder, Map.of());
                Streams streams = new Streams(server.endpoint());
                Sink sink = sink("s", server.endpoint(), Map.of())) {
            streams.create("s", 1);
            Delivery delivery = numbered("1", 5, 10);
            server.stop();
            DeliveryException failure = catchThrowableOfType(DeliveryException.class, () -> sink.deliver(delivery));
            assertThat(failure.retryable()).isTrue();
            assertThat(failure).hasMessageStartingWith("cannot put into KINESIS 's' at http://127.0.0.1:");
            server.begin();
            sink.deliver(delivery);
            try (Reading reading = reading(server, "s")) {
                assertThat(reading.byKey()).isEqualTo(Streams.expected(5, 10));
            }
        }
    }

    @Test
    void aStreamThatIsNotThere() throws IOException {
        try (OwnServer server = new OwnServer(folder, Map.of());
                Sink sink = sink("nothing", server.endpoint(), Map.of())) {
            assertThatThrownBy(() -> sink.deliver(numbered("1", 1, 1)))
                    .hasMessage("cannot put into KINESIS 'nothing' at " + server.endpoint()
                            + ": there is no such stream; create it, or correct its name, `region` or `endpoint`");
        }
    }

    @Test
    void whatIsWrongWithItsOptionsIsSaidWhenCompiling() {
        Schema schema = Schema.of(new Column("vin", Type.varchar(17, true)));
        KinesisSinkConnector connector = new KinesisSinkConnector();

        assertThat(connector.check(
                        "orders", new Options(Map.of("partition_key", "VIN", "region", "eu-west-1")), schema))
                .isEmpty();
        assertThat(connector.check(
                        "or ders",
                        new Options(Map.of(
                                "partition_key", "wheels",
                                "region", "Ireland",
                                "endpoint", "localhost:4567",
                                "access_key_id", "a")),
                        schema))
                .extracting(problem -> problem.option())
                .containsExactly(null, "endpoint", "region", "access_key_id", "partition_key");
    }
}
