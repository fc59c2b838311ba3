package kpipe.clients;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The SDK for Java where CBOR is switched off. It asks the system property all the time, so nothing runs beside this. */
@Isolated
@ExtendWith(Servers.class)
class JavaSdkJsonTest {

    @BeforeEach
    void speakJson() {
        System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), "false");
    }

    @AfterEach
    void speakCbor() {
        System.clearProperty(SdkSystemSetting.CBOR_ENABLED.property());
    }

    @ParameterizedTest
    @EnumSource(names = {"SYNC", "HTTP2"})
    void aStreamLives(Transport transport, KinesisServer server) {
        try (KinesisClient kinesis = transport.open(server)) {
            new StreamLife(kinesis, server.newStream("json")).live();
        }
    }
}
