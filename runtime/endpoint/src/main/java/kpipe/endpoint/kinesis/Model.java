package kpipe.endpoint.kinesis;

import static kpipe.endpoint.kinesis.Field.blob;
import static kpipe.endpoint.kinesis.Field.flag;
import static kpipe.endpoint.kinesis.Field.integer;
import static kpipe.endpoint.kinesis.Field.map;
import static kpipe.endpoint.kinesis.Field.structure;
import static kpipe.endpoint.kinesis.Field.structures;
import static kpipe.endpoint.kinesis.Field.text;
import static kpipe.endpoint.kinesis.Field.texts;
import static kpipe.endpoint.kinesis.Field.time;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The requests of all operations: which members they have and what is said about each, as the service's model has it. Immutable. */
final class Model {

    private static final String NAME = "[a-zA-Z0-9_.-]+";
    private static final String SEQUENCE_NUMBER = "0|([1-9]\\d{0,128})";
    private static final String HASH_KEY = "0|([1-9]\\d{0,38})";

    private static final Field STREAM_NAME = text("StreamName").length(1, 128).matches(NAME);
    private static final Field STREAM_ARN =
            text("StreamARN").length(1, 2048).matches("arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+");
    private static final Field STREAM_ID = text("StreamId").length(1, 24).matches("[a-z0-9]{20}-[a-z0-9]{3}");
    private static final Field RESOURCE_ARN =
            text("ResourceARN").required().length(1, 2048).matches("arn:aws.*:kinesis:.*:\\d{12}:.*stream/\\S+");
    private static final Field CONSUMER_ARN = text("ConsumerARN")
            .length(1, 2048)
            .matches("^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+");
    private static final Field CONSUMER_NAME =
            text("ConsumerName").length(1, 128).matches(NAME);
    private static final Field NEXT_TOKEN = text("NextToken").length(1, 1048576);
    private static final Field SHARD_ITERATOR_TYPE = text("ShardIteratorType")
            .required()
            .oneOf("AFTER_SEQUENCE_NUMBER", "LATEST", "AT_TIMESTAMP", "AT_SEQUENCE_NUMBER", "TRIM_HORIZON");
    private static final Field DATA = blob("Data").required().length(0, 10485760);
    private static final Field PARTITION_KEY = text("PartitionKey").required().length(1, 256);
    private static final Field EXPLICIT_HASH_KEY = text("ExplicitHashKey").matches(HASH_KEY);
    private static final Field STREAM_MODE =
            structure("StreamModeDetails", text("StreamMode").required().oneOf("PROVISIONED", "ON_DEMAND"));
    private static final Field TAGS = map("Tags").eachOfLength(1, 128);
    private static final Field WARM_THROUGHPUT = integer("WarmThroughputMiBps").atLeast(0);
    private static final Field RECORD_SIZE = integer("MaxRecordSizeInKiB").between(1024, 10240);
    private static final Field ENCRYPTION_TYPE =
            text("EncryptionType").required().oneOf("NONE", "KMS");
    private static final Field KEY_ID = text("KeyId").required().length(1, 2048);

    private final boolean today;
    private final Map<String, List<Field>> operations = new TreeMap<>();

    Model(Edition edition) {
        today = edition == Edition.TODAY;
        streams();
        changes();
        shards();
        records();
        consumers();
        attributes();
    }

    /** The members of an operation's request; null if there is no such operation. */
    @Nullable
    List<Field> fields(String operation) {
        return operations.get(operation);
    }

    private void operation(String name, Field... fields) {
        operations.put(name, List.of(fields));
    }

    /** An operation on a stream that is given by its name or its ARN. */
    private void onStream(String name, Field... fields) {
        List<Field> all = new ArrayList<>(List.of(fields));
        all.add(STREAM_NAME.unless("StreamARN", "StreamId"));
        all.add(STREAM_ARN);
        all.add(STREAM_ID);
        operations.put(name, List.copyOf(all));
    }

    private void streams() {
        Field shards = integer("ShardCount").atLeast(1);
        operation(
                "CreateStream",
                today ? shards : shards.required(),
                STREAM_NAME.required(),
                STREAM_MODE,
                TAGS.length(1, 200),
                WARM_THROUGHPUT,
                RECORD_SIZE);
        onStream("DeleteStream", flag("EnforceConsumerDeletion"));
        onStream("DescribeStream", integer("Limit").between(1, 10000), shardId("ExclusiveStartShardId"));
        onStream("DescribeStreamSummary");
        operation(
                "ListStreams",
                integer("Limit").between(1, 10000),
                text("ExclusiveStartStreamName").length(1, 128).matches(NAME),
                NEXT_TOKEN);
        operation("DescribeLimits");
        operation("DescribeAccountSettings");
        operation(
                "UpdateAccountSettings",
                structure(
                                "MinimumThroughputBillingCommitment",
                                text("Status").required().oneOf("ENABLED", "DISABLED"))
                        .required());
    }

    private void changes() {
        operation("UpdateStreamMode", STREAM_ARN.required(), STREAM_ID, STREAM_MODE.required(), WARM_THROUGHPUT);
        onStream("UpdateMaxRecordSize", RECORD_SIZE.required());
        onStream("UpdateStreamWarmThroughput", WARM_THROUGHPUT.required());
        Field hours = integer("RetentionPeriodHours").required();
        onStream("IncreaseStreamRetentionPeriod", today ? hours : hours.between(1, 168));
        onStream("DecreaseStreamRetentionPeriod", today ? hours : hours.between(1, 168));
        onStream("StartStreamEncryption", ENCRYPTION_TYPE, KEY_ID);
        onStream("StopStreamEncryption", ENCRYPTION_TYPE, KEY_ID);
        Field metrics = texts("ShardLevelMetrics")
                .required()
                .length(1, 7)
                .oneOf(
                        "IncomingBytes",
                        "IncomingRecords",
                        "OutgoingBytes",
                        "OutgoingRecords",
                        "WriteProvisionedThroughputExceeded",
                        "ReadProvisionedThroughputExceeded",
                        "IteratorAgeMilliseconds",
                        "ALL");
        onStream("EnableEnhancedMonitoring", metrics);
        onStream("DisableEnhancedMonitoring", metrics);
    }

    private static Field shardId(String name) {
        return text(name).length(1, 128).matches(NAME);
    }

    private void shards() {
        operation(
                "ListShards",
                STREAM_NAME,
                STREAM_ARN,
                STREAM_ID,
                NEXT_TOKEN,
                shardId("ExclusiveStartShardId"),
                integer("MaxResults").between(1, 10000),
                time("StreamCreationTimestamp"),
                structure(
                        "ShardFilter",
                        text("Type")
                                .required()
                                .oneOf(
                                        "AFTER_SHARD_ID",
                                        "AT_TRIM_HORIZON",
                                        "FROM_TRIM_HORIZON",
                                        "AT_LATEST",
                                        "AT_TIMESTAMP",
                                        "FROM_TIMESTAMP"),
                        shardId("ShardId"),
                        time("Timestamp")));
        onStream(
                "SplitShard",
                shardId("ShardToSplit").required(),
                text("NewStartingHashKey").required().matches(HASH_KEY));
        onStream(
                "MergeShards",
                shardId("ShardToMerge").required(),
                shardId("AdjacentShardToMerge").required());
        onStream(
                "UpdateShardCount",
                integer("TargetShardCount").required().atLeast(1),
                text("ScalingType").required().oneOf("UNIFORM_SCALING"));
    }

    private void records() {
        Field data = today ? DATA : DATA.length(0, 1048576);
        onStream(
                "PutRecord",
                text("SequenceNumberForOrdering").matches(SEQUENCE_NUMBER),
                PARTITION_KEY,
                EXPLICIT_HASH_KEY,
                data);
        onStream(
                "PutRecords",
                structures("Records", PARTITION_KEY, EXPLICIT_HASH_KEY, data)
                        .required()
                        .length(1, 500));
        onStream(
                "GetShardIterator",
                shardId("ShardId").required(),
                SHARD_ITERATOR_TYPE,
                text("StartingSequenceNumber").matches(SEQUENCE_NUMBER),
                time("Timestamp"));
        operation(
                "GetRecords",
                integer("Limit").between(1, 10000),
                text("ShardIterator").required().length(1, 512),
                STREAM_ARN,
                STREAM_ID);
    }

    private void consumers() {
        operation(
                "RegisterStreamConsumer",
                STREAM_ARN.required(),
                STREAM_ID,
                CONSUMER_NAME.required(),
                TAGS.length(1, 200));
        operation("DeregisterStreamConsumer", STREAM_ARN, STREAM_ID, CONSUMER_NAME, CONSUMER_ARN);
        operation("DescribeStreamConsumer", STREAM_ARN, STREAM_ID, CONSUMER_NAME, CONSUMER_ARN);
        operation(
                "ListStreamConsumers",
                STREAM_ARN.required(),
                STREAM_ID,
                NEXT_TOKEN,
                integer("MaxResults").between(1, 10000),
                time("StreamCreationTimestamp"));
        operation(
                "SubscribeToShard",
                CONSUMER_ARN.required(),
                STREAM_ID,
                shardId("ShardId").required(),
                structure(
                                "StartingPosition",
                                text("Type")
                                        .required()
                                        .oneOf(
                                                "AFTER_SEQUENCE_NUMBER",
                                                "LATEST",
                                                "AT_TIMESTAMP",
                                                "AT_SEQUENCE_NUMBER",
                                                "TRIM_HORIZON"),
                                text("SequenceNumber").matches(SEQUENCE_NUMBER),
                                time("Timestamp"))
                        .required());
    }

    private void attributes() {
        Field tags = TAGS.required();
        Field keys = texts("TagKeys").required().length(1, today ? 50 : 10).eachOfLength(1, 128);
        onStream("AddTagsToStream", tags.length(1, today ? 200 : 10));
        onStream("RemoveTagsFromStream", keys);
        onStream(
                "ListTagsForStream",
                integer("Limit").between(1, today ? 50 : 10),
                text("ExclusiveStartTagKey").length(1, 128));
        operation("TagResource", tags.length(1, 200), RESOURCE_ARN, STREAM_ID);
        operation("UntagResource", keys, RESOURCE_ARN, STREAM_ID);
        operation("ListTagsForResource", RESOURCE_ARN, STREAM_ID);
        operation("PutResourcePolicy", RESOURCE_ARN, STREAM_ID, text("Policy").required());
        operation("GetResourcePolicy", RESOURCE_ARN, STREAM_ID);
        operation("DeleteResourcePolicy", RESOURCE_ARN, STREAM_ID);
    }
}
