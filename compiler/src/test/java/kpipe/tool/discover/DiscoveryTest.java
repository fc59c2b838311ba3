package kpipe.tool.discover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import kpipe.compiler.Checking;
import kpipe.tool.discover.Discovery.Form;
import kpipe.tool.discover.Discovery.Found;
import kpipe.tool.discover.Discovery.Terms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is inferred from samples; each declaration is accepted by check and reads its sample without an error row. */
class DiscoveryTest {

    private static Found discover(String text) throws IOException {
        return discover(text.getBytes(StandardCharsets.UTF_8), Form.AUTO, false);
    }

    private static Found discover(byte[] bytes, Form form, boolean asService) throws IOException {
        Sample sample = Sample.read(new ByteArrayInputStream(bytes), 1000);
        Found found = Discovery.run(sample, new Terms("s", "FILE 'sample'", "sample", form, 1000, asService))
                .orElseThrow();
        assertThat(Checking.of(found.declaration()).text()).isEmpty();
        if (found.odd() == 0) {
            assertThat(found.read().reasons()).isEmpty();
            assertThat(found.read().count()).isGreaterThanOrEqualTo(found.rows());
        }
        return found;
    }

    /** The statement without the comments above it. */
    private static String statement(Found found) {
        return found.declaration().replaceFirst("(?m)\\A(?:--.*\\n)*", "");
    }

    @Test
    void linesOfJson() throws IOException {
        Found found = discover("""
                {"vin":"V1","speed":50.5,"on":true,"read_at":"2026-01-01T00:00:10Z","odometer":12}
                {"vin":"V2","speed":61,"on":false,"read_at":"2026-01-01T00:00:08Z","odometer":9000000000}
                """);

        assertThat(statement(found)).isEqualTo("""
                STREAM s (
                  vin      VARCHAR,
                  speed    DOUBLE,
                  "on"     BOOLEAN,
                  read_at  TIMESTAMP,
                  odometer BIGINT
                )
                  FROM FILE 'sample' FORMAT JSON;
                """);
        assertThat(found.eventTime()).isEqualTo("EVENT TIME read_at LATENESS 2 SECONDS");
        assertThat(found.read().first().get(0)).containsExactly("'V1'", "50.5", "TRUE", "2026-01-01 00:00:10", "12");
    }

    @Test
    void objectsWithinObjectsBecomeColumnsDownToTwoLevels() throws IOException {
        Found found = discover("""
                {"id":1,"customer":{"name":"Ann","address":{"city":"Rome","geo":{"lat":1.5}}},"items":[{"sku":"a"}],"product":{"name":"pen"}}
                """);

        assertThat(statement(found)).isEqualTo("""
                STREAM s (
                  id            BIGINT,
                  customer_name VARCHAR PATH '$.customer.name',
                  city          VARCHAR PATH '$.customer.address.city',
                  geo           VARCHAR PATH '$.customer.address.geo',
                  items         VARCHAR,
                  product_name  VARCHAR PATH '$.product.name'
                )
                  FROM FILE 'sample' FORMAT JSON;
                """);
        assertThat(found.columns().get(4).remarks())
                .containsExactly(
                        "an array, as text", "a PATH with [0:] and a key of its elements would make a row of each");
    }

    @Test
    void anArrayThatHoldsAllRecordsIsFlattened() throws IOException {
        Found found = discover("""
                {"Records": [{"id": 1, "at": "2026-01-01"}, {"id": 2}]}
                {"Records": [{"id": 3}]}
                """);

        assertThat(found.rows()).isEqualTo(3);
        assertThat(statement(found))
                .contains("id BIGINT PATH '$.Records[0:].id'")
                .contains("DATE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "[{\"a\":1},{\"a\":2}]!BIGINT",
                "{\"a\":1}{\"a\":null}!BIGINT",
                "[{\"a\":{}}]!VARCHAR",
                "{\"a\":18446744073709551615}!VARCHAR",
                "{\"a\":1e300}!DOUBLE",
                "{\"a\":1e400}!VARCHAR",
                "{\"a\":1e99999999999}!VARCHAR",
                "{\"a\":\"12:30\"}!TIME",
                "{\"a\":\"2026-02-30\"}!VARCHAR",
                "{\"a\":\"Fri, 02 Jan 2026 10:00:00 GMT\"}!TIMESTAMP",
                "{\"a\":1}{\"a\":\"x\"}!VARCHAR",
                "{\"a\":null}!VARCHAR",
            })
    void typesOfJson(String sample, String type) throws IOException {
        assertThat(discover(sample).columns().get(0).type()).isEqualTo(type);
    }

    @Test
    void namesThatAreNoneAndNamesThatDifferByCase() throws IOException {
        Found found =
                discover("{\"select\":1,\"Name\":\"x\",\"name\":\"y\",\"a b\":2,\"it's\":3,\"user\":\"u\",\"\":4}");

        assertThat(statement(found)).isEqualTo("""
                STREAM s (
                  "select" BIGINT,
                  Name     VARCHAR PATH '$.Name',
                  name_2   VARCHAR PATH '$.name',
                  "a b"    BIGINT,
                  "it's"   BIGINT,
                  "user"   VARCHAR,
                  column   BIGINT PATH '$['''']'
                )
                  FROM FILE 'sample' FORMAT JSON;
                """);
        assertThat(found.read().first().get(0)).containsExactly("1", "'x'", "'y'", "2", "3", "'u'", "4");
    }

    @Test
    void moneyIsDecimalAndMeasuresAreDouble() throws IOException {
        StringBuilder csv = new StringBuilder("price,length\n");
        for (int i = 0; i < 20; i++) {
            csv.append(i)
                    .append(".")
                    .append(i % 2 == 0 ? "50" : "25")
                    .append(',')
                    .append(i / 4.0)
                    .append('\n');
        }

        Found found = discover(csv.toString());

        assertThat(statement(found)).isEqualTo("""
                STREAM s (price DECIMAL(18, 2), length DOUBLE)
                  FROM FILE 'sample' FORMAT CSV (header = TRUE);
                """);
    }

    @Test
    void delimiterQuotesHeaderAndTheWordForNull() throws IOException {
        Found found = discover("id;name;day;x\n1;\"a;b\"\"\";31.12.2025;NA\n2;c;01.02.2026;2.50\n3;;05.02.2026;-1\n");

        assertThat(statement(found)).isEqualTo("""
                STREAM s (
                  id   BIGINT,
                  name VARCHAR,
                  day  DATE PATTERN 'dd.MM.yyyy',
                  x    DOUBLE
                )
                  FROM FILE 'sample' FORMAT CSV (header = TRUE, delimiter = ';', null = 'NA');
                """);
        assertThat(found.read().first().get(0)).containsExactly("1", "'a;b\"'", "2025-12-31", "NULL");
    }

    @Test
    void withoutAHeaderColumnsAreNumbered() throws IOException {
        assertThat(statement(discover("1\tann\ttrue\n2\tbob\tfalse\n")))
                .startsWith("STREAM s (column_1 BIGINT, column_2 VARCHAR, column_3 BOOLEAN)");
        assertThat(discover("007,a\n008,b\n").columns().get(0).type()).isEqualTo("VARCHAR");
    }

    @Test
    void aDayThatCouldBeAMonthIsSaidSo() throws IOException {
        assertThat(discover("03/02/2026,1\n04/02/2026,2\n").columns().get(0).remarks())
                .containsExactly("it could be dd/MM/yyyy too: no day is greater than 12");
        assertThat(discover("03/02/2026,1\n14/02/2026,2\n").columns().get(0).pattern())
                .isEqualTo("dd/MM/yyyy");
    }

    @Test
    void logs() throws IOException {
        Found access = discover("""
                127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /a.gif HTTP/1.0" 200 2326
                127.0.0.1 - - [10/Oct/2000:13:55:37 -0700] "GET /b.gif HTTP/1.0" 304 -
                """);
        assertThat(access.format()).isEqualTo("REGEX");
        assertThat(access.read().first().get(1))
                .containsExactly(
                        "'127.0.0.1'",
                        "NULL",
                        "NULL",
                        "2000-10-10 20:55:37",
                        "'GET'",
                        "'/b.gif'",
                        "'HTTP/1.0'",
                        "304",
                        "NULL");

        Found errors = discover("""
                [Sun Dec 04 04:47:44 2005] [notice] workerEnv.init() ok
                [Sun Dec 04 04:47:45 2005] [error] [client 1.2.3.4] Directory index forbidden
                """);
        assertThat(errors.eventTime()).isEqualTo("EVENT TIME at");
        assertThat(errors.columns())
                .extracting(ColumnFinding::name)
                .containsExactly("at", "level", "client", "message");

        assertThat(discover("2026-01-01 10:00:00,123 INFO  started\n2026-01-01 10:00:01,456 ERROR it's broken\n")
                        .columns()
                        .get(0)
                        .pattern())
                .isEqualTo("yyyy-MM-dd HH:mm:ss,SSS");
        assertThat(discover("Jan  2 03:04:05 host sshd[12]: no\nJan  2 03:04:05 host cron: yes\n")
                        .format())
                .isEqualTo("REGEX");
        assertThat(statement(discover("just words\nand more\n"))).isEqualTo("""
                STREAM s (line VARCHAR)
                  FROM FILE 'sample' FORMAT RAW;
                """);
    }

    @Test
    void namesAndTypesOfTheService() throws IOException {
        String text =
                "{\"id\":1,\"timestamp\":\"2026-01-01T00:00:00Z\",\"USER@DOMAIN\":\"abcde\",\"@@\":300,\"price\":1.5,\"big\":70000}";

        Found found = discover(text.getBytes(StandardCharsets.UTF_8), Form.AUTO, true);

        assertThat(statement(found)).isEqualTo("""
                STREAM s (
                  "id"             TINYINT PATH '$.id',
                  "COL_timestamp"  VARCHAR(32) PATH '$.timestamp',
                  "COL_USERDOMAIN" VARCHAR(8) PATH '$[''USER@DOMAIN'']',
                  "COL_0"          SMALLINT PATH '$[''@@'']',
                  "price"          REAL PATH '$.price',
                  "big"            INTEGER PATH '$.big'
                )
                  FROM FILE 'sample' FORMAT JSON;
                """);
    }

    @Test
    void numbersThatCountFrom1970() throws IOException {
        assertThat(discover("{\"created\":1767225600000,\"ts\":1767225600,\"id\":1767225600}")
                        .columns())
                .extracting(column -> String.join("; ", column.remarks()))
                .containsExactly(
                        "always 1767225600000; perhaps milliseconds since 1970: TO_TIMESTAMP makes a TIMESTAMP of them",
                        "always 1767225600; perhaps seconds since 1970: TO_TIMESTAMP of 1000 times them is a TIMESTAMP",
                        "always 1767225600");
    }

    @Test
    void whatIsNoRecordIsCountedAndTold() throws IOException {
        Found found = discover("{\"a\":1}\nbroken {\n{\"a\":2}\n");

        assertThat(found.odd()).isEqualTo(1);
        assertThat(found.read().count()).isEqualTo(2);
        assertThat(DiscoveryReport.text(found)).contains("2 rows of the sample can be read, 1 record cannot: ");
    }

    @Test
    void sureWithManyValuesAndAGuessWithFew() throws IOException {
        assertThat(discover("{\"a\":1}").columns().get(0).sureness()).isEqualTo(ColumnFinding.Sureness.GUESS);
        assertThat(discover("{\"a\":1}\n".repeat(50)).columns().get(0).sureness())
                .isEqualTo(ColumnFinding.Sureness.LIKELY);
        assertThat(discover("{\"a\":1}\n".repeat(100)).columns().get(0).sureness())
                .isEqualTo(ColumnFinding.Sureness.SURE);
    }

    @Test
    void compressedSamples() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
        }

        Found found = discover(packed.toByteArray(), Form.AUTO, false);

        assertThat(statement(found)).contains("(a BIGINT, b BIGINT)");
    }

    @Test
    void aStreamThatGoesOnIsCutAfterEnoughLines() throws IOException {
        byte[] many = "{\"a\":1,\"text\":\"some words\"}\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);

        Sample sample = Sample.read(new ByteArrayInputStream(many), 100);

        assertThat(sample.cut()).isTrue();
        assertThat(sample.bytes()).hasSizeLessThan(20_000);
    }

    /** Rows made up at random, written as JSON: whatever is inferred reads them all. Run with -Dcampaign=5000 for more. */
    @Test
    void randomRecordsAreReadByWhatIsInferredFromThem() throws IOException {
        int rounds = Integer.getInteger("campaign", 25);
        for (int round = 0; round < rounds; round++) {
            Random random = new Random(round);
            StringBuilder text = new StringBuilder();
            int rows = 1 + random.nextInt(30);
            int fields = 1 + random.nextInt(5);
            for (int row = 0; row < rows; row++) {
                text.append('{');
                for (int field = 0; field < fields; field++) {
                    text.append(field == 0 ? "" : ",")
                            .append("\"f")
                            .append(field)
                            .append("\":");
                    text.append(value(random, field + round, 2));
                }
                text.append(random.nextInt(5) == 0 ? "}" : "}\n");
            }
            Found found = discover(text.toString());
            assertThat(found.read().rejected()).as("seed %d: %s", round, text).isZero();
            assertThat(found.rows()).as("seed %d: %s", round, text).isEqualTo(rows);
        }
    }

    private static String value(Random random, int kind, int depth) {
        if (random.nextInt(6) == 0) {
            return "null";
        }
        return switch ((kind + (random.nextInt(10) == 0 ? 1 : 0)) % 10) {
            case 0 -> String.valueOf(random.nextInt(1000) - 500);
            case 1 -> String.valueOf(random.nextLong());
            case 2 -> String.valueOf(random.nextDouble() * 1e6);
            case 3 -> String.valueOf(random.nextBoolean());
            case 4 -> "\"text é \\\"" + random.nextInt() + "\"";
            case 5 ->
                "\"2026-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10) + "T10:0" + random.nextInt(10)
                        + ":00Z\"";
            case 6 -> depth == 0 ? "{}" : "{\"x\":" + value(random, kind + 3, depth - 1) + "}";
            case 7 -> "[" + random.nextInt(5) + ",{\"y\":1}]";
            case 8 -> "\"" + (10 + random.nextInt(18)) + "/0" + (1 + random.nextInt(9)) + "/2026\"";
            default -> random.nextInt(100) + ".50";
        };
    }
}
