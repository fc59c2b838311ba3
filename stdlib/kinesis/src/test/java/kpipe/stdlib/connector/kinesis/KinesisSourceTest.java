package kpipe.stdlib.connector.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** Reading from the endpoint of this project, and what only there can be brought about. */
final class KinesisSourceTest extends ReadingFromServer {

    @TempDir
    static Path folder;

    @Override
    Server server() throws IOException {
        return new OwnServer(folder.resolve("main"), Map.of());
    }

    @Test
    void aSplitAndAMergeAreFollowedByFanOut() throws IOException {
        followsASplitAndAMerge(options("consumer", "reader"));
    }

    @Test
    void closedShardsAreReadByFanOutBeforeTheirChildren() throws IOException {
        String stream = stream(2);
        streams.put(stream, KEYS, 0, 50);
        streams.split(stream, streams.openShards(stream).get(0));
        streams.put(stream, KEYS, 50, 100);
        Map<String, Object> options = options("consumer", "reader");

        try (Reading reading = new Reading(stream, options).until(KEYS * 100)) {
            assertThat(reading.byKey()).isEqualTo(Streams.expected(KEYS, 100));
            assertThat(reading.events).containsSubsequence("+shardId-000000000002", "-shardId-000000000000");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "fan-out"})
    void aServerThatGoesAwayIsWaitedFor(String way) throws IOException {
        try (OwnServer server = new OwnServer(folder.resolve("away-" + way), Map.of());
                Streams others = new Streams(server.endpoint())) {
            others.create("orders", 2);
            others.put("orders", KEYS, 0, 50);
            Map<String, Object> options = new TreeMap<>(Map.of("endpoint", server.endpoint(), "poll", 20L));
            if (way.equals("fan-out")) {
                options.put("consumer", "reader");
            }
            try (Reading reading = new Reading("orders", options).until(KEYS * 50)) {
                server.stop();
                reading.until(() -> !reading.notices.isEmpty());
                server.begin();
                others.put("orders", KEYS, 50, 100);
                reading.until(() -> reading.notices.size() == 2).until(KEYS * 100);

                assertThat(reading.byKey()).isEqualTo(Streams.expected(KEYS, 100));
                assertThat(reading.notices)
                        .allSatisfy(notice -> assertThat(notice).contains("KINESIS 'orders' at " + server.endpoint()))
                        .element(0)
                        .asString()
                        .startsWith("warning: cannot read ")
                        .endsWith("; it tries again");
                assertThat(reading.notices.get(1)).startsWith("note: reads ").endsWith(" again");
            }
        }
    }

    @Test
    void whatFailsNowAndThenIsReadAllTheSame() throws IOException {
        Map<String, String> settings = Map.of("--failures", "0.3");
        try (OwnServer server = new OwnServer(folder.resolve("failing"), Map.of());
                Streams others = new Streams(server.endpoint())) {
            others.create("orders", 3);
            others.put("orders", KEYS, 0, 100);
        }
        try (OwnServer server = new OwnServer(folder.resolve("failing"), settings)) {
            Map<String, Object> options = Map.of("endpoint", server.endpoint(), "poll", 20L, "follow", false);
            try (Reading reading = new Reading("orders", options).untilEnd()) {
                assertThat(reading.byKey()).isEqualTo(Streams.expected(KEYS, 100));
                assertThat(reading.notices).isEmpty();
            }
        }
    }

    @Test
    void aStreamThatIsNotThere() {
        assertThatThrownBy(() -> new Reading("nothing", options()).until(1))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read KINESIS 'nothing' at " + options().get("endpoint")
                        + ": there is no such stream; create it, or correct its name, `region` or `endpoint`");
    }

    @Test
    void wrongCredentials() throws IOException {
        Path credentials = Files.writeString(folder.resolve("credentials"), "somebody=secret\n");
        Map<String, String> settings = Map.of("--credentials", credentials.toString());
        try (OwnServer server = new OwnServer(folder.resolve("guarded"), settings)) {
            Map<String, Object> options = new TreeMap<>(
                    Map.of("endpoint", server.endpoint(), "access_key_id", "somebody", "secret_access_key", "wrong"));
            assertThatThrownBy(() -> new Reading("orders", options).until(1))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "cannot read KINESIS 'orders' at " + server.endpoint()
                                    + ": it does not accept the AWS credentials; check the access key, the secret key and the region (InvalidSignatureException")
                    .hasMessageNotContaining("wrong");
            options.put("access_key_id", "nobody");
            assertThatThrownBy(() -> new Reading("orders", options).until(1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("it does not accept the AWS credentials");
        }
    }

    @Test
    void readingThatBeginsWithTheNewestMissesWhatWasThere() throws IOException {
        String stream = stream(2);
        streams.put(stream, KEYS, 0, 10);
        try (Reading reading = new Reading(stream, options("start", "LATEST"))) {
            reading.until(() -> reading.reached.size() == 2);
            streams.put(stream, KEYS, 10, 20);
            reading.until(KEYS * 10);
            streams.split(stream, streams.openShards(stream).get(0));
            streams.put(stream, KEYS, 20, 30);
            reading.until(KEYS * 20);

            List<String> texts = new ArrayList<>();
            for (int number = 10; number < 30; number++) {
                texts.add("key-3:" + number);
            }
            assertThat(reading.byKey().get("key-3")).isEqualTo(texts);
            assertThat(reading.records).hasSize(KEYS * 20);
        }
    }

    @Test
    void whatTheRecordsSayOfThemselves() throws IOException {
        String stream = stream(1);
        long before = System.currentTimeMillis();
        streams.put(stream, List.of(Streams.entry("a key", "a text")));
        try (Reading reading = new Reading(stream, options()).until(1)) {
            Reading.Read read = reading.records.get(0);
            assertThat(read.key()).isEqualTo("a key");
            assertThat(read.input()).isEqualTo("shardId-000000000000");
            assertThat(read.sequence()).hasSize(56);
            assertThat(read.arrival()).isBetween(before, System.currentTimeMillis());
        }
    }

    private void putAggregate(String stream, String... records) {
        streams.put(
                stream,
                List.of(PutRecordsRequestEntry.builder()
                        .partitionKey("a")
                        .explicitHashKey("0")
                        .data(SdkBytes.fromByteArray(Aggregates.of(records)))
                        .build()));
    }

    @Test
    void recordsThatProducersHavePutTogether() throws IOException {
        String stream = stream(1);
        putAggregate(stream, "k1", "one", "k2", "two", "k1", "three");
        streams.put(stream, List.of(Streams.entry("k3", "four")));
        try (Reading reading = new Reading(stream, options()).until(4)) {
            assertThat(reading.texts()).containsExactly("one", "two", "three", "four");
            assertThat(reading.records).extracting(Reading.Read::key).containsExactly("k1", "k2", "k1", "k3");
            assertThat(reading.records.get(1).sequence())
                    .isEqualTo(reading.records.get(0).sequence().replace(".000000", ".000001"))
                    .isGreaterThan(reading.records.get(0).sequence())
                    .isLessThan(reading.records.get(3).sequence());
        }
        try (Reading reading = new Reading(stream, options("deaggregate", false)).until(2)) {
            assertThat(reading.records).extracting(Reading.Read::key).containsExactly("a", "k3");
        }
    }

    @Test
    void ofAnAggregateAShardTakesWhatIsItsOwn() throws IOException {
        String stream = stream(2);
        putAggregate(stream, "key-0", "0", "key-1", "1", "key-2", "2", "key-3", "3", "key-4", "4", "key-5", "5");
        streams.put(stream, 6, 0, 1);
        try (Reading reading = new Reading(stream, options("follow", false)).untilEnd()) {
            List<String> ofFirst = reading.records.stream()
                    .filter(record -> record.input().equals("shardId-000000000000"))
                    .map(Reading.Read::key)
                    .distinct()
                    .toList();
            List<String> parts = reading.records.stream()
                    .filter(record -> record.text().length() == 1)
                    .map(Reading.Read::key)
                    .toList();
            assertThat(parts).hasSizeBetween(1, 5).containsExactlyInAnyOrderElementsOf(ofFirst);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "fan-out"})
    void readingGoesOnWithinAnAggregate(String way) throws IOException {
        String stream = stream(1);
        List<String> all = new ArrayList<>();
        String[] records = new String[12];
        for (int i = 0; i < records.length; i += 2) {
            records[i] = "k";
            records[i + 1] = String.valueOf(i).repeat(100_000);
            all.add(records[i + 1]);
        }
        putAggregate(stream, records);
        Map<String, Object> options = options();
        if (way.equals("fan-out")) {
            options.put("consumer", "reader");
        }
        byte[] position;
        List<String> before;
        try (Reading reading = new Reading(stream, options).until(1)) {
            position = reading.position();
            before = reading.texts();
        }
        assertThat(before).hasSizeBetween(1, 5);
        try (Reading reading = new Reading(stream, options, position).until(6 - before.size())) {
            List<String> both = new ArrayList<>(before);
            both.addAll(reading.texts());
            assertThat(both).isEqualTo(all);
        }
    }

    @Test
    void aPositionOfAnotherStreamOfTheSameNameIsRefused() throws IOException {
        String stream = stream(1);
        streams.put(stream, 1, 0, 5);
        byte[] position;
        try (Reading reading = new Reading(stream, options()).until(5)) {
            position = reading.position();
        }
        streams.client.deleteStream(request -> request.streamName(stream)).join();
        Streams.pause(1100);
        streams.create(stream, 1);
        assertThatThrownBy(() -> new Reading(stream, options(), position).until(1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("this is another stream of the same name; begin again with --from-start");
    }
}
