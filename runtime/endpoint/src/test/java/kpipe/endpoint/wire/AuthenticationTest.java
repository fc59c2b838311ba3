package kpipe.endpoint.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of signatures that are missing or incomplete, and who a caller is, where signatures are not verified. */
class AuthenticationTest {

    private static final String JSON = "Content-Type: application/x-amz-json-1.1";
    private static final String WHO = "X-Amz-Target: Kinesis_20131202.WhoAmI";

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
    void neitherHeaderNorQuery() throws IOException {
        assertRefused(
                client.ask("POST /", "{}", JSON, WHO),
                "MissingAuthenticationTokenException",
                "Missing Authentication Token");
    }

    @Test
    void bothHeaderAndQuery() throws IOException {
        assertRefused(
                client.ask("POST /?X-Amz-Algorithm=x", "{}", JSON, WHO, Raw.AUTHORIZATION, Raw.DATE),
                "InvalidSignatureException",
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
    }

    @Test
    void anIncompleteHeader() throws IOException {
        assertRefused(
                client.ask("POST /", "{}", JSON, WHO, "Authorization: AWS4-HMAC-SHA256 Nonsense"),
                "IncompleteSignatureException",
                "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature'"
                        + " parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header"
                        + " requires existence of either a 'X-Amz-Date' or a 'Date' header."
                        + " Authorization=AWS4-HMAC-SHA256 Nonsense");
        assertRefused(
                client.ask(
                        "POST /",
                        "{}",
                        JSON,
                        WHO,
                        "Authorization: AWS4-HMAC-SHA256 Credential=a, Signature=b",
                        "Date: Sat, 21 Nov 2026 12:00:00 GMT"),
                "IncompleteSignatureException",
                "Authorization header requires 'SignedHeaders' parameter."
                        + " Authorization=AWS4-HMAC-SHA256 Credential=a, Signature=b");
    }

    @Test
    void anIncompleteQuery() throws IOException {
        assertRefused(
                client.ask("POST /?X-Amz-Algorithm=", "{}", JSON, WHO),
                "IncompleteSignatureException",
                "AWS query-string parameters must include 'X-Amz-Algorithm'. AWS query-string parameters must include"
                        + " 'X-Amz-Credential'. AWS query-string parameters must include 'X-Amz-Signature'. AWS"
                        + " query-string parameters must include 'X-Amz-SignedHeaders'. AWS query-string parameters"
                        + " must include 'X-Amz-Date'. Re-examine the query-string parameters.");
        assertRefused(
                client.ask(
                        "POST /?X-Amz-Algorithm=a&X-Amz-Credential=b&X-Amz-Signature=c&X-Amz-Date=d", "{}", JSON, WHO),
                "IncompleteSignatureException",
                "AWS query-string parameters must include 'X-Amz-SignedHeaders'. Re-examine the query-string"
                        + " parameters.");
    }

    @Test
    void theScopeTellsTheRegionAndTwelveDigitsTheAccount() throws IOException {
        assertCaller("AKID", "eu-west-1", "000000000000", "eu-west-1");
        assertCaller("111122223333", "us-gov-west-1", "111122223333", "us-gov-west-1");
        assertCaller("11112222333", "nowhere", "000000000000", "us-east-1");
        assertCaller("x", "", "000000000000", "us-east-1");
    }

    @Test
    void separatorsAreCommasWithOrWithoutSpaces() throws IOException {
        for (String separator : List.of(",", ", ", " , ", " ")) {
            String header = "Authorization: AWS4-HMAC-SHA256 Credential=k/20261121/eu-west-1/kinesis/aws4_request"
                    + separator + "SignedHeaders=host" + separator + "Signature=abc";
            assertThat(client.ask("POST /", "{}", JSON, WHO, header, Raw.DATE).status())
                    .as(header)
                    .isEqualTo(200);
        }
    }

    @Test
    void aQueryClaimsToo() throws IOException {
        Raw.Answer answer = client.ask(
                "POST /?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=k%2F20261121%2Fap-south-1%2Fkinesis"
                        + "%2Faws4_request&X-Amz-Signature=c&X-Amz-Date=d&X-Amz-SignedHeaders=host",
                "{}", JSON, WHO);
        assertThat(answer.text()).contains("\"Region\":\"ap-south-1\"").contains("\"AccessKey\":\"k\"");
    }

    @Test
    void theRequestIdOfTheAnswerIsThatOfTheOperation() throws IOException {
        Raw.Answer answer = client.call("WhoAmI", "{}");
        assertThat(answer.text()).contains(answer.headers().get("x-amzn-requestid"));
    }

    private void assertCaller(String key, String scope, String account, String region) throws IOException {
        String header = "Authorization: AWS4-HMAC-SHA256 Credential=" + key + "/20261121/" + scope
                + "/strange/aws4_request, SignedHeaders=host, Signature=wrong";
        assertThat(client.ask("POST /", "{}", JSON, WHO, header, Raw.DATE).text())
                .startsWith("{\"Account\":\"" + account + "\",\"Region\":\"" + region + "\",\"AccessKey\":\"" + key);
    }

    private static void assertRefused(Raw.Answer answer, String type, String text) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).isEqualTo("{\"__type\":\"" + type + "\",\"message\":\"" + text + "\"}");
    }
}
