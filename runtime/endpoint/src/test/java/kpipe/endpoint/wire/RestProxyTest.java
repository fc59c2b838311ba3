package kpipe.endpoint.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scripts written for the REST API of AWS's tutorial run unchanged. */
class RestProxyTest {

    private static TinyService service;
    private static Endpoint endpoint;
    private Raw client;

    @BeforeAll
    static void start() throws Exception {
        service = new TinyService();
        endpoint = Endpoint.start(EndpointSettings.standard().withPort(0), List.of(service));
    }

    @AfterAll
    static void stop() {
        endpoint.close();
    }

    @BeforeEach
    void connect() throws Exception {
        client = new Raw(endpoint.port());
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
    }

    @Test
    void eachResourceIsAnOperation() throws IOException {
        assertOperation("GET /streams", "", "ListStreams", Map.of());
        assertOperation("GET /streams/a", "", "DescribeStream", Map.of("StreamName", "a"));
        assertOperation("POST /streams/a", "{\"ShardCount\":2}", "CreateStream", created(2L));
        assertOperation("POST /streams/a", "{}", "CreateStream", created(5L));
        assertOperation("POST /streams/a", "", "CreateStream", created(5L));
        assertOperation("DELETE /streams/a", "", "DeleteStream", Map.of("StreamName", "a"));
        assertOperation(
                "GET /streams/a/sharditerator?shard-id=shardId-000000000001",
                "",
                "GetShardIterator",
                Map.of("StreamName", "a", "ShardId", "shardId-000000000001", "ShardIteratorType", "TRIM_HORIZON"));
        Raw.Answer read = client.ask("GET /streams/a/records", "", "Shard-Iterator: AAA=");
        assertThat(read.text()).contains("\"Operation\":\"GetRecords\"");
        assertThat(service.last).isEqualTo(Map.of("ShardIterator", "AAA="));
    }

    @Test
    void aStageInFrontAndASlashBehindDoNotMatter() throws IOException {
        for (String path : List.of("/streams/a", "/streams/a/", "/prod/streams/a", "/test/streams/a/")) {
            assertOperation("GET " + path, "", "DescribeStream", Map.of("StreamName", "a"));
        }
        assertOperation("GET /streams/streams", "", "DescribeStream", Map.of("StreamName", "streams"));
        assertOperation("GET /streams/a%20%2Fb", "", "DescribeStream", Map.of("StreamName", "a /b"));
    }

    @Test
    void dataIsKeptAsItsJson() throws IOException {
        assertRecord("{\"Data\":\"some data\",\"PartitionKey\":\"k\"}", "\"some data\"", "k");
        assertRecord(
                "{\"StreamName\":\"other\",\"Data\":{ \"a\" : [1, 2.50, null], \"b\":\"é\"},\"PartitionKey\":12}",
                "{\"a\":[1,2.50,null],\"b\":\"é\"}",
                "12");
        assertRecord("{\"PartitionKey\":null}", "", "");
        assertRecord("{\"Data\":7}", "7", "");
    }

    @Test
    void manyRecordsAreKeptAsTheirText() throws IOException {
        Raw.Answer answer = client.ask(
                "PUT /prod/streams/a/records",
                "{\"records\":[{\"data\":\"some data\",\"partition-key\":\"k\"},{\"data\":{\"a\": 1}},{}]}",
                "x-api-key: whatever");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(service.last)
                .isEqualTo(Map.of(
                        "StreamName",
                        "a",
                        "Records",
                        List.of(record("some data", "k"), record("{\"a\":1}", ""), record("", ""))));
    }

    @Test
    void theContentTypeOfTheRequestDoesNotMatterAndThatOfTheAnswerIsJson() throws IOException {
        Raw.Answer answer = client.ask("PUT /streams/a/record/", "{\"Data\":1}", "Content-Type: text/plain");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-type", "application/json");
        assertThat(service.last).isEqualTo(put("1", ""));
    }

    @Test
    void whatDoesNotParseIsRefused() throws IOException {
        for (String body : List.of("", "nonsense", "[]", "{\"Data\":", "{} {}")) {
            Raw.Answer answer = client.ask("PUT /streams/a/record", body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.text()).isEqualTo("{\"__type\":\"SerializationException\"}");
        }
        assertThat(client.ask("POST /streams/a", "{\"ShardCount\":\"2\"}").text())
                .contains("class java.lang.String can not be converted to an Integer");
        assertThat(client.ask("PUT /streams/a/records", "{\"records\":[1]}").status())
                .isEqualTo(400);
    }

    @Test
    void otherPathsAndMethodsAreNotTheProxys() throws IOException {
        for (String line : List.of("GET /stream/a", "PATCH /streams/a", "GET /streams/a/b", "GET /a/b/streams/c")) {
            assertThat(client.ask(line, "").status()).as(line).isEqualTo(403);
        }
        assertThat(client.ask(
                                "POST /streams/a",
                                "{\"Text\":\"x\"}",
                                "X-Amz-Target: Kinesis_20131202.Echo",
                                "Content-Type: application/x-amz-json-1.1",
                                Raw.AUTHORIZATION,
                                Raw.DATE)
                        .text())
                .isEqualTo("{\"Text\":\"x\"}");
    }

    @Test
    void whereSignaturesAreVerifiedTheProxyWantsThemToo() throws Exception {
        EndpointSettings settings =
                EndpointSettings.standard().withPort(0).withCredentials(List.of(new Credential("a", "b")));
        try (Endpoint guarded = Endpoint.start(settings, List.of(service));
                Raw other = new Raw(guarded.port())) {
            assertThat(other.ask("GET /streams", "").text()).contains("MissingAuthenticationTokenException");
            assertThat(other.ask("GET /streams", "", Raw.AUTHORIZATION, Raw.DATE)
                            .status())
                    .isEqualTo(400);
            assertThat(other.call("Nothing", "{}").text()).contains("InvalidSignatureException");
        }
    }

    private static Map<String, Object> created(long shards) {
        return Map.of("StreamName", "a", "ShardCount", shards);
    }

    private static Map<String, Object> record(String data, String key) {
        return Map.of("Data", Blob.of(data.getBytes(StandardCharsets.UTF_8)), "PartitionKey", key);
    }

    private static Map<String, Object> put(String data, String key) {
        Map<String, Object> request = new HashMap<>(record(data, key));
        request.put("StreamName", "a");
        return request;
    }

    private void assertRecord(String body, String data, String key) throws IOException {
        assertThat(client.ask("PUT /streams/a/record", body).text()).contains("\"Operation\":\"PutRecord\"");
        assertThat(service.last).isEqualTo(put(data, key));
    }

    private void assertOperation(String line, String body, String operation, Map<String, Object> request)
            throws IOException {
        Raw.Answer answer = client.ask(line, body);
        assertThat(answer.status()).as(line).isEqualTo(200);
        assertThat(answer.text()).as(line).contains("\"Operation\":\"" + operation + "\"");
        assertThat(service.last).as(line).isEqualTo(request);
    }
}
