package kpipe.stdlib.format.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import kpipe.spi.Options;
import kpipe.stdlib.format.Decoding;
import org.junit.jupiter.api.Test;

class CsvFormatTest {

    private static final int ROUNDS = Boolean.getBoolean("campaign") ? 500_000 : 5_000;

    /** Plain fields are read at once, fields in quotes by the way that reads everything: the values are the same. */
    @Test
    void quotesChangeNoValue() {
        Decoding csv = Decoding.of(
                new CsvFormat(),
                "i INTEGER, l BIGINT, d DOUBLE, t TIMESTAMP, v VARCHAR(5), b BOOLEAN, n DECIMAL(6,2)",
                Options.NONE.with("null", "-1"));
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder bare = new StringBuilder();
            StringBuilder quoted = new StringBuilder();
            for (int column = 0; column < 7; column++) {
                String field = field(random, column);
                bare.append(column == 0 ? "" : ",").append(field);
                quoted.append(column == 0 ? "" : ",").append('"').append(field).append('"');
            }
            Decoding.Result read = csv.decode(bare.toString());
            Decoding.Result other = csv.decode(quoted.toString());
            assertThat(read.rows()).as(bare.toString()).isEqualTo(other.rows());
            assertThat(reason(read)).as(bare.toString()).isEqualTo(reason(other));
        }
    }

    @Test
    void aQuoteTooManyCostsItsLineAlone() {
        Decoding csv = Decoding.of(new CsvFormat(), "id INTEGER, name VARCHAR", Options.NONE);
        Decoding.Result read = csv.decode("1,a\n2,\"open\n3,c\n5,\"ok\"\n6,\"of\ntwo \"\"lines\"\n7,\"never\n8,h\n");
        assertThat(read.rows()).hasSize(5);
        assertThat(read.rows().toString()).contains("3", "5", "6", "8").doesNotContain("never");
        assertThat(read.rejects()).hasSize(2);
    }

    private static String reason(Decoding.Result result) {
        return result.rejects().isEmpty() ? "" : result.rejects().get(0).replaceAll(" \\[.*", "");
    }

    private static String field(SplittableRandom random, int column) {
        String field = switch (random.nextInt(8) > 0 ? column : random.nextInt(7)) {
            case 0 -> Integer.toString(random.nextInt());
            case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 2 -> Double.toString((random.nextInt(2_000_000) - 1_000_000) / 1000.0);
            case 3 ->
                "2026-0" + random.nextInt(10) + "-1" + random.nextInt(10) + " 1" + random.nextInt(10) + ":00:0"
                        + random.nextInt(10) + (random.nextBoolean() ? "" : ".25" + random.nextInt(10));
            case 4 -> "abcdeé€".substring(random.nextInt(7));
            case 5 -> random.nextBoolean() ? "true" : "no";
            default -> random.nextInt(100_000) / 100.0 + "";
        };
        if (random.nextInt(20) == 0) {
            int at = random.nextInt(field.length());
            field = field.substring(0, at) + "0-+.e x9".charAt(random.nextInt(8)) + field.substring(at);
        }
        // In quotes this is no NULL.
        return field.equals("-1") ? "1" : field;
    }

    @Test
    void readsQuotesHeadersAndNulls() {
        Decoding csv = Decoding.of(new CsvFormat(), "a INTEGER, b VARCHAR", Options.NONE.with("header", true));
        String text = "b,x,A\r\n\"q\"\"\n,\",9,1\r\n,,2\r\n\"\",,\r\n\r\nbad,1,x\r\n\"z\",1,3";
        for (int piece : new int[] {1, 5, 1000}) {
            Decoding.Result result = csv.decode(text.getBytes(StandardCharsets.UTF_8), piece);
            assertThat(result.rows()).containsExactly("1|q\"\n,", "2|null", "null|", "3|z");
            assertThat(result.rejects()).hasSize(1);
        }
    }
}
