package kpipe.clients;

import java.util.Locale;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The SDK for Java over each of its transports, in CBOR as it comes. */
@ExtendWith(Servers.class)
class JavaSdkTest {

    @ParameterizedTest
    @EnumSource
    void aStreamLives(Transport transport, KinesisServer server) {
        try (KinesisClient kinesis = transport.open(server)) {
            new StreamLife(kinesis, server.newStream(transport.name().toLowerCase(Locale.ROOT))).live();
        }
    }
}
