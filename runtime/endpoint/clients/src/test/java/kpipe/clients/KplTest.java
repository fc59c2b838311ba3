package kpipe.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.kinesis.producer.KinesisProducer;
import software.amazon.kinesis.producer.KinesisProducerConfiguration;
import software.amazon.kinesis.producer.UserRecordResult;

/** The Kinesis Producer Library writes, which is a process of its own that speaks only TLS, and the KCL takes its records apart. */
@ExtendWith(Servers.class)
class KplTest {

    private static final int BATCH = 100;
    private static final int MOST_BATCHES = 100;

    @Test
    void recordsComeAggregatedAndPlain(KinesisServer server, DynamoDbAsyncClient leases) throws Exception {
        String stream = server.newStream("kpl");
        try (KinesisAsyncClient async = Transport.ofKcl(server);
                KinesisClient kinesis = Transport.waiting(async)) {
            kinesis.createStream(r -> r.streamName(stream).shardCount(2));
            Until.active(kinesis, stream);
            Set<String> written = new HashSet<>();
            produce(server, false, producer -> written.addAll(batch(producer, stream, "plain")));
            produce(server, true, producer -> {
                // It does not aggregate until it knows the shards, which it asks for when the first record comes.
                for (int i = 0; i < MOST_BATCHES && aggregates(kinesis, stream) < 2; i++) {
                    written.addAll(batch(producer, stream, "batch " + i));
                }
            });
            assertThat(aggregates(kinesis, stream)).isGreaterThanOrEqualTo(2);
            try (KclWorker worker = new KclWorker(stream, stream, KclWorker.Retrieval.POLLING, async, leases)) {
                Until.that("all records", worker::count, count -> count >= written.size(), KclWorker.STARTED);
                assertThat(worker.textsByKey().values().stream()
                                .flatMap(List::stream)
                                .toList())
                        .containsExactlyInAnyOrderElementsOf(written);
                assertThat(worker.aggregatedTexts())
                        .hasSizeGreaterThan(BATCH / 2)
                        .noneMatch(text -> text.startsWith("plain"));
            }
        }
    }

    private interface Work {
        void with(KinesisProducer producer) throws Exception;
    }

    private static void produce(KinesisServer server, boolean aggregated, Work work) throws Exception {
        KinesisProducer producer = new KinesisProducer(new KinesisProducerConfiguration()
                .setKinesisEndpoint(server.tlsUrl().getHost())
                .setKinesisPort(server.tlsUrl().getPort())
                .setVerifyCertificate(false)
                .setRegion("us-east-1")
                .setCredentialsProvider(Transport.ANYBODY)
                .setMetricsCredentialsProvider(Transport.ANYBODY)
                .setMetricsLevel("none")
                .setAggregationEnabled(aggregated)
                .setLogLevel("error"));
        try {
            work.with(producer);
        } finally {
            producer.destroy();
        }
    }

    /** Writes records, and returns their texts when the server has them. */
    private static List<String> batch(KinesisProducer producer, String stream, String name) throws Exception {
        List<String> texts =
                IntStream.range(0, BATCH).mapToObj(i -> name + " record " + i).toList();
        List<ListenableFuture<UserRecordResult>> results = new ArrayList<>();
        for (String text : texts) {
            ByteBuffer data = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            results.add(producer.addUserRecord(stream, "key " + results.size() % 10, data));
        }
        producer.flush();
        for (ListenableFuture<UserRecordResult> result : results) {
            assertThat(result.get(60, TimeUnit.SECONDS).isSuccessful()).isTrue();
        }
        return texts;
    }

    /** How many records the stream has that hold others, by their first bytes. */
    private static long aggregates(KinesisClient kinesis, String stream) {
        return kinesis.listShards(r -> r.streamName(stream)).shards().stream()
                .flatMap(shard -> {
                    String iterator = kinesis.getShardIterator(r -> r.streamName(stream)
                                    .shardId(shard.shardId())
                                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                            .shardIterator();
                    return kinesis.getRecords(r -> r.shardIterator(iterator)).records().stream();
                })
                .filter(record -> {
                    ByteBuffer data = record.data().asByteBuffer();
                    return data.remaining() > Integer.BYTES && data.getInt() == 0xf3899ac2;
                })
                .count();
    }
}
