package kpipe.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
        Aws aws = new Aws(server, server.newStream("cli-shards"));
        aws.says("create-stream", "--stream-name", aws.stream, "--shard-count", "2");
        // Asks every ten seconds, the first time at once; Python is slower to start than the stream.
        aws.says("wait", "stream-exists", "--stream-name", aws.stream);
        aws.active();
        JsonNode description = aws.json("describe-stream", "--stream-name", aws.stream).get("StreamDescription");
        assertThat(description.get("StreamARN").asText()).endsWith(":stream/" + aws.stream);
        assertThat(description.get("StreamCreationTimestamp").asText()).startsWith("20");
        assertThat(ids(description.get("Shards"))).containsExactly(FIRST, "shardId-000000000001");
        assertThat(aws.json("list-streams", "--page-size", "1").get("StreamNames").toString()).contains(aws.stream);
        assertThat(aws.json("describe-limits").get("ShardLimit").asInt()).isPositive();

        aws.says("split-shard", "--stream-name", aws.stream, "--shard-to-split", FIRST, "--new-starting-hash-key", "10");
        aws.active();
        aws.says(
                "merge-shards",
                "--stream-name",
                aws.stream,
                "--shard-to-merge",
                "shardId-000000000002",
                "--adjacent-shard-to-merge",
                "shardId-000000000003");
        aws.active();
        JsonNode scaled = aws.json(
                "update-shard-count",
                "--stream-name",
                aws.stream,
                "--target-shard-count",
                "1",
                "--scaling-type",
                "UNIFORM_SCALING");
        assertThat(scaled.get("CurrentShardCount").asInt()).isEqualTo(2);
        aws.active();
        JsonNode open = aws.json("list-shards", "--stream-name", aws.stream, "--shard-filter", "Type=AT_LATEST");
        assertThat(ids(open.get("Shards"))).containsExactly("shardId-000000000005");
        aws.says("delete-stream", "--stream-name", aws.stream);
        aws.says("wait", "stream-not-exists", "--stream-name", aws.stream);
    }

    @Test
    void recordsArePutAndRead(KinesisServer server) throws IOException {
        Aws aws = new Aws(server, server.newStream("cli-records"));
        aws.says("create-stream", "--stream-name", aws.stream, "--shard-count", "1");
        aws.active();
        byte[] data = {0, (byte) 0xff, 'x'};
        Path file = Files.write(folder.resolve("data"), data);
        JsonNode put = aws.json(
                "put-record", "--stream-name", aws.stream, "--partition-key", "Käse", "--data", "fileb://" + file);
        assertThat(put.get("ShardId").asText()).isEqualTo(FIRST);
        JsonNode many = aws.json(
                "put-records", "--stream-name", aws.stream, "--records", "Data=AAAA,PartitionKey=a", "Data=BBBB,PartitionKey=b");
        assertThat(many.get("FailedRecordCount").asInt()).isZero();
        assertThat(many.get("Records")).hasSize(2);

        JsonNode page = aws.json("get-records", "--shard-iterator", aws.iterator("TRIM_HORIZON"));
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
                aws.iterator(
                        "AFTER_SEQUENCE_NUMBER",
                        "--starting-sequence-number",
                        put.get("SequenceNumber").asText()));
        assertThat(rest.get("Records")).hasSize(1);
    }

    @Test
    void aStreamHasTagsSettingsAndConsumers(KinesisServer server) {
        Aws aws = new Aws(server, server.newStream("cli-settings"));
        String[] stream = {"--stream-name", aws.stream};
        aws.says("create-stream", "--stream-name", aws.stream, "--stream-mode-details", "StreamMode=ON_DEMAND");
        String arn = aws.active().get("StreamARN").asText();
        aws.says("add-tags-to-stream", "--stream-name", aws.stream, "--tags", "team=a b,stage=");
        aws.says("remove-tags-from-stream", "--stream-name", aws.stream, "--tag-keys", "stage");
        assertThat(aws.json("list-tags-for-stream", stream).toString())
                .isEqualTo("{\"Tags\":[{\"Key\":\"team\",\"Value\":\"a b\"}],\"HasMoreTags\":false}");
        aws.says("increase-stream-retention-period", "--stream-name", aws.stream, "--retention-period-hours", "30");
        aws.active();
        aws.says("decrease-stream-retention-period", "--stream-name", aws.stream, "--retention-period-hours", "24");
        aws.active();
        String[] key = {"--stream-name", aws.stream, "--encryption-type", "KMS", "--key-id", "alias/aws/kinesis"};
        aws.says("start-stream-encryption", key);
        assertThat(aws.active().get("KeyId").asText()).isEqualTo("alias/aws/kinesis");
        aws.says("stop-stream-encryption", key);
        aws.active();
        String[] all = {"--stream-name", aws.stream, "--shard-level-metrics", "ALL"};
        assertThat(aws.json("enable-enhanced-monitoring", all).get("DesiredShardLevelMetrics"))
                .hasSize(7);
        aws.active();
        assertThat(aws.json("disable-enhanced-monitoring", all).get("DesiredShardLevelMetrics"))
                .isEmpty();
        aws.active();
        aws.says("update-stream-mode", "--stream-arn", arn, "--stream-mode-details", "StreamMode=PROVISIONED");
        aws.active();

        JsonNode consumer = aws.json("register-stream-consumer", "--stream-arn", arn, "--consumer-name", "fan");
        String[] named = {"--consumer-arn", consumer.get("Consumer").get("ConsumerARN").asText()};
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

    @Test
    void errorsAreTold(KinesisServer server) {
        Aws aws = new Aws(server, "absent");
        assertThat(aws.fails("describe-stream", "--stream-name", "absent"))
                .isEqualTo("An error occurred (ResourceNotFoundException) when calling the DescribeStream operation: "
                        + "Stream absent under account 000000000000 not found.");
        assertThat(aws.fails("get-records", "--shard-iterator", "AAAA"))
                .isEqualTo("An error occurred (InvalidArgumentException) when calling the GetRecords operation: "
                        + "Invalid ShardIterator.");
    }

    private static List<String> ids(JsonNode shards) {
        return StreamSupport.stream(shards.spliterator(), false)
                .map(shard -> shard.get("ShardId").asText())
                .toList();
    }

    /** {@code aws kinesis}, and a stream. */
    private record Aws(KinesisServer server, String stream) {

        private static final ObjectMapper JSON = new ObjectMapper();

        /** A command that prints nothing. */
        void says(String command, String... arguments) {
            assertThat(output(command, arguments)).isEmpty();
        }

        JsonNode json(String command, String... arguments) {
            try {
                return JSON.readTree(output(command, arguments));
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        }

        /** What a command that fails says of it. */
        String fails(String command, String... arguments) {
            Tool.Outcome outcome = run(command, arguments);
            assertThat(outcome.exitCode()).isIn(254, 255);
            return outcome.errors().strip();
        }

        JsonNode active() {
            return Until.that(
                    "the stream is active",
                    () -> json("describe-stream-summary", "--stream-name", stream).get("StreamDescriptionSummary"),
                    summary -> summary.get("StreamStatus").asText().equals("ACTIVE"));
        }

        String iterator(String type, String... rest) {
            List<String> arguments = new ArrayList<>(
                    List.of("--stream-name", stream, "--shard-id", FIRST, "--shard-iterator-type", type));
            arguments.addAll(List.of(rest));
            return json("get-shard-iterator", arguments.toArray(new String[0]))
                    .get("ShardIterator")
                    .asText();
        }

        private String output(String command, String... arguments) {
            Tool.Outcome outcome = run(command, arguments);
            assertThat(outcome.exitCode()).as(command + " said " + outcome.errors()).isZero();
            return outcome.output().strip();
        }

        private Tool.Outcome run(String command, String... arguments) {
            List<String> words = new ArrayList<>(
                    List.of(Tool.aws(), "--endpoint-url", server.url().toString(), "--output", "json", "kinesis", command));
            words.addAll(List.of(arguments));
            return Tool.run(server.environment(), words);
        }
    }
}
