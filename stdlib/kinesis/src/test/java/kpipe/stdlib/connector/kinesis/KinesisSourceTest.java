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
}
