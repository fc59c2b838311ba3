package kpipe.endpoint.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import kpipe.endpoint.kinesis.Api.Answer;
import kpipe.endpoint.wire.Blob;
import org.junit.jupiter.api.Test;

/** What the members of requests have to satisfy, in the texts that were recorded from the service. */
class ValidationTest {

    private static final String NAME_PATTERN = "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+";
    private static final String TOO_SHORT = "Member must have length greater than or equal to 1";

    private final Api api = new Api();

    /** The parts of the error, without their order, which the service does not keep. */
    private void refused(String operation, Map<String, Object> members, String... parts) {
        Answer answer = api.begin(Api.CALLER, operation, members);
        assertThat(answer.error()).as(operation).isNotNull();
        String text = String.valueOf(answer.error().text());
        String head = parts.length + " validation error" + (parts.length == 1 ? "" : "s") + " detected: ";
        assertThat(answer.error().type()).isEqualTo("ValidationException");
        assertThat(text).startsWith(head);
        assertThat(Arrays.asList(text.substring(head.length()).split("; "))).containsExactlyInAnyOrder(parts);
    }

    private static String part(String value, String place, String constraint) {
        String shown = value.equals("null") ? value : "'" + value + "'";
        return "Value " + shown + " at '" + place + "' failed to satisfy constraint: " + constraint;
    }

    @Test
    void absentMembersAreNamedTogether() {
        String absent = "Member must not be null";
        refused("CreateStream", Map.of(), part("null", "streamName", absent));
        refused(
                "PutRecord",
                Map.of(),
                part("null", "partitionKey", absent),
                part("null", "data", absent),
                part("null", "streamName", absent));
        refused("PutRecords", Map.of(), part("null", "records", absent), part("null", "streamName", absent));
        refused(
                "GetShardIterator",
                Map.of(),
                part("null", "shardId", absent),
                part("null", "shardIteratorType", absent),
                part("null", "streamName", absent));
        refused("GetRecords", Map.of(), part("null", "shardIterator", absent));
        refused(
                "MergeShards",
                Map.of(),
                part("null", "shardToMerge", absent),
                part("null", "adjacentShardToMerge", absent),
                part("null", "streamName", absent));
        refused("DescribeStreamSummary", Map.of(), part("null", "streamName", absent));
        refused(
                "SubscribeToShard",
                Map.of("StartingPosition", Map.of()),
                part("null", "consumerARN", absent),
                part("null", "shardId", absent),
                part("null", "startingPosition.type", absent));
    }

    @Test
    void anEmptyNameFailsItsPatternAndItsLength() {
        refused(
                "DescribeStream",
                Api.map("StreamName", "", "Limit", 0, "ExclusiveStartShardId", ""),
                part("0", "limit", "Member must have value greater than or equal to 1"),
                part("", "exclusiveStartShardId", NAME_PATTERN),
                part("", "exclusiveStartShardId", TOO_SHORT),
                part("", "streamName", NAME_PATTERN),
                part("", "streamName", TOO_SHORT));
        String longName = "a".repeat(129);
        refused(
                "DeleteStream",
                Api.map("StreamName", longName),
                part(longName, "streamName", "Member must have length less than or equal to 128"));
        refused(
                "DescribeStream",
                Api.map("StreamARN", "arn:x"),
                part(
                        "arn:x",
                        "streamARN",
                        "Member must satisfy regular expression pattern: arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+"));
    }

    @Test
    void recordsAreCheckedOneByOne() {
        refused(
                "PutRecords",
                Api.map(
                        "StreamName",
                        "",
                        "Records",
                        List.of(Api.map("PartitionKey", "", "Data", Api.data(""), "ExplicitHashKey", ""))),
                part("", "records.1.member.partitionKey", TOO_SHORT),
                part(
                        "",
                        "records.1.member.explicitHashKey",
                        "Member must satisfy regular expression pattern: 0|([1-9]\\d{0,38})"),
                part("", "streamName", NAME_PATTERN),
                part("", "streamName", TOO_SHORT));
        String key = "a".repeat(257);
        refused(
                "PutRecords",
                Api.map(
                        "StreamName",
                        "s",
                        "Records",
                        List.of(Api.map("PartitionKey", key, "Data", Blob.of(new byte[10485761])))),
                part(key, "records.1.member.partitionKey", "Member must have length less than or equal to 256"),
                part(
                        "java.nio.HeapByteBuffer[pos=0 lim=10485761 cap=10485761]",
                        "records.1.member.data",
                        "Member must have length less than or equal to 10485760"));
        refused("PutRecords", Api.map("StreamName", "s", "Records", List.of()), part("[]", "records", TOO_SHORT));
    }

    @Test
    void noMoreThanTenFailuresAreTold() {
        List<Map<String, Object>> records =
                new ArrayList<>(Collections.nCopies(501, Api.map("PartitionKey", "", "Data", Api.data(""))));
        Answer answer = api.begin(Api.CALLER, "PutRecords", Api.map("StreamName", "", "Records", records));
        String text = String.valueOf(answer.error().text());
        assertThat(text)
                .startsWith(
                        "10 validation errors detected: Value '[com.amazonaws.kinesis.v20131202.PutRecordsRequestEntry@");
        assertThat(text)
                .contains(
                        "]' at 'records' failed to satisfy constraint: Member must have length less than or equal to 500; ");
        assertThat(text.split("; ")).hasSize(10);
        assertThat(text).contains("'records.9.member.partitionKey'").doesNotContain("records.10.");
    }

    @Test
    void choicesAreListed() {
        refused(
                "GetShardIterator",
                Api.map("StreamName", "s", "ShardId", "0", "ShardIteratorType", "", "StartingSequenceNumber", "-1"),
                part(
                        "",
                        "shardIteratorType",
                        "Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]"),
                part(
                        "-1",
                        "startingSequenceNumber",
                        "Member must satisfy regular expression pattern: 0|([1-9]\\d{0,128})"));
        refused(
                "CreateStream",
                Api.map("StreamName", "s", "StreamModeDetails", Map.of("StreamMode", "X")),
                part(
                        "X",
                        "streamModeDetails.streamMode",
                        "Member must satisfy enum value set: [PROVISIONED, ON_DEMAND]"));
    }

    @Test
    void tagsAreCheckedAsTheMapTheyAre() {
        String keys =
                "Map keys must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]";
        String values =
                "Map value must satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 0]";
        String members =
                "Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]";
        String value = "a".repeat(257);
        refused("AddTagsToStream", Api.map("StreamName", "s", "Tags", Map.of()), part("{}", "tags", TOO_SHORT));
        refused("AddTagsToStream", Api.map("StreamName", "s", "Tags", Map.of("", "x")), part("{=x}", "tags", keys));
        refused(
                "AddTagsToStream",
                Api.map("StreamName", "s", "Tags", Map.of("k", value)),
                part("{k=" + value + "}", "tags", values));
        refused(
                "RemoveTagsFromStream",
                Api.map("StreamName", "s", "TagKeys", List.of("a", "")),
                part("[a, ]", "tagKeys", members));
        refused(
                "RemoveTagsFromStream",
                Api.map("StreamName", "s", "TagKeys", List.of()),
                part("[]", "tagKeys", TOO_SHORT));
    }

    @Test
    void anyOfNameAndArnIsEnoughAndBothMustAgree() {
        api.create("s", 1);
        api.ok("DescribeStream", "StreamName", "s", "StreamARN", api.arn("s"));
        assertThat(api.call("DescribeStream", "StreamName", "t", "StreamARN", api.arn("s"))
                        .error())
                .hasMessageStartingWith("InvalidArgumentException");
    }

    @Test
    void everyOperationOfTheModelIsThere() {
        assertThat(List.of(
                        "AddTagsToStream",
                        "CreateStream",
                        "DecreaseStreamRetentionPeriod",
                        "DeleteResourcePolicy",
                        "DeleteStream",
                        "DeregisterStreamConsumer",
                        "DescribeAccountSettings",
                        "DescribeLimits",
                        "DescribeStream",
                        "DescribeStreamConsumer",
                        "DescribeStreamSummary",
                        "DisableEnhancedMonitoring",
                        "EnableEnhancedMonitoring",
                        "GetRecords",
                        "GetResourcePolicy",
                        "GetShardIterator",
                        "IncreaseStreamRetentionPeriod",
                        "ListShards",
                        "ListStreamConsumers",
                        "ListStreams",
                        "ListTagsForResource",
                        "ListTagsForStream",
                        "MergeShards",
                        "PutRecord",
                        "PutRecords",
                        "PutResourcePolicy",
                        "RegisterStreamConsumer",
                        "RemoveTagsFromStream",
                        "SplitShard",
                        "StartStreamEncryption",
                        "StopStreamEncryption",
                        "SubscribeToShard",
                        "TagResource",
                        "UntagResource",
                        "UpdateAccountSettings",
                        "UpdateMaxRecordSize",
                        "UpdateShardCount",
                        "UpdateStreamMode",
                        "UpdateStreamWarmThroughput"))
                .hasSize(39)
                .allMatch(api.service::has)
                .allSatisfy(
                        operation -> assertThat(api.service.shape(operation)).isNotNull());
        assertThat(api.service.has("PutRecordz")).isFalse();
    }
}
