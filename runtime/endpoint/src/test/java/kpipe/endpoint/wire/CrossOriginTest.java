package kpipe.endpoint.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What browsers are told. */
class CrossOriginTest {

    @Test
    void browsersAreLetIn() throws Exception {
        try (Endpoint endpoint = Endpoint.start(EndpointSettings.standard().withPort(0), List.of(new TinyService()));
                Raw client = new Raw(endpoint.port())) {
            Raw.Answer bare = client.ask("OPTIONS /", "", "Origin: https://a.example");
            assertThat(bare.status()).isEqualTo(200);
            assertThat(bare.body()).isEmpty();
            assertThat(bare.headers())
                    .containsEntry("access-control-allow-origin", "*")
                    .containsEntry("access-control-max-age", "172800")
                    .containsEntry("content-length", "0")
                    .containsKey("x-amzn-requestid")
                    .doesNotContainKeys(
                            "x-amz-id-2",
                            "access-control-allow-headers",
                            "access-control-allow-methods",
                            "access-control-expose-headers");

            Raw.Answer asked = client.ask(
                    "OPTIONS /streams/a",
                    "",
                    "Origin: null",
                    "Access-Control-Request-Headers: x-amz-target, authorization",
                    "Access-Control-Request-Method: PUT");
            assertThat(asked.headers())
                    .containsEntry("access-control-allow-headers", "x-amz-target, authorization")
                    .containsEntry("access-control-allow-methods", "PUT");

            for (Raw.Answer answer : List.of(
                    client.ask("POST /", "{}", "Origin: https://a.example", "Content-Type: application/x-amz-json-1.1"),
                    client.ask("GET /", "", "Origin: https://a.example"))) {
                assertThat(answer.headers())
                        .containsEntry("access-control-allow-origin", "*")
                        .containsEntry(
                                "access-control-expose-headers",
                                "x-amzn-RequestId,x-amzn-ErrorType,x-amz-request-id,x-amz-id-2,x-amzn-ErrorMessage,Date")
                        .containsKey("x-amz-id-2");
            }
            assertThat(client.ask("OPTIONS /", "").status()).isEqualTo(403);
            assertThat(client.call("Nothing", "{}").headers()).doesNotContainKey("access-control-allow-origin");
        }
    }
}
