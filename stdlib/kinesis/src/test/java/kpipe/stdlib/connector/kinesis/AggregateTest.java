package kpipe.stdlib.connector.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Records that producers have put together; and whatever only looks like that is an ordinary record. */
final class AggregateTest {

    private static List<String> texts(byte[] record) {
        List<Aggregate.Part> parts = Aggregate.parts(record);
        return parts == null
                ? null
                : parts.stream()
                        .map(part -> part.partitionKey() + "="
                                + new String(record, part.start(), part.end() - part.start(), StandardCharsets.UTF_8))
                        .toList();
    }

    @Test
    void itsParts() {
        assertThat(texts(Aggregates.of("a", "one", "b", "", "a", "x".repeat(300))))
                .containsExactly("a=one", "b=", "a=" + "x".repeat(300));
    }

    @Test
    void ordinaryRecords() {
        byte[] aggregate = Aggregates.of("a", "one", "b", "two");
        byte[] otherChecksum = aggregate.clone();
        otherChecksum[otherChecksum.length - 1]++;
        byte[] otherMagic = aggregate.clone();
        otherMagic[0]++;

        assertThat(texts(otherChecksum)).isNull();
        assertThat(texts(otherMagic)).isNull();
        assertThat(texts(new byte[0])).isNull();
        assertThat(texts(new byte[19])).isNull();
        assertThat(texts("{}".getBytes(StandardCharsets.UTF_8))).isNull();
    }

    @Test
    void whateverTheBytesAreItEnds() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] message = new byte[random.nextInt(40)];
            random.nextBytes(message);
            for (int at = 0; at < message.length; at++) {
                if (random.nextBoolean()) {
                    message[at] = (byte) random.nextInt(32);
                }
            }
            byte[] record = Aggregates.sealed(message);
            List<Aggregate.Part> parts = Aggregate.parts(record);
            if (parts != null) {
                assertThat(parts)
                        .allSatisfy(part -> assertThat(part.start())
                                .isBetween(0, part.end())
                                .isLessThanOrEqualTo(record.length));
            }
        }
    }
}
