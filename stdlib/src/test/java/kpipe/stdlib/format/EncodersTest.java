package kpipe.stdlib.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.Format;
import kpipe.spi.Options;
import kpipe.stdlib.format.csv.CsvFormat;
import kpipe.stdlib.format.json.JsonFormat;
import kpipe.stdlib.format.raw.RawFormat;
import kpipe.stdlib.format.regex.RegexFormat;
import org.junit.jupiter.api.Test;

/** What formats write, and that they read back what they wrote. */
class EncodersTest {

    private static final long FIRST = Long.getLong("seed", 1);
    private static final long ROUNDS = Boolean.getBoolean("campaign") ? 50_000 : 500;

    private static final String ALL =
            "a BOOLEAN, b TINYINT, c BIGINT, d DECIMAL(9,3), e REAL, f DOUBLE, g CHAR(3), h VARCHAR, i DATE, j TIME, k TIMESTAMP";

    /** A batch of one row, of cells as a test writes them: null, a number, a text, or bytes. */
    private static RowBatch row(Decoding decoding, Object... cells) {
        Schema schema = decoding.shape().schema();
        RowBatch batch = new RowBatch(schema, 1);
        for (int column = 0; column < cells.length; column++) {
            Object cell = cells[column];
            if (cell == null) {
                batch.setNull(column, 0);
            } else if (cell instanceof Double number) {
                batch.values[column][0] = Double.doubleToRawLongBits(number);
            } else if (cell instanceof Number number) {
                batch.values[column][0] = number.longValue();
            } else {
                byte[] bytes = cell instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) cell;
                batch.setBytes(column, 0, bytes, 0, bytes.length);
            }
        }
        batch.size = 1;
        batch.rowtime[0] = 1_767_225_600_500L;
        return batch;
    }

    private static Decoding json(String columns) {
        return Decoding.of(new JsonFormat(), columns, Options.NONE);
    }

    private static Decoding csv(String columns, Options options) {
        return Decoding.of(new CsvFormat(), columns, options);
    }

    private static final Object[] VALUES = {
        1,
        -7,
        Long.MIN_VALUE,
        -1_234_500,
        0.1f + 0.0,
        1e300,
        "ab ",
        "q\"\\\n\t\u0001é😀/",
        20_454,
        3_600_001,
        1_767_225_600_123L
    };

    @Test
    void jsonOfEveryType() {
        Decoding json = json(ALL);
        assertThat(json.encode(row(json, VALUES)))
                .isEqualTo(
                        "{\"a\":true,\"b\":-7,\"c\":-9223372036854775808,\"d\":-1234.500,\"e\":0.1,\"f\":1.0E300,\"g\":\"ab \","
                                + "\"h\":\"q\\\"\\\\\\n\\t\\u0001é😀/\",\"i\":\"2026-01-01\",\"j\":\"01:00:00.001\",\"k\":\"2026-01-01 00:00:00.123\"}\n");
        assertThat(json.encode(row(json, new Object[11])))
                .isEqualTo(
                        "{\"a\":null,\"b\":null,\"c\":null,\"d\":null,\"e\":null,\"f\":null,\"g\":null,\"h\":null,\"i\":null,\"j\":null,\"k\":null}\n");
    }

    @Test
    void jsonOfUnusualValues() {
        Decoding json = json("f DOUBLE, e REAL, x VARBINARY");
        assertThat(json.encode(row(json, Double.NaN, Double.NEGATIVE_INFINITY, new byte[] {1, 2, 3})))
                .isEqualTo("{\"f\":null,\"e\":null,\"x\":\"AQID\"}\n");
        assertThat(json.encode(row(json, -0.0, 1e10, new byte[0]))).isEqualTo("{\"f\":-0.0,\"e\":1.0E10,\"x\":\"\"}\n");
        Decoding none = json("");
        assertThat(none.encode(row(none))).isEqualTo("{}\n");
    }

    @Test
    void binaryInJsonIsReadAsItIsWritten() {
        Decoding json = json("x VARBINARY(4), y BINARY(4)");
        String written = json.encode(row(json, new byte[] {1, -1}, new byte[] {0, 1, 2, 3}));
        assertThat(written).isEqualTo("{\"x\":\"Af8=\",\"y\":\"AAECAw==\"}\n");
        assertThat(json.decode(written)).isEqualTo(json.decode("{\"x\":\"X'01FF'\",\"y\":\"X'00010203'\"}\n"));
        assertThat(json.decode(written).rows()).hasSize(1);
        assertThat(json.decode("{\"x\":\"A\"}\n").rejects()).hasSize(1);
    }

    @Test
    void jsonNamesPatternsAndRowtime() {
        Decoding json = Decoding.of(
                new JsonFormat(),
                "say\"hi\" INTEGER, at TIMESTAMP PATTERN dd/MM/yyyy HH:mm",
                Options.NONE.with("rowtime", "_at"));
        assertThat(json.encode(row(json, 1, 1_767_225_600_123L)))
                .isEqualTo("{\"say\\\"hi\\\"\":1,\"at\":\"01/01/2026 00:00\",\"_at\":\"2026-01-01 00:00:00.500\"}\n");
    }

    @Test
    void csvOfEveryType() {
        Decoding csv = csv(ALL, Options.NONE.with("header", true));
        assertThat(csv.encode(row(csv, VALUES))).isEqualTo("""
                        a,b,c,d,e,f,g,h,i,j,k
                        true,-7,-9223372036854775808,-1234.500,0.1,1.0E300,ab ,"q""\\
                        \t\u0001é😀/",2026-01-01,01:00:00.001,2026-01-01 00:00:00.123
                        """);
        Decoding semicolons =
                csv("a VARCHAR, b VARCHAR", Options.NONE.with("delimiter", ";").with("null", "-"));
        assertThat(semicolons.encode(row(semicolons, "x,y", null))).isEqualTo("x,y;-\n");
        assertThat(semicolons.encode(row(semicolons, "-", ""))).isEqualTo("\"-\";\"\"\n");
        assertThat(semicolons.encode(row(semicolons, "a;b", "c\rd"))).isEqualTo("\"a;b\";\"c\rd\"\n");
    }

    @Test
    void rawIsTheColumnAsItIs() {
        Decoding raw = Decoding.of(new RawFormat(), "line VARCHAR", Options.NONE);
        assertThat(raw.encode(row(raw, "a \"b\" é"))).isEqualTo("a \"b\" é\n");
        assertThat(raw.encode(row(raw, (Object) null))).isEqualTo("\n");
        Decoding.Result lines = raw.decode("\uFEFFa\r\n\r\n b \n\nlast");
        assertThat(lines.rows()).containsExactly("a", " b ", "last");
        assertThat(raw.decode(new byte[] {'a', '\n', (byte) 0xFF, '\n', 'b'}, 100)
                        .rejects())
                .singleElement()
                .asString()
                .startsWith("BAD_UTF8: ");
        Decoding bytes = Decoding.of(new RawFormat(), "line VARBINARY", Options.NONE);
        assertThat(bytes.decode(new byte[] {'a', '\n', (byte) 0xFF, 0, '\n'}, 100)
                        .rows())
                .containsExactly("X'61'", "X'FF00'");
        assertThat(new RawFormat()
                        .check(null, Options.NONE, json("a INTEGER").shape().schema()))
                .singleElement()
                .extracting("message")
                .isEqualTo("FORMAT RAW needs exactly one column, of type VARCHAR, CHAR, VARBINARY or BINARY");
    }

    @Test
    void regexTakesLinesApart() {
        Options options = Options.NONE
                .with("pattern", "(\\S+) \\[(.*?)\\] (\\d+|-)( é.*)?")
                .with("null", "-");
        Decoding regex = Decoding.of(
                new RegexFormat(),
                "host VARCHAR(5), at TIMESTAMP PATTERN dd/MMM/yyyy:HH:mm:ss Z, size INTEGER, rest VARCHAR",
                options);
        Decoding.Result result = regex.decode("""
                h1 [01/Jan/2026:10:00:00 +0100] 17
                longname [01/Jan/2026:10:00:00 +0000] - é!

                what is this
                h2 [yesterday] 1
                h3 [01/Jan/2026:10:00:00 +0000] 99999999999
                """);
        assertThat(result.rows())
                .containsExactly("h1|2026-01-01 09:00:00.000|17|null", "longn|2026-01-01 10:00:00.000|null| é!");
        assertThat(result.rejects())
                .containsExactly(
                        "NO_MATCH: the line does not match the pattern [what is this]",
                        "BAD_VALUE: `at`: 'yesterday' does not fit the pattern 'dd/MMM/yyyy:HH:mm:ss Z' [h2 [yesterday] 1]",
                        "BAD_VALUE: `size`: '99999999999' is out of the range of INTEGER [h3 [01/Jan/2026:10:00:00 +0000] 99999999999]");
        Schema two = json("a INTEGER, b INTEGER").shape().schema();
        assertThat(new RegexFormat().check(null, Options.NONE.with("pattern", "(a)b"), two))
                .extracting("message")
                .containsExactly("the pattern has 1 group for 2 columns; put parentheses around each part");
        assertThat(new RegexFormat().check(null, Options.NONE.with("pattern", "(a"), two))
                .singleElement()
                .extracting("message")
                .asString()
                .startsWith("the pattern is no regular expression: ");
    }

    private static Object random(Type type, SplittableRandom random) {
        if (random.nextInt(6) == 0) {
            return null;
        }
        int bits = random.nextInt(64);
        return switch (type.kind()) {
            case BOOLEAN -> random.nextInt(2);
            case TINYINT -> random.nextInt(-128, 128);
            case BIGINT -> random.nextLong() >> bits;
            case DECIMAL -> random.nextInt(-999_999_999, 1_000_000_000) >> random.nextInt(30);
            case REAL -> (double) Float.intBitsToFloat(random.nextInt(0x7F80_0000) | random.nextInt(2) << 31);
            case DOUBLE ->
                random.nextBoolean()
                        ? random.nextInt(1_000_000) / 1000.0
                        : Double.longBitsToDouble(random.nextLong(0x7FF0_0000_0000_0000L) | random.nextLong() << 63);
            case CHAR -> "xyz".substring(random.nextInt(3)) + "  ".substring(2 - random.nextInt(0, 3));
            case DATE -> random.nextInt(-100_000, 100_000);
            case TIME -> random.nextInt(86_400_000);
            case TIMESTAMP -> random.nextLong(-62_135_596_800_000L, 253_402_300_800_000L);
            default -> text(random);
        };
    }

    private static String text(SplittableRandom random) {
        String[] parts = {
            "a",
            " ",
            "\"",
            "\\",
            "\n",
            "\r",
            ",",
            ";",
            "-",
            "é",
            "€",
            "😀",
            "\u0001",
            "\u007F",
            "0123456789",
            "null",
            "\uFEFF"
        };
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            out.append(parts[random.nextInt(parts.length)]);
        }
        return out.toString();
    }

    private static void readsBackWhatItWrote(Format format, Options options) {
        Decoding decoding = Decoding.of(format, ALL.replace("CHAR(3)", "VARCHAR"), options);
        Schema schema = decoding.shape().schema();
        for (long seed = FIRST; seed < FIRST + ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Object[] cells = new Object[schema.size()];
            for (int column = 0; column < cells.length; column++) {
                cells[column] = random(schema.type(column), random);
            }
            RowBatch batch = row(decoding, cells);
            String text = decoding.encode(batch);
            Decoding.Result result = decoding.decode(text);
            assertThat(result.rejects()).as("-Dseed=" + seed + ": " + text).isEmpty();
            assertThat(result.rows()).as("-Dseed=" + seed + ": " + text).containsExactly(Decoding.row(batch, 0));
        }
    }

    @Test
    void jsonReadsBackWhatItWrote() {
        readsBackWhatItWrote(new JsonFormat(), Options.NONE);
    }

    @Test
    void csvReadsBackWhatItWrote() {
        readsBackWhatItWrote(new CsvFormat(), Options.NONE);
        readsBackWhatItWrote(
                new CsvFormat(),
                Options.NONE.with("delimiter", "-").with("null", "null").with("header", true));
        readsBackWhatItWrote(new CsvFormat(), Options.NONE.with("quote", "'").with("delimiter", "\t"));
    }
}
