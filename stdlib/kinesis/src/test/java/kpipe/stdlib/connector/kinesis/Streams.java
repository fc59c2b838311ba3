package kpipe.stdlib.connector.kinesis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import kpipe.spi.Options;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** What others do to the streams that a test reads. */
final class Streams implements AutoCloseable {

    private final Service service;
    final KinesisAsyncClient client;

    Streams(String endpoint) throws IOException {
        service = new Service(new StreamAddress("any", null, null), new Options(Map.of("endpoint", endpoint)));
        client = service.client;
    }

    void create(String stream, int shards) {
        client.createStream(request -> request.streamName(stream).shardCount(shards))
                .join();
        untilActive(stream);
    }

    /** Streams of one name are told apart by the second in which they were created. */
    static void pause(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
    }

    void untilActive(String stream) {
        while (client.describeStreamSummary(request -> request.streamName(stream))
                        .join()
                        .streamDescriptionSummary()
                        .streamStatus()
                != StreamStatus.ACTIVE) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    List<Shard> shards(String stream) {
        return client.listShards(request -> request.streamName(stream)).join().shards();
    }

    List<Shard> openShards(String stream) {
        return shards(stream).stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .toList();
    }

    void split(String stream, Shard shard) {
        ShardInfo range = ShardInfo.of(shard);
        String middle = range.first()
                .add(range.last().subtract(range.first()).shiftRight(1))
                .toString();
        client.splitShard(request ->
                        request.streamName(stream).shardToSplit(shard.shardId()).newStartingHashKey(middle))
                .join();
        untilActive(stream);
    }

    void merge(String stream, Shard first, Shard second) {
        client.mergeShards(request ->
                        request.streamName(stream).shardToMerge(first.shardId()).adjacentShardToMerge(second.shardId()))
                .join();
        untilActive(stream);
    }

    /** Puts {@code key-0:from} and so on: one record for each key and number. */
    void put(String stream, int keys, int from, int to) {
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int number = from; number < to; number++) {
            for (int key = 0; key < keys; key++) {
                String name = "key-" + key;
                entries.add(entry(name, name + ":" + number));
                if (entries.size() == 500) {
                    put(stream, entries);
                    entries.clear();
                }
            }
        }
        if (!entries.isEmpty()) {
            put(stream, entries);
        }
    }

    static PutRecordsRequestEntry entry(String key, String text) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(key)
                .data(SdkBytes.fromString(text, StandardCharsets.UTF_8))
                .build();
    }

    void put(String stream, List<PutRecordsRequestEntry> entries) {
        List<PutRecordsRequestEntry> batch = List.copyOf(entries);
        PutRecordsResponse answer = client.putRecords(
                        request -> request.streamName(stream).records(batch))
                .join();
        if (answer.failedRecordCount() != 0) {
            throw new AssertionError(answer);
        }
    }

    /** What {@link #put(String, int, int, int)} puts, by key. */
    static Map<String, List<String>> expected(int keys, int to) {
        Map<String, List<String>> expected = new TreeMap<>();
        for (int key = 0; key < keys; key++) {
            List<String> texts = new ArrayList<>();
            for (int number = 0; number < to; number++) {
                texts.add("key-" + key + ":" + number);
            }
            expected.put("key-" + key, texts);
        }
        return expected;
    }

    @Override
    public void close() {
        service.close();
    }
}
