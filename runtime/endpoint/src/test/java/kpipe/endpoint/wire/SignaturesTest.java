package kpipe.endpoint.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Signatures of the AWS SDK's own signer and of AWS's published example hold; what is changed behind their back does not. */
class SignaturesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Credential PAIR = new Credential("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    private static final Credential SESSION =
            new Credential("ASIAEXAMPLE", "secret", "token/+=", NOW.plusSeconds(3600), "111122223333");
    private static final List<String> KINESIS = List.of("kinesis");

    private final byte[] body = "{\"Text\":\"é\"}".getBytes(StandardCharsets.UTF_8);

    /** A request as it arrives. */
    private record Sent(String method, String path, QueryString query, Map<String, List<String>> headers)
            implements Head {

        @Override
        public List<String> headers(String name) {
            return headers.getOrDefault(name, List.of());
        }

        Sent with(String name, String... values) {
            Map<String, List<String>> changed = new TreeMap<>(headers);
            changed.put(name, List.of(values));
            return new Sent(method, path, query, changed);
        }

        Sent at(String otherPath, String otherQuery) {
            return new Sent(method, otherPath, QueryString.parse(otherQuery), headers);
        }
    }

    @Test
    void thePublishedExampleHolds() {
        // From AWS's test suite of signature version 4, "post-vanilla-query".
        Sent sent = new Sent(
                        "POST",
                        "/",
                        QueryString.parse("Param1=value1"),
                        Map.of("host", List.of("example.amazonaws.com")))
                .with("x-amz-date", "20150830T123600Z")
                .with(
                        "authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                                + " SignedHeaders=host;x-amz-date,"
                                + " Signature=28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11");
        Signatures signatures = new Signatures(List.of(PAIR), at(Instant.parse("2015-08-30T12:36:00Z")));
        assertThat(signatures.verify(Claim.of(sent), sent, new byte[0], 0, List.of("service")))
                .isSameAs(PAIR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:4567/",
                "http://localhost/",
                "https://kinesis.eu-west-1.amazonaws.com/?Action=Echo&a=%20b%2F&A=1&a-b=&a=%C3%A9",
                "http://localhost:4567/prod/streams/na%20me/record",
                "http://localhost:4567/a/../b/./c",
            })
    void theSdkSigns(String uri) {
        Sent sent = sign(uri, PAIR, NOW, request -> {});
        assertThat(verify(sent)).isSameAs(PAIR);
    }

    @Test
    void theSdkSignsForASession() {
        Sent sent = sign("http://localhost:4567/", SESSION, NOW, request -> {});
        assertThat(verify(sent)).isSameAs(SESSION);
        assertThat(refusal(sent.with("x-amz-security-token", "other")).type()).isEqualTo("UnrecognizedClientException");
        Signatures later = new Signatures(List.of(PAIR, SESSION), at(NOW.plusSeconds(3600)));
        Sent signedLater = sign("http://localhost:4567/", SESSION, NOW.plusSeconds(3600), request -> {});
        AwsError expired = catchThrowableOfType(
                AwsError.class, () -> later.verify(Claim.of(signedLater), signedLater, body, body.length, KINESIS));
        assertThat(expired.type()).isEqualTo("ExpiredTokenException");
    }

    @Test
    void theSdkSignsWithoutTheBody() {
        Sent sent = sign(
                "https://localhost:4567/",
                PAIR,
                NOW,
                request -> request.putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false));
        assertThat(sent.header("x-amz-content-sha256")).isEqualTo("UNSIGNED-PAYLOAD");
        assertThat(verify(sent)).isSameAs(PAIR);
    }

    @Test
    void theSdkSignsInTheQuery() {
        Consumer<SignRequest.Builder<? extends AwsCredentialsIdentity>> inQuery =
                request -> request.putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(30));
        for (Credential credential : List.of(PAIR, SESSION)) {
            Sent sent = sign("http://localhost:4567/?Action=Echo", credential, NOW, inQuery);
            assertThat(sent.headers()).doesNotContainKey("authorization");
            assertThat(verify(sent)).isSameAs(credential);
            Signatures late = new Signatures(List.of(PAIR, SESSION), at(NOW.plus(Duration.ofMinutes(31))));
            AwsError error = catchThrowableOfType(
                    AwsError.class, () -> late.verify(Claim.of(sent), sent, body, body.length, KINESIS));
            assertThat(error.type()).isEqualTo("InvalidSignatureException");
            assertThat(error.text()).startsWith("Signature expired: ");
        }
    }

    @Test
    void whatIsChangedBehindTheSignatureDoesNotHold() {
        Sent sent = sign("http://localhost:4567/?Action=Echo", PAIR, NOW, request -> {});
        assertThat(verify(sent)).isSameAs(PAIR);
        for (Sent changed : List.of(
                sent.with("host", "localhost:4568"),
                sent.with("x-amz-target", "Kinesis_20131202.DeleteStream"),
                sent.with("x-amz-target", "Kinesis_20131202.Echo", "Kinesis_20131202.DeleteStream"),
                sent.at("/a", "Action=Echo"),
                sent.at("/", "Action=Other"))) {
            assertThat(refusal(changed).text()).startsWith("The request signature we calculated does not match");
        }
        byte[] other = "{}".getBytes(StandardCharsets.UTF_8);
        AwsError error = catchThrowableOfType(
                AwsError.class, () -> signatures().verify(Claim.of(sent), sent, other, other.length, KINESIS));
        assertThat(error.type()).isEqualTo("InvalidSignatureException");
        assertThat(verify(sent.with("user-agent", "not signed"))).isSameAs(PAIR);
    }

    @Test
    void clocksMayDifferByFiveMinutes() {
        for (long seconds : new long[] {-300, 300}) {
            assertThat(verify(sign("http://localhost/", PAIR, NOW.plusSeconds(seconds), request -> {})))
                    .isSameAs(PAIR);
        }
        AwsError early = refusal(sign("http://localhost/", PAIR, NOW.plusSeconds(-301), request -> {}));
        assertThat(early.type()).isEqualTo("InvalidSignatureException");
        assertThat(early.text())
                .isEqualTo("Signature expired: 20261121T115459Z is now earlier than 20261121T115500Z"
                        + " (20261121T120000Z - 5 min.)");
        AwsError late = refusal(sign("http://localhost/", PAIR, NOW.plusSeconds(301), request -> {}));
        assertThat(late.text())
                .isEqualTo("Signature not yet current: 20261121T120501Z is still later than 20261121T120500Z"
                        + " (20261121T120000Z + 5 min.)");
    }

    @Test
    void unknownKeysAreNotRecognized() {
        Sent sent = sign("http://localhost/", new Credential("AKIDOTHER", "x"), NOW, request -> {});
        assertThat(refusal(sent).type()).isEqualTo("UnrecognizedClientException");
        assertThat(refusal(sent).text()).isEqualTo("The security token included in the request is invalid.");
    }

    @Test
    void theScopeIsLookedAt() {
        Sent sent = sign("http://localhost/", PAIR, NOW, request -> {});
        String header = sent.header("authorization");
        assertThat(refusal(sent.with("authorization", header.replace("/kinesis/", "/s3/")))
                        .text())
                .isEqualTo("Credential should be scoped to correct service: 'kinesis'. ");
        assertThat(refusal(sent.with("authorization", header.replace("/20261121/", "/20261120/")))
                        .text())
                .startsWith("Date in Credential scope does not match YYYYMMDD");
        assertThat(refusal(sent.with("authorization", header.replace("/aws4_request", "")))
                        .type())
                .isEqualTo("IncompleteSignatureException");
        assertThat(refusal(sent.with("authorization", header.replace("AWS4-HMAC-SHA256 ", "AWS4-ECDSA ")))
                        .text())
                .isEqualTo("Unsupported AWS 'algorithm': 'AWS4-ECDSA'.");
        assertThat(refusal(sent.with("authorization", header.replace("host;", "")))
                        .text())
                .isEqualTo("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        assertThat(refusal(sent.with("x-amz-date", "yesterday")).type()).isEqualTo("IncompleteSignatureException");
    }

    @Test
    void theyHoldOverBothVersionsOfHttp() throws Exception {
        EndpointSettings settings =
                EndpointSettings.standard().withPort(0).withClock(at(NOW)).withCredentials(List.of(PAIR, SESSION));
        try (Endpoint endpoint = Endpoint.start(settings, List.of(new TinyService()));
                Two two = new Two(endpoint.port());
                Raw one = new Raw(endpoint.port())) {
            Sent sent = sign("http://localhost:4567/", SESSION, NOW, request -> {});
            HttpFields.Mutable headers = HttpFields.build();
            List<String> lines = new ArrayList<>();
            sent.headers().forEach((name, values) -> {
                lines.add(name + ": " + values.get(0));
                if (!name.equals("host")) {
                    headers.put(name, values.get(0).strip());
                }
            });
            Two.Call call = two.send(headers, body);
            assertThat(new String(call.body(), StandardCharsets.UTF_8)).isEqualTo("{\"Text\":\"é\"}");
            one.send("POST / HTTP/1.1\r\n" + String.join("\r\n", lines) + "\r\nContent-Length: " + body.length
                    + "\r\n\r\n");
            one.socket.getOutputStream().write(body);
            assertThat(one.answer().text()).isEqualTo("{\"Text\":\"é\"}");
            headers.put("x-amz-target", "Kinesis_20131202.WhoAmI");
            Two.Call changed = two.send(headers, body);
            assertThat(new String(changed.body(), StandardCharsets.UTF_8)).contains("InvalidSignatureException");
        }
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(SESSION.toString()).isEqualTo("Credential[ASIAEXAMPLE]");
    }

    private Signatures signatures() {
        return new Signatures(List.of(PAIR, SESSION), at(NOW));
    }

    private Credential verify(Sent sent) {
        return signatures().verify(Claim.of(sent), sent, body, body.length, KINESIS);
    }

    private AwsError refusal(Sent sent) {
        return catchThrowableOfType(AwsError.class, () -> verify(sent));
    }

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }

    private Sent sign(
            String uri,
            Credential credential,
            Instant time,
            Consumer<SignRequest.Builder<? extends AwsCredentialsIdentity>> more) {
        SdkHttpRequest unsigned = SdkHttpFullRequest.builder()
                .uri(URI.create(uri))
                .method(SdkHttpMethod.POST)
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", "Kinesis_20131202.Echo")
                .putHeader("X-Spaces", "  a   b ")
                .build();
        AwsCredentialsIdentity identity = credential.sessionToken() == null
                ? AwsCredentialsIdentity.create(credential.accessKey(), credential.secretKey())
                : AwsSessionCredentialsIdentity.create(
                        credential.accessKey(), credential.secretKey(), credential.sessionToken());
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(request -> {
                    request.identity(identity)
                            .request(unsigned)
                            .payload(ContentStreamProvider.fromByteArray(body))
                            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "kinesis")
                            .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                            .putProperty(HttpSigner.SIGNING_CLOCK, at(time));
                    more.accept(request);
                })
                .request();
        Map<String, List<String>> headers = new TreeMap<>();
        signed.forEachHeader((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), new ArrayList<>(values)));
        return new Sent(
                "POST",
                signed.encodedPath().isEmpty() ? "/" : signed.encodedPath(),
                QueryString.parse(signed.encodedQueryParameters().orElse(null)),
                headers);
    }
}
