package kpipe.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The AWS command line: every command that it has for streams, and what it prints. */
@ExtendWith(Servers.class)
class CommandLineTest {

    private static final String FIRST = "shardId-000000000000";

    @TempDir
    Path folder;

    @Test
    void aStreamIsMadeReshardedAndDeleted(KinesisServer server) {
        String stream = server.newStream("cli-shards");
        try (AwsCommandLine aws = new AwsCommandLine(server)) {
            aws.says("create-stream", "--stream-name", stream, "--shard-count", "2");
            // Asks every ten seconds, the first time at once; Python is slower to start than the stream.
            aws.says("wait", "stream-exists", "--stream-name", stream);
            active(aws, stream);
            JsonNode description =
                    aws.json("describe-stream", "--stream-name", stream).get("StreamDescription");
            assertThat(description.get("StreamARN").asText()).endsWith(":stream/" + stream);
            assertThat(description.get("StreamCreationTimestamp").asText()).startsWith("20");
            assertThat(ids(description.get("Shards"))).containsExactly(FIRST, "shardId-000000000001");
            assertThat(aws.json("list-streams", "--page-size", "1")
                            .get("StreamNames")
                            .toString())
                    .contains(stream);
            assertThat(aws.json("describe-limits").get("ShardLimit").asInt()).isPositive();

            aws.says(
                    "split-shard", "--stream-name", stream, "--shard-to-split", FIRST, "--new-starting-hash-key", "10");
            active(aws, stream);
            aws.says(
                    "merge-shards",
                    "--stream-name",
                    stream,
                    "--shard-to-merge",
                    "shardId-000000000002",
                    "--adjacent-shard-to-merge",
                    "shardId-000000000003");
            active(aws, stream);
            JsonNode scaled = aws.json(
                    "update-shard-count",
                    "--stream-name",
                    stream,
                    "--target-shard-count",
                    "1",
                    "--scaling-type",
                    "UNIFORM_SCALING");
            assertThat(scaled.get("CurrentShardCount").asInt()).isEqualTo(2);
            active(aws, stream);
            JsonNode open = aws.json("list-shards", "--stream-name", stream, "--shard-filter", "Type=AT_LATEST");
            assertThat(ids(open.get("Shards"))).containsExactly("shardId-000000000005");
            aws.says("delete-stream", "--stream-name", stream);
            aws.says("wait", "stream-not-exists", "--stream-name", stream);
        }
    }

    @Test
    void recordsArePutAndRead(KinesisServer server) throws IOException {
        String stream = server.newStream("cli-records");
        try (AwsCommandLine aws = new AwsCommandLine(server)) {
            aws.says("create-stream", "--stream-name", stream, "--shard-count", "1");
            active(aws, stream);
            byte[] data = {0, (byte) 0xff, 'x'};
            Path file = Files.write(folder.resolve("data"), data);
            JsonNode put = aws.json(
                    "put-record", "--stream-name", stream, "--partition-key", "Käse", "--data", "fileb://" + file);
            assertThat(put.get("ShardId").asText()).isEqualTo(FIRST);
            JsonNode many = aws.json(
                    "put-records",
                    "--stream-name",
                    stream,
                    "--records",
                    "Data=AAAA,PartitionKey=a",
                    "Data=BBBB,PartitionKey=b");
            assertThat(many.get("FailedRecordCount").asInt()).isZero();
            assertThat(many.get("Records")).hasSize(2);

            JsonNode page = aws.json("get-records", "--shard-iterator", iterator(aws, stream, "TRIM_HORIZON"));
            assertThat(page.get("Records")).hasSize(3);
            JsonNode first = page.get("Records").get(0);
            assertThat(first.get("Data").asText()).isEqualTo(Base64.getEncoder().encodeToString(data));
            assertThat(first.get("PartitionKey").asText()).isEqualTo("Käse");
            assertThat(first.get("SequenceNumber")).isEqualTo(put.get("SequenceNumber"));
            assertThat(page.get("MillisBehindLatest").asInt()).isZero();
            assertThat(page.get("NextShardIterator").asText()).isNotEmpty();
            JsonNode rest = aws.json(
                    "get-records",
                    "--limit",
                    "1",
                    "--shard-iterator",
                    iterator(
                            aws,
                            stream,
                            "AFTER_SEQUENCE_NUMBER",
                            "--starting-sequence-number",
                            put.get("SequenceNumber").asText()));
            assertThat(rest.get("Records")).hasSize(1);
        }
    }

    @Test
    void aStreamHasTagsSettingsAndConsumers(KinesisServer server) {
        String stream = server.newStream("cli-settings");
        try (AwsCommandLine aws = new AwsCommandLine(server)) {
            aws.says("create-stream", "--stream-name", stream, "--stream-mode-details", "StreamMode=ON_DEMAND");
            String arn = active(aws, stream).get("StreamARN").asText();
            aws.says("add-tags-to-stream", "--stream-name", stream, "--tags", "team=a b,stage=");
            aws.says("remove-tags-from-stream", "--stream-name", stream, "--tag-keys", "stage");
            assertThat(aws.json("list-tags-for-stream", "--stream-name", stream).toString())
                    .isEqualTo("{\"Tags\":[{\"Key\":\"team\",\"Value\":\"a b\"}],\"HasMoreTags\":false}");
            aws.says("increase-stream-retention-period", "--stream-name", stream, "--retention-period-hours", "30");
            active(aws, stream);
            aws.says("decrease-stream-retention-period", "--stream-name", stream, "--retention-period-hours", "24");
            active(aws, stream);
            String[] key = {"--stream-name", stream, "--encryption-type", "KMS", "--key-id", "alias/aws/kinesis"};
            aws.says("start-stream-encryption", key);
            assertThat(active(aws, stream).get("KeyId").asText()).isEqualTo("alias/aws/kinesis");
            aws.says("stop-stream-encryption", key);
            active(aws, stream);
            String[] all = {"--stream-name", stream, "--shard-level-metrics", "ALL"};
            assertThat(aws.json("enable-enhanced-monitoring", all).get("DesiredShardLevelMetrics"))
                    .hasSize(7);
            active(aws, stream);
            assertThat(aws.json("disable-enhanced-monitoring", all).get("DesiredShardLevelMetrics"))
                    .isEmpty();
            active(aws, stream);
            aws.says("update-stream-mode", "--stream-arn", arn, "--stream-mode-details", "StreamMode=PROVISIONED");
            active(aws, stream);

            JsonNode consumer = aws.json("register-stream-consumer", "--stream-arn", arn, "--consumer-name", "fan");
            String[] named = {
                "--consumer-arn", consumer.get("Consumer").get("ConsumerARN").asText()
            };
            Until.that(
                    "the consumer is active",
                    () -> aws.json("describe-stream-consumer", named)
                            .get("ConsumerDescription")
                            .get("ConsumerStatus")
                            .asText(),
                    "ACTIVE"::equals);
            assertThat(aws.json("list-stream-consumers", "--stream-arn", arn).get("Consumers"))
                    .hasSize(1);
            aws.says("deregister-stream-consumer", named);
        }
    }

    @Test
    void errorsAreTold(KinesisServer server) {
        try (AwsCommandLine aws = new AwsCommandLine(server)) {
            assertThat(aws.fails("describe-stream", "--stream-name", "absent"))
                    .isEqualTo(
                            "An error occurred (ResourceNotFoundException) when calling the DescribeStream operation: "
                                    + "Stream absent under account 000000000000 not found.");
            assertThat(aws.fails("get-records", "--shard-iterator", "AAAA"))
                    .isEqualTo("An error occurred (InvalidArgumentException) when calling the GetRecords operation: "
                            + "Invalid ShardIterator.");
        }
    }

    private static List<String> ids(JsonNode shards) {
        return StreamSupport.stream(shards.spliterator(), false)
                .map(shard -> shard.get("ShardId").asText())
                .toList();
    }

    private static JsonNode active(AwsCommandLine aws, String stream) {
        return Until.that(
                "the stream is active",
                () -> aws.json("describe-stream-summary", "--stream-name", stream)
                        .get("StreamDescriptionSummary"),
                summary -> summary.get("StreamStatus").asText().equals("ACTIVE"));
    }

    private static String iterator(AwsCommandLine aws, String stream, String type, String... rest) {
        List<String> arguments =
                new ArrayList<>(List.of("--stream-name", stream, "--shard-id", FIRST, "--shard-iterator-type", type));
        arguments.addAll(List.of(rest));
        return aws.json("get-shard-iterator", arguments.toArray(new String[0]))
                .get("ShardIterator")
                .asText();
    }
}
