package kpipe.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.DisableEnhancedMonitoringResponse;
import software.amazon.awssdk.services.kinesis.model.EnableEnhancedMonitoringResponse;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.HashKeyRange;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ListStreamConsumersResponse;
import software.amazon.awssdk.services.kinesis.model.ListTagsForStreamResponse;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentInputStatus;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentOutputStatus;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.Tag;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountResponse;
import software.amazon.awssdk.services.kinesis.waiters.KinesisWaiter;

/** All that can be asked of a stream, from its creation to its end, asked through any client of the Java SDK. */
final class StreamLife {

    static final String HIGHEST = "340282366920938463463374607431768211455";
    private static final String MIDDLE = "170141183460469231731687303715884105728";

    /** How often a waiter asks: ten times a second in place of every ten. */
    private static final WaiterOverrideConfiguration OFTEN = WaiterOverrideConfiguration.builder()
            .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(100)))
            .maxAttempts(300)
            .build();

    private final KinesisClient kinesis;
    private final String stream;
    private final Instant begin = Instant.now();

    StreamLife(KinesisClient kinesis, String stream) {
        this.kinesis = kinesis;
        this.stream = stream;
    }

    /** Each step, whatever became of those before it. */
    void live() {
        assertAll(
                this::isCreated,
                this::takesRecordsAndGivesThem,
                this::isReadFromEveryPosition,
                this::isSplitMergedAndScaled,
                this::hasTags,
                this::hasSettings,
                this::hasPolicy,
                this::hasConsumers,
                this::refuses,
                this::isDeleted);
    }

    private void isCreated() {
        assertThat(kinesis.describeLimits().shardLimit()).isPositive();
        kinesis.createStream(r -> r.streamName(stream).shardCount(2).tags(Map.of("made", "here")));
        active();
        StreamDescription description =
                kinesis.describeStream(r -> r.streamName(stream)).streamDescription();
        assertThat(description.streamARN()).matches("arn:aws:kinesis:us-east-1:\\d{12}:stream/" + stream);
        assertThat(description.streamCreationTimestamp()).isBetween(begin.minusSeconds(5), Instant.now());
        assertThat(description.encryptionType()).isEqualTo(EncryptionType.NONE);
        assertThat(description.keyId()).isNull();
        assertThat(description.retentionPeriodHours()).isEqualTo(24);
        assertThat(description.hasMoreShards()).isFalse();
        assertThat(description.streamModeDetails().streamMode()).isEqualTo(StreamMode.PROVISIONED);
        assertThat(description.shards())
                .extracting(Shard::shardId)
                .containsExactly("shardId-000000000000", "shardId-000000000001");
        assertThat(description.shards().get(1).hashKeyRange())
                .isEqualTo(HashKeyRange.builder()
                        .startingHashKey(MIDDLE)
                        .endingHashKey(HIGHEST)
                        .build());
        assertThat(description.shards().get(0).sequenceNumberRange().startingSequenceNumber())
                .hasSize(56);
        StreamDescriptionSummary summary = summary();
        assertThat(summary.openShardCount()).isEqualTo(2);
        assertThat(summary.consumerCount()).isZero();
        assertThat(kinesis.listStreamsPaginator(r -> r.limit(2)).streamNames()).contains(stream);
        ListShardsResponse page = kinesis.listShards(r -> r.streamName(stream).maxResults(1));
        assertThat(page.shards()).hasSize(1);
        assertThat(kinesis.listShards(r -> r.nextToken(page.nextToken())).shards())
                .extracting(Shard::shardId)
                .containsExactly("shardId-000000000001");
    }

    private void takesRecordsAndGivesThem() {
        PutRecordResponse first = kinesis.putRecord(r -> r.streamName(stream)
                .partitionKey("Käse")
                .explicitHashKey("0")
                .data(SdkBytes.fromByteArray(new byte[] {0, (byte) 0xff, 'x'})));
        assertThat(first.shardId()).isEqualTo("shardId-000000000000");
        assertThat(first.encryptionType()).isNull();
        PutRecordResponse second = kinesis.putRecord(r -> r.streamARN(arn())
                .partitionKey("Käse")
                .explicitHashKey("0")
                .sequenceNumberForOrdering(first.sequenceNumber())
                .data(SdkBytes.fromByteArray(new byte[0])));
        assertThat(new java.math.BigInteger(second.sequenceNumber()))
                .isGreaterThan(new java.math.BigInteger(first.sequenceNumber()));
        PutRecordsResponse many = kinesis.putRecords(r -> r.streamName(stream)
                .records(IntStream.range(0, 500)
                        .mapToObj(i -> entry("key " + i % 7, "record " + i))
                        .toList()));
        assertThat(many.failedRecordCount()).isZero();
        assertThat(many.records()).hasSize(500).allSatisfy(result -> {
            assertThat(result.errorCode()).isNull();
            assertThat(result.sequenceNumber()).isNotNull();
        });

        List<Record> read = read("shardId-000000000000", position(ShardIteratorType.TRIM_HORIZON), 2);
        assertThat(read.get(0).data().asByteArray()).containsExactly(0, 0xff, 'x');
        assertThat(read.get(0).partitionKey()).isEqualTo("Käse");
        assertThat(read.get(0).sequenceNumber()).isEqualTo(first.sequenceNumber());
        assertThat(read.get(0).encryptionType()).isNull();
        assertThat(read.get(0).approximateArrivalTimestamp()).isBetween(begin.minusSeconds(5), Instant.now());
        assertThat(read.get(1).data().asByteArray()).isEmpty();
    }

    private void isReadFromEveryPosition() {
        String shard = "shardId-000000000001";
        PutRecordResponse one = put("one", HIGHEST);
        PutRecordResponse two = put("two", HIGHEST);
        GetShardIteratorRequest.Builder atTwo =
                position(ShardIteratorType.AT_SEQUENCE_NUMBER).startingSequenceNumber(two.sequenceNumber());
        assertThat(texts(read(shard, atTwo, 1))).containsExactly("two");
        GetShardIteratorRequest.Builder afterOne =
                position(ShardIteratorType.AFTER_SEQUENCE_NUMBER).startingSequenceNumber(one.sequenceNumber());
        assertThat(texts(read(shard, afterOne, 1))).containsExactly("two");
        GetShardIteratorRequest.Builder atTime =
                position(ShardIteratorType.AT_TIMESTAMP).timestamp(begin.minus(Duration.ofHours(1)));
        assertThat(read(shard, atTime, 3)).hasSizeGreaterThan(2);
        String latest = kinesis.getShardIterator(position(ShardIteratorType.LATEST)
                        .streamName(stream)
                        .shardId(shard)
                        .build())
                .shardIterator();
        put("three", HIGHEST);
        GetRecordsResponse page =
                kinesis.getRecords(r -> r.shardIterator(latest).limit(1));
        assertThat(texts(page.records())).containsExactly("three");
        assertThat(page.millisBehindLatest()).isZero();
        assertThat(page.childShards()).isEmpty();
        GetRecordsResponse nothing = kinesis.getRecords(r -> r.shardIterator(page.nextShardIterator()));
        assertThat(nothing.records()).isEmpty();
        assertThat(nothing.nextShardIterator()).isNotNull().isNotEqualTo(page.nextShardIterator());
    }

    private void isSplitMergedAndScaled() {
        kinesis.splitShard(
                r -> r.streamName(stream).shardToSplit("shardId-000000000000").newStartingHashKey("1000000"));
        active();
        List<ChildShard> children = childrenOf("shardId-000000000000");
        assertThat(children)
                .extracting(ChildShard::shardId)
                .containsExactly("shardId-000000000002", "shardId-000000000003");
        assertThat(children.get(0).parentShards()).containsExactly("shardId-000000000000");
        assertThat(children.get(0).hashKeyRange().endingHashKey()).isEqualTo("999999");

        kinesis.mergeShards(r ->
                r.streamName(stream).shardToMerge("shardId-000000000002").adjacentShardToMerge("shardId-000000000003"));
        active();
        assertThat(childrenOf("shardId-000000000003").get(0).parentShards())
                .containsExactlyInAnyOrder("shardId-000000000002", "shardId-000000000003");
        assertThat(shards(ShardFilterType.AT_LATEST)).containsExactly("shardId-000000000001", "shardId-000000000004");
        assertThat(shards(ShardFilterType.AT_TRIM_HORIZON))
                .containsExactly("shardId-000000000000", "shardId-000000000001");
        assertThat(shards(ShardFilterType.FROM_TRIM_HORIZON)).hasSize(5);
        Shard merged = kinesis.describeStream(r -> r.streamName(stream).exclusiveStartShardId("shardId-000000000003"))
                .streamDescription()
                .shards()
                .get(0);
        assertThat(merged.parentShardId()).isEqualTo("shardId-000000000002");
        assertThat(merged.adjacentParentShardId()).isEqualTo("shardId-000000000003");

        UpdateShardCountResponse scaled = kinesis.updateShardCount(
                r -> r.streamName(stream).targetShardCount(4).scalingType(ScalingType.UNIFORM_SCALING));
        assertThat(scaled.currentShardCount()).isEqualTo(2);
        assertThat(scaled.targetShardCount()).isEqualTo(4);
        active();
        assertThat(shards(ShardFilterType.AT_LATEST)).hasSize(4);
    }

    private void hasTags() {
        kinesis.addTagsToStream(r -> r.streamName(stream).tags(Map.of("team", "a b", "stage", "")));
        ListTagsForStreamResponse page =
                kinesis.listTagsForStream(r -> r.streamName(stream).limit(1));
        assertThat(page.tags()).extracting(Tag::key).containsExactly("made");
        assertThat(page.hasMoreTags()).isTrue();
        kinesis.removeTagsFromStream(r -> r.streamName(stream).tagKeys("stage", "absent"));
        assertThat(kinesis.listTagsForStream(r -> r.streamName(stream)).tags())
                .extracting(Tag::key)
                .containsExactly("made", "team");
        kinesis.tagResource(r -> r.resourceARN(arn()).tags(Map.of("cost", "1")));
        kinesis.untagResource(r -> r.resourceARN(arn()).tagKeys("team"));
        assertThat(kinesis.listTagsForResource(r -> r.resourceARN(arn())).tags())
                .extracting(Tag::key)
                .containsExactly("cost", "made");
    }

    private void hasSettings() {
        kinesis.increaseStreamRetentionPeriod(r -> r.streamName(stream).retentionPeriodHours(48));
        active();
        assertThat(summary().retentionPeriodHours()).isEqualTo(48);
        kinesis.decreaseStreamRetentionPeriod(r -> r.streamName(stream).retentionPeriodHours(24));
        active();

        kinesis.startStreamEncryption(
                r -> r.streamName(stream).encryptionType(EncryptionType.KMS).keyId("alias/aws/kinesis"));
        active();
        assertThat(summary().encryptionType()).isEqualTo(EncryptionType.KMS);
        assertThat(summary().keyId()).isEqualTo("alias/aws/kinesis");
        assertThat(put("secret", "0").encryptionType()).isEqualTo(EncryptionType.KMS);
        kinesis.stopStreamEncryption(
                r -> r.streamName(stream).encryptionType(EncryptionType.KMS).keyId("alias/aws/kinesis"));
        active();
        assertThat(summary().encryptionType()).isEqualTo(EncryptionType.NONE);

        EnableEnhancedMonitoringResponse watched = kinesis.enableEnhancedMonitoring(
                r -> r.streamName(stream).shardLevelMetrics(MetricsName.INCOMING_BYTES, MetricsName.INCOMING_RECORDS));
        assertThat(watched.currentShardLevelMetrics()).isEmpty();
        assertThat(watched.desiredShardLevelMetrics()).hasSize(2);
        active();
        DisableEnhancedMonitoringResponse unwatched =
                kinesis.disableEnhancedMonitoring(r -> r.streamName(stream).shardLevelMetrics(MetricsName.ALL));
        assertThat(unwatched.currentShardLevelMetrics()).hasSize(2);
        assertThat(unwatched.desiredShardLevelMetrics()).isEmpty();
        active();

        kinesis.updateMaxRecordSize(r -> r.streamARN(arn()).maxRecordSizeInKiB(2048));
        active();
        assertThat(summary().maxRecordSizeInKiB()).isEqualTo(2048);
        kinesis.updateStreamMode(
                r -> r.streamARN(arn()).streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND)));
        active();
        assertThat(summary().streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
        assertThat(kinesis.updateAccountSettings(r -> r.minimumThroughputBillingCommitment(
                                commitment -> commitment.status(MinimumThroughputBillingCommitmentInputStatus.ENABLED)))
                        .minimumThroughputBillingCommitment()
                        .startedAt())
                .isBeforeOrEqualTo(Instant.now());
        assertThat(kinesis.describeAccountSettings(r -> {})
                        .minimumThroughputBillingCommitment()
                        .status())
                .isEqualTo(MinimumThroughputBillingCommitmentOutputStatus.ENABLED);
        assertThat(kinesis.updateStreamWarmThroughput(r -> r.streamName(stream).warmThroughputMiBps(6))
                        .warmThroughput()
                        .targetMiBps())
                .isEqualTo(6);
        active();
    }

    private void hasPolicy() {
        String policy =
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"111122223333\"},"
                        + "\"Action\":[\"kinesis:GetRecords\"],\"Resource\":\"" + arn() + "\"}]}";
        kinesis.putResourcePolicy(r -> r.resourceARN(arn()).policy(policy));
        assertThat(kinesis.getResourcePolicy(r -> r.resourceARN(arn())).policy())
                .isEqualTo(policy);
        kinesis.deleteResourcePolicy(r -> r.resourceARN(arn()));
    }

    private void hasConsumers() {
        Consumer consumer = kinesis.registerStreamConsumer(
                        r -> r.streamARN(arn()).consumerName("fan"))
                .consumer();
        assertThat(consumer.consumerARN()).matches(arn() + "/consumer/fan:\\d+");
        assertThat(consumer.consumerCreationTimestamp()).isBetween(begin.minusSeconds(5), Instant.now());
        Until.that(
                "the consumer is active",
                () -> kinesis.describeStreamConsumer(r -> r.consumerARN(consumer.consumerARN()))
                        .consumerDescription(),
                description -> description.consumerStatus() == ConsumerStatus.ACTIVE);
        assertThat(kinesis.listStreamConsumersPaginator(r -> r.streamARN(arn())))
                .flatExtracting(ListStreamConsumersResponse::consumers)
                .extracting(Consumer::consumerName)
                .containsExactly("fan");
        assertThatThrownBy(() -> kinesis.deleteStream(r -> r.streamName(stream)))
                .isInstanceOf(ResourceInUseException.class);
        kinesis.deregisterStreamConsumer(r -> r.streamARN(arn()).consumerName("fan"));
        Until.that(
                "the consumer is gone",
                () -> kinesis.listStreamConsumers(r -> r.streamARN(arn())).consumers(),
                List::isEmpty);
    }

    private void refuses() {
        assertThatThrownBy(() -> kinesis.describeStream(r -> r.streamName("absent")))
                .isInstanceOfSatisfying(ResourceNotFoundException.class, failure -> {
                    assertThat(failure.statusCode()).isEqualTo(400);
                    assertThat(failure.requestId()).isNotBlank();
                    assertThat(failure.awsErrorDetails().errorCode()).isEqualTo("ResourceNotFoundException");
                    assertThat(failure.awsErrorDetails().errorMessage())
                            .matches("Stream absent under account \\d{12} not found\\.");
                });
        assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName(stream).shardCount(1)))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("already exists");
        assertThatThrownBy(() -> kinesis.getRecords(r -> r.shardIterator("AAAA")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Invalid ShardIterator.");
        assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName("a/b").shardCount(1)))
                .hasMessageContaining("failed to satisfy constraint");
    }

    private void isDeleted() {
        kinesis.deleteStream(r -> r.streamName(stream));
        try (KinesisWaiter waiter = KinesisWaiter.builder()
                .client(kinesis)
                .overrideConfiguration(OFTEN)
                .build()) {
            waiter.waitUntilStreamNotExists(r -> r.streamName(stream));
        }
        assertThat(kinesis.listStreamsPaginator().streamNames()).doesNotContain(stream);
    }

    private void active() {
        Until.active(kinesis, stream);
    }

    private StreamDescriptionSummary summary() {
        return kinesis.describeStreamSummary(r -> r.streamName(stream)).streamDescriptionSummary();
    }

    private String arn() {
        return summary().streamARN();
    }

    private PutRecordResponse put(String text, String hashKey) {
        return kinesis.putRecord(r -> r.streamName(stream)
                .partitionKey("key")
                .explicitHashKey(hashKey)
                .data(SdkBytes.fromUtf8String(text)));
    }

    private List<String> shards(ShardFilterType filter) {
        return kinesis.listShards(r -> r.streamName(stream).shardFilter(f -> f.type(filter))).shards().stream()
                .map(Shard::shardId)
                .toList();
    }

    private static PutRecordsRequestEntry entry(String key, String text) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(key)
                .data(SdkBytes.fromString(text, StandardCharsets.UTF_8))
                .build();
    }

    private static GetShardIteratorRequest.Builder position(ShardIteratorType type) {
        return GetShardIteratorRequest.builder().shardIteratorType(type);
    }

    private static List<String> texts(List<Record> records) {
        return records.stream().map(record -> record.data().asUtf8String()).toList();
    }

    /** At least so many records from a position on. */
    private List<Record> read(String shard, GetShardIteratorRequest.Builder position, int count) {
        List<Record> read = new ArrayList<>();
        String iterator = kinesis.getShardIterator(
                        position.streamName(stream).shardId(shard).build())
                .shardIterator();
        while (read.size() < count) {
            String here = iterator;
            GetRecordsResponse page = kinesis.getRecords(r -> r.shardIterator(here));
            read.addAll(page.records());
            iterator = page.nextShardIterator();
            assertThat(read.size() >= count
                            || page.millisBehindLatest() > 0
                            || !page.records().isEmpty())
                    .as("no more than %s of %s records", read.size(), count)
                    .isTrue();
        }
        return read;
    }

    /** What the last page of a closed shard names. */
    private List<ChildShard> childrenOf(String shard) {
        String iterator = kinesis.getShardIterator(position(ShardIteratorType.TRIM_HORIZON)
                        .streamName(stream)
                        .shardId(shard)
                        .build())
                .shardIterator();
        for (int pages = 0; pages < 10; pages++) {
            String here = iterator;
            GetRecordsResponse page = kinesis.getRecords(r -> r.shardIterator(here));
            if (page.nextShardIterator() == null) {
                return page.childShards();
            }
            assertThat(page.childShards()).isEmpty();
            iterator = page.nextShardIterator();
        }
        return fail("a closed shard has no end");
    }
}
