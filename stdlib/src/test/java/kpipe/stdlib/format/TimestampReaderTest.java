package kpipe.stdlib.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import kpipe.data.RowException;
import org.junit.jupiter.api.Test;

/** What the reader of the usual forms reads is what {@link Datetimes#timestamp} reads, whatever was read before. */
class TimestampReaderTest {

    private static final long SEED = Long.getLong("seed", 1);
    private static final int ROUNDS = Boolean.getBoolean("campaign") ? 3_000_000 : 30_000;

    private final TimestampReader reader = new TimestampReader();

    private long read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return reader.read(bytes, 0, bytes.length);
    }

    @Test
    void theUsualFormsAreRead() {
        assertThat(read("1970-01-02 00:00:01")).isEqualTo(86_401_000);
        assertThat(read("1970-01-02T00:00:01Z")).isEqualTo(86_401_000);
        assertThat(read("1970-01-02 00:00:01.007")).isEqualTo(86_401_007);
        assertThat(read("1970-01-02T23:59:59.999Z")).isEqualTo(172_799_999);
    }

    @Test
    void anythingElseIsLeftToOthers() {
        for (String text : new String[] {
            "",
            "Z",
            "1970-01-02",
            "1970-01-02 24:00:00",
            "1970-02-30 00:00:00",
            "1970-01-02 00:00:00.12",
            "1970-01-02 00:00:00.1234",
            "1970-01-02 00:00:00+01:00",
            "1970-01-02 00-00-00",
            "\0\0\0\0\0\0\0\0\0\0 00:00:00"
        }) {
            assertThat(read(text)).as(text).isEqualTo(TimestampReader.OTHER);
        }
    }

    @Test
    void itAgreesWithTheReaderOfAllForms() {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] text = "2026-01-01 00:00:00.000Z".getBytes(StandardCharsets.US_ASCII);
        for (int round = 0; round < ROUNDS; round++) {
            if (random.nextInt(20) == 0) {
                text = "2024-02-28T23:59:58.900Z".getBytes(StandardCharsets.US_ASCII);
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                text[random.nextInt(text.length)] = (byte) "0123456789-:. TZt\u00B0\u00BA/".charAt(random.nextInt(20));
            }
            byte[] piece = Arrays.copyOf(text, random.nextBoolean() ? 24 : 18 + random.nextInt(7));
            long time = reader.read(piece, 0, piece.length);
            if (time != TimestampReader.OTHER) {
                assertThat(time).as(() -> told(piece)).isEqualTo(timestamp(piece));
            }
        }
    }

    private static long timestamp(byte[] text) {
        try {
            return Datetimes.timestamp(text, 0, text.length);
        } catch (RowException none) {
            throw new AssertionError(told(text), none);
        }
    }

    private static String told(byte[] text) {
        return "-Dseed=" + SEED + ": " + new String(text, StandardCharsets.ISO_8859_1);
    }
}
