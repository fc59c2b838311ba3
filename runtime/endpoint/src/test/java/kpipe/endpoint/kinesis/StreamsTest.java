package kpipe.endpoint.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kpipe.endpoint.kinesis.Api.Answer;
import kpipe.endpoint.wire.Caller;
import org.junit.jupiter.api.Test;

/** Making, changing, listing and deleting streams. */
class StreamsTest {

    private final Api api = new Api();

    private Object status(String stream) {
        return api.ok("DescribeStreamSummary", "StreamName", stream).at("StreamDescriptionSummary", "StreamStatus");
    }

    @Test
    void aStreamIsCreatingThenActiveThenDeletingThenGone() {
        api.ok("CreateStream", "StreamName", "s", "ShardCount", 3);
        Answer creating = api.ok("DescribeStream", "StreamName", "s");
        assertThat(creating.at("StreamDescription", "StreamStatus")).isEqualTo("CREATING");
        assertThat(creating.list("StreamDescription", "Shards")).isEmpty();
        Answer put = api.call("PutRecord", "StreamName", "s", "PartitionKey", "a", "Data", Api.data("x"));
        assertThat(put).hasToString("ResourceNotFoundException: Stream s under account 000000000000 not found.");
        assertThat(api.call("SplitShard", "StreamName", "s", "ShardToSplit", "0", "NewStartingHashKey", "5"))
                .hasToString(
                        "ResourceInUseException: Stream s under account 000000000000 not ACTIVE, instead in state CREATING");
        assertThat(api.call("GetShardIterator", "StreamName", "s", "ShardId", "0", "ShardIteratorType", "LATEST"))
                .hasToString(
                        "ResourceNotFoundException: Shard shardId-000000000000 in stream s under account 000000000000 does not exist");
        api.pass(500);
        assertThat(status("s")).isEqualTo("ACTIVE");
        assertThat(api.call("CreateStream", "StreamName", "s", "ShardCount", 1))
                .hasToString("ResourceInUseException: Stream s under account 000000000000 already exists.");
        api.ok("DeleteStream", "StreamName", "s");
        assertThat(status("s")).isEqualTo("DELETING");
        api.pass(500);
        assertThat(api.call("DescribeStream", "StreamName", "s"))
                .hasToString("ResourceNotFoundException: Stream s under account 000000000000 not found.");
        assertThat(api.host.disk().paths()).noneMatch(path -> path.contains("streams/s/"));
    }

    @Test
    void aStreamIsDescribedAsTheServiceDescribesIt() {
        api.create("s", 3);
        Answer described = api.ok("DescribeStream", "StreamARN", api.arn("s"));
        assertThat(described.at("StreamDescription"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("StreamName", "s")
                .containsEntry("StreamARN", "arn:aws:kinesis:us-east-1:000000000000:stream/s")
                .containsEntry("StreamModeDetails", Map.of("StreamMode", "PROVISIONED"))
                .containsEntry("RetentionPeriodHours", 24L)
                .containsEntry("StreamCreationTimestamp", Api.START)
                .containsEntry("EnhancedMonitoring", List.of(Map.of("ShardLevelMetrics", List.of())))
                .containsEntry("EncryptionType", "NONE")
                .containsEntry("HasMoreShards", false)
                .doesNotContainKey("KeyId");
        assertThat(described.at("StreamDescription", "Shards", 1))
                .isEqualTo(Map.of(
                        "ShardId",
                        "shardId-000000000001",
                        "HashKeyRange",
                        Map.of(
                                "StartingHashKey",
                                "113427455640312821154458202477256070485",
                                "EndingHashKey",
                                "226854911280625642308916404954512140969"),
                        "SequenceNumberRange",
                        Map.of(
                                "StartingSequenceNumber",
                                described.text(
                                        "StreamDescription",
                                        "Shards",
                                        1,
                                        "SequenceNumberRange",
                                        "StartingSequenceNumber"))));
        Answer summary = api.ok("DescribeStreamSummary", "StreamName", "s");
        assertThat(summary.at("StreamDescriptionSummary", "OpenShardCount")).isEqualTo(3L);
        assertThat(summary.at("StreamDescriptionSummary", "ConsumerCount")).isEqualTo(0L);
        assertThat(summary.at("StreamDescriptionSummary", "MaxRecordSizeInKiB")).isEqualTo(1024L);
        assertThat(summary.at("StreamDescriptionSummary", "StreamId")).isNull();
        Answer page = api.ok("DescribeStream", "StreamName", "s", "Limit", 2);
        assertThat(page.at("StreamDescription", "HasMoreShards")).isEqualTo(true);
        Answer rest = api.ok("DescribeStream", "StreamName", "s", "ExclusiveStartShardId", "shardId-000000000001");
        assertThat(rest.list("StreamDescription", "Shards")).hasSize(1);
    }

    @Test
    void modesDecideAboutShards() {
        api.ok("CreateStream", "StreamName", "demand");
        api.ok("CreateStream", "StreamName", "warm", "WarmThroughputMiBps", 9);
        api.pass(500);
        assertThat(api.ok("ListShards", "StreamName", "demand").list("Shards")).hasSize(4);
        assertThat(api.ok("ListShards", "StreamName", "warm").list("Shards")).hasSize(9);
        assertThat(api.call("SplitShard", "StreamName", "demand", "ShardToSplit", "0", "NewStartingHashKey", "5"))
                .hasToString(
                        "ValidationException: Request is invalid. Stream demand under account 000000000000 is in On-Demand mode.");
        Map<String, Object> onDemand = Map.of("StreamMode", "ON_DEMAND");
        assertThat(api.call("CreateStream", "StreamName", "x", "ShardCount", 1, "StreamModeDetails", onDemand)
                        .error())
                .hasMessageStartingWith("ValidationException");
        assertThat(api.call("CreateStream", "StreamName", "x", "StreamModeDetails", Map.of("StreamMode", "PROVISIONED"))
                        .error())
                .hasMessageStartingWith("ValidationException");
        api.ok(
                "UpdateStreamMode",
                "StreamARN",
                api.arn("demand"),
                "StreamModeDetails",
                Map.of("StreamMode", "PROVISIONED"));
        assertThat(status("demand")).isEqualTo("UPDATING");
        api.pass(500);
        assertThat(api.ok("DescribeStream", "StreamName", "demand")
                        .at("StreamDescription", "StreamModeDetails", "StreamMode"))
                .isEqualTo("PROVISIONED");
    }

    @Test
    void anAccountHasNoMoreShardsThanItMay() {
        Api small = new Api(KinesisSettings.DEFAULT.withAccountLimits(4, 1));
        small.create("a", 3);
        assertThat(small.call("CreateStream", "StreamName", "b", "ShardCount", 2))
                .hasToString("LimitExceededException: This request would exceed the shard limit for the account"
                        + " 000000000000 in us-east-1. Current shard count for the account: 3. Limit: 4. Number of additional"
                        + " shards that would have resulted from this request: 2. Refer to the AWS Service Limits page"
                        + " (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and"
                        + " how to request higher limits.");
        small.create("b", 1);
        assertThat(small.call("SplitShard", "StreamName", "b", "ShardToSplit", "0", "NewStartingHashKey", "5")
                        .error())
                .hasMessageContaining("additional shards that would have resulted from this request: 1.");
        assertThat(small.ok("DescribeLimits"))
                .hasToString("{ShardLimit=4, OpenShardCount=4, OnDemandStreamCount=0, OnDemandStreamCountLimit=1}");
        small.ok("CreateStream", "StreamName", "c");
        assertThat(small.call("CreateStream", "StreamName", "d").error()).hasMessageStartingWith("LimitExceeded");
    }

    @Test
    void onlyFiveStreamsAreMadeAtATime() {
        for (int i = 0; i < 5; i++) {
            api.ok("CreateStream", "StreamName", "s" + i, "ShardCount", 1);
        }
        assertThat(api.call("CreateStream", "StreamName", "s5", "ShardCount", 1).error())
                .hasMessageStartingWith("LimitExceededException");
        api.pass(500);
        api.ok("CreateStream", "StreamName", "s5", "ShardCount", 1);
    }

    @Test
    void streamsAreListedByNameInPages() {
        for (int i = 0; i < 12; i++) {
            api.create(String.format("s%02d", i), 1);
        }
        Answer first = api.ok("ListStreams", "Limit", 5);
        assertThat(first.list("StreamNames")).isEqualTo(List.of("s00", "s01", "s02", "s03", "s04"));
        assertThat(first.at("HasMoreStreams")).isEqualTo(true);
        assertThat(first.at("StreamSummaries", 2, "StreamStatus")).isEqualTo("ACTIVE");
        Answer second = api.ok("ListStreams", "Limit", 5, "NextToken", first.text("NextToken"));
        assertThat(second.list("StreamNames")).isEqualTo(List.of("s05", "s06", "s07", "s08", "s09"));
        Answer third = api.ok("ListStreams", "ExclusiveStartStreamName", "s09");
        assertThat(third.list("StreamNames")).isEqualTo(List.of("s10", "s11"));
        assertThat(third.at("HasMoreStreams")).isEqualTo(false);
        assertThat(third.at("NextToken")).isNull();
        api.pass(300_001);
        assertThat(api.call("ListStreams", "NextToken", first.text("NextToken")).error())
                .hasMessageStartingWith("ExpiredNextTokenException");
        assertThat(api.call("ListStreams", "NextToken", "nonsense").error())
                .hasMessageStartingWith("InvalidArgumentException");
    }

    @Test
    void accountsAndRegionsHaveStreamsOfTheirOwn() throws Exception {
        Caller other = new Caller("111122223333", "eu-west-1", null);
        api.create("s", 1);
        api.callAs(
                other,
                "CreateStream",
                Api.map("StreamName", "s", "ShardCount", 2).entrySet().stream()
                        .flatMap(entry -> List.of(entry.getKey(), entry.getValue()).stream())
                        .toArray());
        api.pass(500);
        assertThat(api.callAs(other, "DescribeStream", "StreamName", "s").at("StreamDescription", "StreamARN"))
                .isEqualTo("arn:aws:kinesis:eu-west-1:111122223333:stream/s");
        assertThat(api.callAs(other, "ListShards", "StreamName", "s").list("Shards"))
                .hasSize(2);
        assertThat(api.ok("ListShards", "StreamName", "s").list("Shards")).hasSize(1);
        // An ARN says whose stream is meant.
        assertThat(api.callAs(other, "ListShards", "StreamARN", api.arn("s")).list("Shards"))
                .hasSize(1);
        assertThat(api.callAs(new Caller("111122223333", "us-east-1", null), "ListShards", "StreamName", "s"))
                .hasToString("ResourceNotFoundException: Stream s under account 111122223333 not found.");
        // What was not made over the API is everybody's.
        api.store.create("pipeline", 1, 24, null);
        assertThat(api.callAs(other, "ListStreams").list("StreamNames")).isEqualTo(List.of("pipeline", "s"));
        assertThat(api.ok("DescribeStream", "StreamName", "pipeline").at("StreamDescription", "StreamARN"))
                .isEqualTo("arn:aws:kinesis:us-east-1:000000000000:stream/pipeline");
    }

    @Test
    void aRunningPipelineKeepsItsStreams() throws Exception {
        api.store.create("own", 1, 24, null).claim();
        assertThat(api.call("DeleteStream", "StreamName", "own").error())
                .hasMessageContaining("belongs to a pipeline that is running");
        api.create("made", 1);
        api.ok("DeleteStream", "StreamName", "made");
    }

    @Test
    void retentionGrowsAndShrinksWithinItsBounds() {
        api.create("s", 1);
        record Case(String operation, int hours, String error) {}
        for (Case one : List.of(
                new Case(
                        "DecreaseStreamRetentionPeriod",
                        23,
                        "Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short."),
                new Case(
                        "IncreaseStreamRetentionPeriod",
                        8761,
                        "Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is too long."),
                new Case(
                        "DecreaseStreamRetentionPeriod",
                        25,
                        "Requested retention period (25 hours) for stream s can not be longer than existing retention period (24 hours). Use IncreaseRetentionPeriod API."),
                new Case("IncreaseStreamRetentionPeriod", 48, ""),
                new Case("IncreaseStreamRetentionPeriod", 48, ""),
                new Case(
                        "IncreaseStreamRetentionPeriod",
                        47,
                        "Requested retention period (47 hours) for stream s can not be shorter than existing retention period (48 hours). Use DecreaseRetentionPeriod API."))) {
            Answer answer = api.call(one.operation(), "StreamName", "s", "RetentionPeriodHours", one.hours());
            assertThat(answer).hasToString(one.error().isEmpty() ? "null" : "InvalidArgumentException: " + one.error());
        }
        api.put("s", "a", "old");
        api.pass(30 * 3_600_000L);
        assertThat(api.read("s", 0)).containsExactly("old");
        api.ok("DecreaseStreamRetentionPeriod", "StreamName", "s", "RetentionPeriodHours", 24);
        assertThat(api.read("s", 0)).isEmpty();
        api.ok("IncreaseStreamRetentionPeriod", "StreamName", "s", "RetentionPeriodHours", 100);
        assertThat(api.read("s", 0)).isEmpty();
    }

    @Test
    void encryptionIsToldOfWhatWasStoredUnderIt() {
        api.create("s", 1);
        assertThat(api.put("s", "a", "plain").at("EncryptionType")).isNull();
        api.pass(10);
        api.ok("StartStreamEncryption", "StreamName", "s", "EncryptionType", "KMS", "KeyId", "alias/aws/kinesis");
        api.pass(500);
        assertThat(api.put("s", "a", "secret").at("EncryptionType")).isEqualTo("KMS");
        Answer described = api.ok("DescribeStreamSummary", "StreamName", "s");
        assertThat(described.at("StreamDescriptionSummary", "EncryptionType")).isEqualTo("KMS");
        assertThat(described.at("StreamDescriptionSummary", "KeyId")).isEqualTo("alias/aws/kinesis");
        api.pass(10);
        api.ok("StopStreamEncryption", "StreamName", "s", "EncryptionType", "KMS", "KeyId", "alias/aws/kinesis");
        api.pass(500);
        api.put("s", "a", "plain again");
        String iterator = api.ok(
                        "GetShardIterator", "StreamName", "s", "ShardId", "0", "ShardIteratorType", "TRIM_HORIZON")
                .text("ShardIterator");
        assertThat(api.ok("GetRecords", "ShardIterator", iterator).each("Records", "EncryptionType"))
                .containsExactly("null", "KMS", "null");
    }

    @Test
    void metricsOfShardsAreSwitchedOnAndOff() {
        api.create("s", 1);
        Answer on = api.ok("EnableEnhancedMonitoring", "StreamName", "s", "ShardLevelMetrics", List.of("ALL"));
        assertThat(on.list("CurrentShardLevelMetrics")).isEmpty();
        assertThat(on.list("DesiredShardLevelMetrics")).hasSize(7);
        Answer off =
                api.ok("DisableEnhancedMonitoring", "StreamName", "s", "ShardLevelMetrics", List.of("IncomingBytes"));
        assertThat(off.list("CurrentShardLevelMetrics")).hasSize(7);
        assertThat(off.list("DesiredShardLevelMetrics")).hasSize(6);
    }

    @Test
    void tagsAreKeptSortedAndRefusedAsTheServiceDoes() {
        api.create("s", 1);
        api.ok("AddTagsToStream", "StreamName", "s", "Tags", Map.of("b", "2", "a", "", "ü /=+-@", "3"));
        assertThat(api.ok("ListTagsForStream", "StreamName", "s", "Limit", 2))
                .hasToString("{Tags=[{Key=a, Value=}, {Key=b, Value=2}], HasMoreTags=true}");
        assertThat(api.ok("ListTagsForStream", "StreamName", "s", "ExclusiveStartTagKey", "b")
                        .list("Tags"))
                .hasSize(1);
        api.ok("RemoveTagsFromStream", "StreamName", "s", "TagKeys", List.of("b", "absent"));
        assertThat(api.ok("ListTagsForResource", "ResourceARN", api.arn("s")).each("Tags", "Key"))
                .containsExactly("a", "ü /=+-@");
        assertThat(api.call("AddTagsToStream", "StreamName", "s", "Tags", Map.of("a;b", "")))
                .hasToString("InvalidArgumentException: Some tags contain invalid characters. Valid characters:"
                        + " Unicode letters, digits, white space, _ . / = + - % @.");
        assertThat(api.call("RemoveTagsFromStream", "StreamName", "s", "TagKeys", List.of("a%b")))
                .hasToString(
                        "InvalidArgumentException: Failed to remove tags from stream s under account 000000000000 because some"
                                + " tags contained illegal characters. The allowed characters are Unicode letters, white-spaces,"
                                + " '_',',','/','=','+','-','@'.");
        Map<String, String> many = new java.util.TreeMap<>();
        for (int i = 0; i < 49; i++) {
            many.put("key" + i, "");
        }
        assertThat(api.call("TagResource", "ResourceARN", api.arn("s"), "Tags", many))
                .hasToString(
                        "InvalidArgumentException: Failed to add tags to stream s under account 000000000000 because a"
                                + " given stream cannot have more than 10 tags associated with it.");
        api.ok("UntagResource", "ResourceARN", api.arn("s"), "TagKeys", List.of("a"));
        api.ok("TagResource", "ResourceARN", api.arn("s"), "Tags", many);
        assertThat(api.ok("ListTagsForStream", "StreamName", "s").list("Tags")).hasSize(50);
    }

    @Test
    void policiesAreKept() {
        api.create("s", 1);
        String arn = api.arn("s");
        assertThat(api.ok("GetResourcePolicy", "ResourceARN", arn)).hasToString("{Policy={}}");
        assertThat(api.call("DeleteResourcePolicy", "ResourceARN", arn))
                .hasToString("ResourceNotFoundException: No resource policy found for resource ARN " + arn);
        assertThat(api.call("PutResourcePolicy", "ResourceARN", arn, "Policy", "{not json")
                        .error())
                .hasMessageStartingWith("InvalidArgumentException");
        String policy = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"a\": [1, -2.5e3, true, null, \"\\u00e4\"]}]}";
        api.ok("PutResourcePolicy", "ResourceARN", arn, "Policy", policy);
        assertThat(api.ok("GetResourcePolicy", "ResourceARN", arn).at("Policy")).isEqualTo(policy);
        api.ok("DeleteResourcePolicy", "ResourceARN", arn);
        assertThat(api.call("GetResourcePolicy", "ResourceARN", api.arn("other"))
                        .error())
                .hasMessageStartingWith("ResourceNotFoundException");
    }

    @Test
    void theCommitmentOfAnAccountBeginsAndEnds() throws Exception {
        assertThat(api.ok("DescribeAccountSettings"))
                .hasToString("{MinimumThroughputBillingCommitment={Status=DISABLED}}");
        api.ok("CreateStream", "StreamName", "s");
        api.pass(500);
        assertThat(api.call("UpdateStreamWarmThroughput", "StreamName", "s", "WarmThroughputMiBps", 6)
                        .error())
                .hasMessageStartingWith("ValidationException");
        api.ok("UpdateAccountSettings", "MinimumThroughputBillingCommitment", Map.of("Status", "ENABLED"));
        assertThat(api.ok("UpdateStreamWarmThroughput", "StreamName", "s", "WarmThroughputMiBps", 6)
                        .at("WarmThroughput"))
                .isEqualTo(Map.of("TargetMiBps", 6L, "CurrentMiBps", 4L));
        api.pass(500);
        assertThat(api.ok("ListShards", "StreamName", "s", "ShardFilter", Map.of("Type", "AT_LATEST"))
                        .list("Shards"))
                .hasSize(6);
        api.ok("UpdateAccountSettings", "MinimumThroughputBillingCommitment", Map.of("Status", "DISABLED"));
        api.restart();
        assertThat(api.ok("DescribeAccountSettings").at("MinimumThroughputBillingCommitment", "Status"))
                .isEqualTo("ENABLED_UNTIL_EARLIEST_ALLOWED_END");
        api.pass(86_400_000);
        assertThat(api.ok("DescribeAccountSettings").at("MinimumThroughputBillingCommitment", "Status"))
                .isEqualTo("DISABLED");
    }

    @Test
    void whatWasBegunGoesOnAfterARestart() throws Exception {
        api.create("deleted", 1);
        api.create("scaled", 2);
        api.ok("AddTagsToStream", "StreamName", "scaled", "Tags", Map.of("team", "blue=green"));
        api.ok("DeleteStream", "StreamName", "deleted");
        api.ok("UpdateShardCount", "StreamName", "scaled", "TargetShardCount", 3, "ScalingType", "UNIFORM_SCALING");
        api.restart();
        assertThat(status("scaled")).isIn("UPDATING", "ACTIVE");
        api.pass(500);
        assertThat(api.ok("ListStreams").list("StreamNames")).isEqualTo(List.of("scaled"));
        assertThat(status("scaled")).isEqualTo("ACTIVE");
        assertThat(api.ok("ListShards", "StreamName", "scaled", "ShardFilter", Map.of("Type", "AT_LATEST"))
                        .list("Shards"))
                .hasSize(3);
        assertThat(api.ok("ListTagsForStream", "StreamName", "scaled"))
                .hasToString("{Tags=[{Key=team, Value=blue=green}], HasMoreTags=false}");
    }

    @Test
    void aStreamOfTheSameNameIsAnotherOne() {
        api.create("s", 1);
        api.put("s", "a", "old");
        Instant created = Instant.ofEpochMilli(Api.START);
        api.ok("ListShards", "StreamName", "s", "StreamCreationTimestamp", created);
        api.pass(2000);
        String iterator = api.ok(
                        "GetShardIterator", "StreamName", "s", "ShardId", "0", "ShardIteratorType", "TRIM_HORIZON")
                .text("ShardIterator");
        api.ok("DeleteStream", "StreamName", "s");
        api.pass(500);
        api.create("s", 1);
        assertThat(api.call("GetRecords", "ShardIterator", iterator))
                .hasToString(
                        "ResourceNotFoundException: Shard shardId-000000000000 in stream s under account 000000000000 does not exist");
        assertThat(api.call("ListShards", "StreamName", "s", "StreamCreationTimestamp", created)
                        .error())
                .hasMessageStartingWith("ResourceNotFoundException");
        assertThat(api.read("s", 0)).isEmpty();
    }

    @Test
    void namesOfAnyFormStayWithinTheFolder() {
        List<String> names = new ArrayList<>(List.of(".", "..", "...", "-", "_", "a.b"));
        for (String name : names) {
            api.create(name, 1);
            api.put(name, "k", name);
        }
        for (String name : names) {
            assertThat(api.read(name, 0)).containsExactly(name);
        }
        assertThat(api.host.disk().paths()).allMatch(path -> path.startsWith("data/streams/"));
    }

    @Test
    void theServiceOf2018IsStricter() {
        Api old = new Api(KinesisSettings.DEFAULT.withEdition(Edition.OF_2018));
        assertThat(old.call("CreateStream"))
                .hasToString(
                        "ValidationException: 2 validation errors detected: Value null at 'shardCount' failed to satisfy"
                                + " constraint: Member must not be null; Value null at 'streamName' failed to satisfy constraint: Member"
                                + " must not be null");
        for (int i = 0; i < 11; i++) {
            old.create("s" + (char) ('a' + i), 1);
        }
        assertThat(old.ok("ListStreams").list("StreamNames")).hasSize(10);
        assertThat(old.call("IncreaseStreamRetentionPeriod", "StreamName", "sa", "RetentionPeriodHours", 169)
                        .error())
                .hasMessageContaining("less than or equal to 168");
    }
}
