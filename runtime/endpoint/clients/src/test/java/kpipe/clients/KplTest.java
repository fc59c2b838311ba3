package kpipe.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.kinesis.producer.KinesisProducer;
import software.amazon.kinesis.producer.KinesisProducerConfiguration;
import software.amazon.kinesis.producer.UserRecordResult;

/** The Kinesis Producer Library writes, which is a process of its own that speaks only TLS, and the KCL takes its records apart. */
@ExtendWith(Servers.class)
class KplTest {

    private static final int RECORDS = 300;

    @Test
    void recordsComeAggregatedAndPlain(KinesisServer server, DynamoDbAsyncClient leases) throws Exception {
        String stream = server.newStream("kpl");
        try (KinesisAsyncClient async = Transport.HTTP2.openAsync(server);
                KinesisClient kinesis = Transport.waiting(async)) {
            kinesis.createStream(r -> r.streamName(stream).shardCount(2));
            Until.active(kinesis, stream);
            write(server, stream, "aggregated", true);
            write(server, stream, "plain", false);
            try (KclWorker worker =
                    new KclWorker(stream, stream, KclWorker.Retrieval.POLLING, async, leases)) {
                Until.that("all records", worker::count, count -> count >= 2 * RECORDS, KclWorker.STARTED);
                Set<String> expected = IntStream.range(0, RECORDS)
                        .boxed()
                        .flatMap(i -> List.of("aggregated " + i, "plain " + i).stream())
                        .collect(Collectors.toSet());
                assertThat(worker.textsByKey().values().stream()
                                .flatMap(List::stream)
                                .toList())
                        .hasSize(2 * RECORDS)
                        .containsExactlyInAnyOrderElementsOf(expected);
                assertThat(worker.aggregatedTexts())
                        .hasSizeGreaterThan(RECORDS / 2)
                        .allMatch(text -> text.startsWith("aggregated"));
            }
        }
    }

    private static void write(KinesisServer server, String stream, String text, boolean aggregated) throws Exception {
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
            List<ListenableFuture<UserRecordResult>> results = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                ByteBuffer data = ByteBuffer.wrap((text + " " + i).getBytes(StandardCharsets.UTF_8));
                results.add(producer.addUserRecord(stream, "key " + i % 10, data));
            }
            producer.flush();
            for (ListenableFuture<UserRecordResult> result : results) {
                assertThat(result.get(60, TimeUnit.SECONDS).isSuccessful()).isTrue();
            }
        } finally {
            producer.destroy();
        }
    }
}
