package kpipe.stdlib.connector.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Reading from a server of the protocol: everything, in order, through splits and merges, and on from where it was. Each server that is tried has a class of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReadingFromServer {

    static final int KEYS = 20;

    private Server server;
    Streams streams;
    private int numbers;

    /** The server that is read from. */
    abstract Server server() throws IOException;

    @BeforeAll
    void start() throws IOException {
        server = server();
        streams = new Streams(server.endpoint());
    }

    @AfterAll
    void stop() {
        if (streams != null) {
            streams.close();
        }
        if (server != null) {
            server.close();
        }
    }

    String stream(int shards) {
        String name = "stream-" + numbers++;
        streams.create(name, shards);
        return name;
    }

    Map<String, Object> options(Object... more) {
        Map<String, Object> options = new TreeMap<>(Map.of("endpoint", server.endpoint(), "poll", 20L));
        for (int i = 0; i < more.length; i += 2) {
            options.put(String.valueOf(more[i]), more[i + 1]);
        }
        return options;
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "fan-out"})
    void allRecordsOfAllShardsInOrderOfTheirKeys(String way) throws IOException {
        String stream = stream(4);
        streams.put(stream, KEYS, 0, 200);
        Map<String, Object> options = options();
        if (way.equals("fan-out")) {
            options.put("consumer", "reader");
        }

        try (Reading reading = new Reading(stream, options).until(KEYS * 200)) {
            assertThat(reading.byKey()).isEqualTo(Streams.expected(KEYS, 200));
            assertThat(reading.events)
                    .containsExactlyInAnyOrder(
                            "+shardId-000000000000",
                            "+shardId-000000000001",
                            "+shardId-000000000002",
                            "+shardId-000000000003");
            assertThat(reading.notices).isEmpty();
        }
    }

    @Test
    void aSplitAndAMergeAreFollowed() throws IOException {
        followsASplitAndAMerge(options());
    }

    void followsASplitAndAMerge(Map<String, Object> options) throws IOException {
        String stream = stream(2);
        streams.put(stream, KEYS, 0, 50);
        try (Reading reading = new Reading(stream, options).until(KEYS * 50)) {
            streams.split(stream, streams.openShards(stream).get(0));
            streams.put(stream, KEYS, 50, 100);
            reading.until(KEYS * 100);
            List<Shard> open = streams.openShards(stream);
            streams.merge(stream, open.get(1), open.get(2));
            streams.put(stream, KEYS, 100, 150);
            reading.until(KEYS * 150);

            assertThat(reading.byKey()).isEqualTo(Streams.expected(KEYS, 150));
            assertThat(reading.events.subList(2, reading.events.size()))
                    .containsSubsequence("+shardId-000000000002", "-shardId-000000000000");
            assertThat(reading.notices).isEmpty();
        }
    }

    @Test
    void whatIsThereAndNoMore() throws IOException {
        String stream = stream(3);
        streams.put(stream, KEYS, 0, 30);
        streams.split(stream, streams.openShards(stream).get(1));
        streams.put(stream, KEYS, 30, 60);
        Map<String, Object> options = options();
        options.put("follow", false);

        try (Reading reading = new Reading(stream, options).untilEnd()) {
            assertThat(reading.byKey()).isEqualTo(Streams.expected(KEYS, 60));
        }
    }

    @Test
    void readingGoesOnWhereItWas() throws IOException {
        String stream = stream(2);
        streams.put(stream, KEYS, 0, 100);
        byte[] position;
        List<Reading.Read> before;
        try (Reading reading = new Reading(stream, options()).until(1)) {
            position = reading.position();
            before = List.copyOf(reading.records);
        }
        streams.split(stream, streams.openShards(stream).get(0));
        streams.put(stream, KEYS, 100, 120);

        try (Reading reading = new Reading(stream, options(), position).until(KEYS * 120 - before.size())) {
            reading.records.addAll(0, before);
            assertThat(reading.byKey()).isEqualTo(Streams.expected(KEYS, 120));
        }
    }
}
