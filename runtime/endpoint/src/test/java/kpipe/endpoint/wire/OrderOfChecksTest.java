package kpipe.endpoint.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a wrong request is answered with, check by check, as recorded from the service. */
class OrderOfChecksTest {

    private static final String DENIED = "<AccessDeniedException>\n"
            + "  <Message>Unable to determine service/operation name to be authorized</Message>\n"
            + "</AccessDeniedException>\n";
    private static final String JSON = "Content-Type: application/x-amz-json-1.1";
    private static final String CBOR = "Content-Type: application/x-amz-cbor-1.1";
    private static final String ECHO = "X-Amz-Target: Kinesis_20131202.Echo";

    private static Endpoint endpoint;
    private Raw client;

    @BeforeAll
    static void start() throws Exception {
        endpoint = Endpoint.start(EndpointSettings.standard().withPort(0), List.of(new TinyService()));
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
    void otherMethodsThanPostAreDenied() throws IOException {
        for (String method : List.of("GET", "PUT", "DELETE", "PATCH", "OPTIONS")) {
            Raw.Answer answer = client.ask(method + " /", "", ECHO, JSON);
            assertThat(answer.status()).as(method).isEqualTo(403);
            assertThat(answer.text()).isEqualTo(DENIED);
            assertThat(answer.headers())
                    .doesNotContainKey("content-type")
                    .containsKeys("x-amzn-requestid", "x-amz-id-2");
        }
    }

    @Test
    void withoutBodyAndTargetTheOperationIsUnknownInCbor() throws IOException {
        Raw.Answer answer = client.ask("POST /", "");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers()).containsEntry("content-type", "application/x-amz-cbor-1.1");
        assertThat(Cbor.read(answer.body())).isEqualTo("{__type=UnknownOperationException}");
    }

    @Test
    void withoutBodyAndTargetTheOperationIsUnknownInJson() throws IOException {
        Raw.Answer answer = client.ask("POST /", "", JSON);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers()).containsEntry("content-type", "application/x-amz-json-1.1");
        assertThat(answer.text()).isEqualTo("{\"__type\":\"UnknownOperationException\"}");
    }

    @Test
    void withoutBodyButWithTargetItDoesNotParse() throws IOException {
        assertThat(client.ask("POST /", "", ECHO, JSON).text()).isEqualTo("{\"__type\":\"SerializationException\"}");
        Raw.Answer answer = client.ask("POST /", "", ECHO);
        assertThat(Cbor.read(answer.body())).isEqualTo("{__type=SerializationException}");
    }

    @Test
    void anUnknownContentTypeWithoutTargetIsDenied() throws IOException {
        Raw.Answer answer = client.ask("POST /", "{}", "Content-Type: text/plain");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).isEqualTo(DENIED);
        assertThat(answer.headers()).doesNotContainKey("content-type");
    }

    @Test
    void anUnknownContentTypeWithTargetIsNotFound() throws IOException {
        Raw.Answer answer = client.ask("POST /", "{}", "Content-Type: text/plain", ECHO);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).isEqualTo("<UnknownOperationException/>\n");
    }

    @Test
    void plainJsonNeverReachesAnOperation() throws IOException {
        Raw.Answer object = client.ask("POST /", "{}", "Content-Type: application/json", ECHO, Raw.AUTHORIZATION);
        assertThat(object.status()).isEqualTo(404);
        assertThat(object.headers()).containsEntry("content-type", "application/json");
        assertThat(object.text())
                .isEqualTo("{\"Output\":{\"__type\":\"com.amazon.coral.service#UnknownOperationException\"},"
                        + "\"Version\":\"1.0\"}");
        Raw.Answer text = client.ask("POST /", "hello", "Content-Type: application/json", ECHO);
        assertThat(text.status()).isEqualTo(400);
        assertThat(text.text())
                .isEqualTo("{\"Output\":{\"__type\":\"com.amazon.coral.service#SerializationException\"},"
                        + "\"Version\":\"1.0\"}");
    }

    @Test
    void aBodyThatIsNoObjectDoesNotParse() throws IOException {
        for (String body : List.of("hello", "[]", "\"a\"", "1", "{", "{} {}", "{\"a\":}", "{\"a\":01}", "\u0000")) {
            Raw.Answer answer = client.ask("POST /", body, ECHO, JSON);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.text()).as(body).isEqualTo("{\"__type\":\"SerializationException\"}");
        }
    }

    @Test
    void aBodyThatIsNoMapOfCborDoesNotParse() throws IOException {
        for (byte[] body : List.of(
                new byte[] {(byte) 0x80},
                new byte[] {0x01},
                new byte[] {(byte) 0xBF},
                new byte[] {(byte) 0xA1, 0x61, 'a'},
                new byte[] {(byte) 0xA0, (byte) 0xA0},
                new byte[] {(byte) 0xA1, 0x61, 'a', 0x5B, 0x7F, -1, -1, -1, -1, -1, -1, -1},
                new byte[] {(byte) 0xBB, 0x7F, -1, -1, -1, -1, -1, -1, -1})) {
            Raw.Answer answer = client.ask("POST /", body, ECHO, CBOR);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(Cbor.read(answer.body())).isEqualTo("{__type=SerializationException}");
        }
    }

    @Test
    void depthIsBounded() throws IOException {
        String json = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThat(client.ask("POST /", json, ECHO, JSON).text()).isEqualTo("{\"__type\":\"SerializationException\"}");
        byte[] cbor = new byte[100_000];
        Arrays.fill(cbor, (byte) 0x9F);
        System.arraycopy(new byte[] {(byte) 0xBF, 0x61, 'a'}, 0, cbor, 0, 3);
        assertThat(Cbor.read(client.ask("POST /", cbor, ECHO, CBOR).body()))
                .isEqualTo("{__type=SerializationException}");
    }

    @Test
    void anUnknownOperationComesBeforeAMissingSignature() throws IOException {
        for (String target : List.of("Kinesis_20131202.Nonsense", "Kinesis_20131202", "Other_1.Echo", "Echo", ".")) {
            Raw.Answer answer = client.ask("POST /", "{}", "X-Amz-Target: " + target, JSON);
            assertThat(answer.status()).as(target).isEqualTo(400);
            assertThat(answer.text()).as(target).isEqualTo("{\"__type\":\"UnknownOperationException\"}");
        }
    }

    @Test
    void aMissingSignatureComesBeforeWrongTypes() throws IOException {
        assertThat(client.ask("POST /", "{\"Text\":1}", ECHO, JSON).text())
                .isEqualTo("{\"__type\":\"MissingAuthenticationTokenException\","
                        + "\"message\":\"Missing Authentication Token\"}");
        assertThat(client.call("Echo", "{\"Text\":1}").text())
                .isEqualTo(
                        "{\"__type\":\"SerializationException\",\"Message\":\"class"
                                + " com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String\"}");
    }

    @Test
    void parametersOfTheContentTypeDoNotCount() throws IOException {
        Raw.Answer answer = client.ask(
                "POST /",
                "{}",
                ECHO,
                "Content-Type: application/x-amz-json-1.1; charset=utf-8",
                Raw.AUTHORIZATION,
                Raw.DATE);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-type", "application/x-amz-json-1.1");
    }

    @Test
    void thePathDoesNotCount() throws IOException {
        for (String path : List.of("/a/b", "//", "/a;b/%2e/x", "/?x=y")) {
            Raw.Answer answer = client.ask("POST " + path, "{}", ECHO, JSON, Raw.AUTHORIZATION, Raw.DATE);
            assertThat(answer.status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void anActionInTheQueryIsATarget() throws IOException {
        Raw.Answer answer = client.ask(
                "POST /?Action=Echo&Version=2013-12-02", "{\"Text\":\"a\"}", JSON, Raw.AUTHORIZATION, Raw.DATE);
        assertThat(answer.text()).isEqualTo("{\"Text\":\"a\"}");
        assertThat(client.ask("POST /?Action=Nonsense", "{}", JSON).text())
                .isEqualTo("{\"__type\":\"UnknownOperationException\"}");
    }

    @Test
    void successWithoutOutputHasAnEmptyBody() throws IOException {
        Raw.Answer answer = client.call("Nothing", "{}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers())
                .containsEntry("content-length", "0")
                .containsEntry("content-type", "application/x-amz-json-1.1")
                .doesNotContainKeys("connection", "server", "transfer-encoding");
        assertThat(answer.headers().get("x-amzn-requestid"))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(answer.headers().get("x-amz-id-2")).hasSize(96);
        assertThat(answer.headers()).containsKey("date");
    }

    @Test
    void errorsOfTheServiceAreToldAndItsSecretsAreNot() throws IOException {
        Raw.Answer refused = client.call("Refuse", "{}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text())
                .isEqualTo("{\"__type\":\"ResourceNotFoundException\","
                        + "\"message\":\"Stream s under account a not found.\"}");
        for (String operation : List.of("Break", "Unanswerable")) {
            Raw.Answer broken = client.call(operation, "{}");
            assertThat(broken.status()).isEqualTo(500);
            assertThat(broken.text()).isEqualTo("{\"__type\":\"InternalFailure\"}");
        }
    }
}
