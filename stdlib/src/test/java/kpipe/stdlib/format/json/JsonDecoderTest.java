package kpipe.stdlib.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import kpipe.spi.Options;
import kpipe.stdlib.format.Decoding;
import org.junit.jupiter.api.Test;

class JsonDecoderTest {

    private static final String VEHICLES =
            "vin VARCHAR(17) NOT NULL, sensor_id VARCHAR, speed DOUBLE, read_at TIMESTAMP";

    private static Decoding json(String columns) {
        return Decoding.of(new JsonFormat(), columns, Options.NONE);
    }

    @Test
    void readsLines() {
        Decoding.Result result = json(VEHICLES).decode("""
                        {"vin":"V1","sensor_id":"s-1","speed":50.25,"read_at":"2026-01-01T00:00:10Z"}
                        {"vin":"V2","speed":61,"read_at":"2026-01-01 00:00:10.5"}
                        { "read_at" : null , "speed" : -1e3, "vin" : "V\\u00e9\\n" }
                        """);
        assertThat(result.rejects()).isEmpty();
        assertThat(result.rows())
                .containsExactly(
                        "V1|s-1|50.25|2026-01-01 00:00:10.000",
                        "V2|null|61.0|2026-01-01 00:00:10.500",
                        "V\u00e9\n|null|-1000.0|null");
    }

    @Test
    void aBrokenRecordCostsNoOther() {
        String text = """
                {"vin":"V1"}
                {"vin":"V2","speed":}
                {"vin":"V3","speed":"x"}
                {"speed":1}
                {"vin":"open
                garbage
                {"vin":"V4","x":{"y":
                {"vin":"V5"}
                """;
        for (int piece : new int[] {1, 7, 1000}) {
            Decoding.Result result =
                    json(VEHICLES).decode(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), piece);
            assertThat(result.rows()).containsExactly("V1|null|null|null", "V5|null|null|null");
            assertThat(result.rejects()).hasSizeGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void readsArraysAndPrettyPrintedDocuments() {
        Decoding.Result result = json("a INTEGER, b VARCHAR PATH $.o.b")
                .decode(
                        "\uFEFF[\r\n  {\r\n    \"a\": 1,\r\n    \"o\": {\"b\": \"x\"}\r\n  },\r\n  {\"a\": 2}\r\n]{\"A\":3}");
        assertThat(result.rejects()).isEmpty();
        assertThat(result.rows()).containsExactly("1|x", "2|null", "3|null");
    }

    @Test
    void keysOfAnyLengthAndNumberAreLearnedAndToldApart() {
        StringBuilder columns = new StringBuilder();
        StringBuilder record = new StringBuilder("{");
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= 40; i++) {
            String key = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz".substring(0, i);
            columns.append(i > 1 ? ", " : "").append(key).append(" INTEGER");
            record.append(i > 1 ? "," : "").append("\"not-").append(key).append("\":{\"a\":[1.5,-0,12e3]},");
            record.append('"').append(key).append("\":").append(i);
            row.append(i > 1 ? "|" : "").append(i);
        }
        String line = record.append("}\n").toString();
        Decoding.Result result = json(columns.toString()).decode(line + line + line);
        assertThat(result.rejects()).isEmpty();
        assertThat(result.rows()).containsExactly(row.toString(), row.toString(), row.toString());
        assertThat(json("").decode("{}{\"a\":1}").rows()).containsExactly("", "");
    }
}
