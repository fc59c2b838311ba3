package kpipe.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

/** What each client signs is verified, where the server has credentials. */
@ExtendWith(Servers.class)
class SignatureTest {

    /** What a client may have for credentials. */
    enum Key {
        RIGHT(KinesisServer.ACCESS_KEY, KinesisServer.SECRET_KEY, "none"),
        WRONG_SECRET(KinesisServer.ACCESS_KEY, "another", "InvalidSignatureException"),
        UNKNOWN("anybody", "secret", "UnrecognizedClientException");

        private final String accessKey;
        private final String secretKey;
        private final String error;

        Key(String accessKey, String secretKey, String error) {
            this.accessKey = accessKey;
            this.secretKey = secretKey;
            this.error = error;
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofJava(Key key, KinesisServer server) {
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.accessKey, key.secretKey));
        for (Transport transport : Transport.values()) {
            URI url = transport.overTls() ? server.closedTlsUrl() : server.closedUrl();
            try (KinesisClient kinesis = transport.open(url, credentials)) {
                if (key == Key.RIGHT) {
                    assertThat(kinesis.describeLimits().shardLimit()).isPositive();
                } else {
                    assertThatThrownBy(kinesis::describeLimits)
                            .as("%s", transport)
                            .isInstanceOfSatisfying(
                                    KinesisException.class,
                                    failure -> assertThat(
                                                    failure.awsErrorDetails().errorCode())
                                            .isEqualTo(key.error));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofBoto3(Key key, KinesisServer server) {
        Tool.check(
                server.environment(key.accessKey, key.secretKey),
                List.of(
                        Tool.python("boto3"),
                        Tool.source("python/signed.py").toString(),
                        server.closedUrl().toString(),
                        key.error));
    }

    @ParameterizedTest
    @EnumSource
    void ofJavaScript(Key key, KinesisServer server) {
        Tool.check(
                server.environment(key.accessKey, key.secretKey),
                List.of(
                        Tool.node(),
                        Tool.source("javascript/signed.mjs").toString(),
                        server.closedUrl().toString(),
                        key.error));
    }

    @ParameterizedTest
    @EnumSource
    void ofTheCommandLine(Key key, KinesisServer server) {
        Tool.Outcome outcome = Tool.run(
                server.environment(key.accessKey, key.secretKey),
                List.of(Tool.aws(), "--endpoint-url", server.closedUrl().toString(), "kinesis", "describe-limits"));
        if (key == Key.RIGHT) {
            assertThat(outcome.output()).as(outcome.errors()).contains("ShardLimit");
        } else {
            assertThat(outcome.errors()).contains("(" + key.error + ")");
        }
    }
}
