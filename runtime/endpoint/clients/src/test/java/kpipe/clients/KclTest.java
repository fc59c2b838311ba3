package kpipe.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** The Kinesis Client Library reads a stream that is split and merged while it is written. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(Servers.class)
class KclTest {

    private static final int KEYS = 20;
    private static final int OF_EACH = 30;

    @ParameterizedTest
    @EnumSource
    void everyRecordComesInOrderThroughSplitAndMerge(
            KclWorker.Retrieval retrieval, KinesisServer server, DynamoDbAsyncClient leases) throws Exception {
        String stream = server.newStream(
                "kcl-" + retrieval.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        try (KinesisAsyncClient async = Transport.ofKcl(server);
                KinesisClient kinesis = Transport.waiting(async)) {
            kinesis.createStream(r -> r.streamName(stream).shardCount(2));
            Until.active(kinesis, stream);
            int third = OF_EACH / 3;
            put(kinesis, stream, 0, third);
            try (KclWorker worker = new KclWorker(stream, stream, retrieval, async, leases)) {
                Until.that("the first third", worker::count, count -> count >= KEYS * third, KclWorker.STARTED);
                kinesis.splitShard(r -> r.streamName(stream)
                        .shardToSplit("shardId-000000000000")
                        .newStartingHashKey("85070591730234615865843651857942052864"));
                put(kinesis, stream, third, 2 * third);
                Until.active(kinesis, stream);
                put(kinesis, stream, 2 * third, 2 * third + 1);
                kinesis.mergeShards(r -> r.streamName(stream)
                        .shardToMerge("shardId-000000000003")
                        .adjacentShardToMerge("shardId-000000000001"));
                put(kinesis, stream, 2 * third + 1, OF_EACH - 1);
                Until.active(kinesis, stream);
                put(kinesis, stream, OF_EACH - 1, OF_EACH);
                Until.that("all records", worker::count, count -> count >= KEYS * OF_EACH);
                Until.that(
                        "closed shards have no leases",
                        worker::leasedShards,
                        shards -> shards.equals(Set.of("shardId-000000000002", "shardId-000000000004")));
                check(worker);
            }
        }
    }

    private static void check(KclWorker worker) {
        for (int key = 0; key < KEYS; key++) {
            assertThat(worker.textsByKey().get("key " + key))
                    .as("key %s", key)
                    .containsExactlyElementsOf(IntStream.range(0, OF_EACH)
                            .mapToObj(Integer::toString)
                            .toList());
        }
        List<String> events = worker.events();
        assertThat(events)
                .containsExactlyInAnyOrder(
                        "begin shardId-000000000000",
                        "begin shardId-000000000001",
                        "begin shardId-000000000002",
                        "begin shardId-000000000003",
                        "begin shardId-000000000004",
                        "end shardId-000000000000",
                        "end shardId-000000000001",
                        "end shardId-000000000003");
        Map<String, List<String>> parents = Map.of(
                "shardId-000000000002", List.of("shardId-000000000000"),
                "shardId-000000000003", List.of("shardId-000000000000"),
                "shardId-000000000004", List.of("shardId-000000000001", "shardId-000000000003"));
        parents.forEach((child, before) -> before.forEach(parent -> assertThat(events.indexOf("end " + parent))
                .as("%s ends before %s begins in %s", parent, child, events)
                .isLessThan(events.indexOf("begin " + child))));
    }

    /** So many numbers of each key, in order. */
    private static void put(KinesisClient kinesis, String stream, int from, int to) {
        for (int i = from; i < to; i++) {
            String text = Integer.toString(i);
            PutRecordsResponse answer = kinesis.putRecords(r -> r.streamName(stream)
                    .records(IntStream.range(0, KEYS)
                            .mapToObj(key -> PutRecordsRequestEntry.builder()
                                    .partitionKey("key " + key)
                                    .data(SdkBytes.fromUtf8String(text))
                                    .build())
                            .toList()));
            assertThat(answer.failedRecordCount()).isZero();
        }
    }
}
