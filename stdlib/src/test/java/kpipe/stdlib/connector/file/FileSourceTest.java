package kpipe.stdlib.connector.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import kpipe.runtime.host.RealDisk;
import kpipe.spi.Format;
import kpipe.spi.Options;
import kpipe.stdlib.connector.SourceReading;
import kpipe.stdlib.format.Decoding;
import kpipe.stdlib.format.csv.CsvFormat;
import kpipe.stdlib.format.json.JsonFormat;
import kpipe.stdlib.format.raw.RawFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {

    private static final String COLUMNS = "id BIGINT NOT NULL, name VARCHAR(10), v DOUBLE";
    private static final Map<String, Object> FOLLOW = Map.of("follow", true);

    @TempDir
    Path folder;

    private void write(String name, String text) throws IOException {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private void append(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardOpenOption.APPEND);
    }

    private SourceReading open(String address, Format format, Options formatOptions, Map<String, Object> options)
            throws IOException {
        return new SourceReading(
                new FileSourceConnector(),
                address,
                options,
                new RealDisk(folder),
                Decoding.of(format, COLUMNS, formatOptions));
    }

    private SourceReading json(String address) throws IOException {
        return open(address, new JsonFormat(), Options.NONE, Map.of());
    }

    private SourceReading follow(String address) throws IOException {
        return open(address, new JsonFormat(), Options.NONE, FOLLOW);
    }

    private List<String> csv(String address, Options options) throws IOException {
        try (SourceReading reading = open(address, new CsvFormat(), options, Map.of())) {
            return reading.read();
        }
    }

    private static String row(int id) {
        return "{\"id\":" + id + ",\"name\":\"n" + id + "\",\"v\":" + id + ".5}\n";
    }

    private static String shown(int id) {
        return id + "|n" + id + "|" + id + ".5";
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void aFileADirectoryAPattern() throws IOException {
        write("a.jsonl", row(1));
        write("more/b.jsonl", row(2));
        write("more/deeper/c.jsonl", row(3));
        write("more/d.txt", row(4));
        write("more/.part", row(5));
        assertThat(json("a.jsonl").read()).containsExactly(shown(1));
        assertThat(json(folder + "/a.jsonl").read()).containsExactly(shown(1));
        assertThat(json("more").read()).containsExactly(shown(2), shown(4), shown(3));
        assertThat(json("more/").read()).containsExactly(shown(2), shown(4), shown(3));
        assertThat(json("*.jsonl").read()).containsExactly(shown(1));
        assertThat(json("**/*.jsonl").read()).containsExactly(shown(1), shown(2), shown(3));
        assertThat(json("more/{d,x}.*").read()).containsExactly(shown(4));
        assertThat(json("more/[!b].txt").read()).containsExactly(shown(4));
        assertThat(json("more/.*").read()).containsExactly(shown(5));
    }

    @Test
    void linksThatLeadRoundInACircleAreFollowedOnce() throws IOException {
        write("logs/deep/a", row(1));
        Files.createSymbolicLink(folder.resolve("logs/deep/round"), folder.resolve("logs"));
        Files.createSymbolicLink(folder.resolve("logs/self"), Path.of("."));
        assertThat(json("logs").read()).containsExactly(shown(1));
        assertThat(json("logs/**/a").read()).containsExactly(shown(1));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("logs/deep/a"));
        assertThat(json("link").read()).containsExactly(shown(1));
    }

    @Test
    void aNameThatIsAlsoAPatternIsTheFileOfThatName() throws IOException {
        write("what?.jsonl", row(1));
        write("whatx.jsonl", row(2));
        assertThat(json("what?.jsonl").read()).containsExactly(shown(1));
        assertThat(json("what\\?.jso*").read()).containsExactly(shown(1));
    }

    @Test
    void whatIsMissingIsSaidByItsName() throws IOException {
        write("a.jsonl", row(1));
        assertThatThrownBy(() -> json("b.jsonl"))
                .isInstanceOf(IOException.class)
                .hasMessage("the file 'b.jsonl' does not exist");
        assertThatThrownBy(() -> json("a.jsonl/b"))
                .isInstanceOf(IOException.class)
                .hasMessage("the file 'a.jsonl/b' does not exist");
        assertThatThrownBy(() -> json("*.txt")).isInstanceOf(IOException.class).hasMessage("no file matches '*.txt'");
        Files.createDirectories(folder.resolve("none"));
        SourceReading empty = json("none");
        assertThat(empty.read()).isEmpty();
        assertThat(empty.ended()).isTrue();
    }

    @Test
    void linesArraysAndPrettyPrintedDocuments() throws IOException {
        String pretty = "{\n  \"id\": 1,\n  \"name\": \"n1\",\n  \"v\": 1.5\n}";
        write("lines", row(1) + row(2).strip());
        write("array", "[" + row(1).strip() + "," + row(2).strip() + "]");
        write("pretty", pretty + "\n" + pretty.replace('1', '2') + "\n");
        write("prettyArray", "[\n" + pretty + ",\n" + pretty.replace('1', '2') + "\n]\n");
        write("onOneLine", row(1).strip() + row(2).strip() + " ");
        write("crlf", "\uFEFF" + row(1).replace("\n", "\r\n") + "\r\n" + row(2).replace("\n", "\r\n"));
        for (String file : List.of("lines", "array", "pretty", "prettyArray", "onOneLine", "crlf")) {
            SourceReading reading = json(file);
            assertThat(reading.read()).as(file).containsExactly(shown(1), "2|n2|2.5");
            assertThat(reading.errors()).as(file).isEmpty();
        }
    }

    @Test
    void emptyAndBlankFilesHoldNothing() throws IOException {
        write("empty", "");
        write("blank", "\n\n  \n\r\n");
        write("mark", "\uFEFF");
        write("emptyArray", "[]");
        for (String file : List.of("empty", "blank", "mark", "emptyArray")) {
            SourceReading reading = json(file);
            assertThat(reading.read()).as(file).isEmpty();
            assertThat(reading.errors()).as(file).isEmpty();
            assertThat(reading.ended()).as(file).isTrue();
            assertThat(csv(file, Options.NONE.with("header", true))).as(file).hasSize(0);
        }
    }

    @Test
    void whatIsWrongCostsItsRecordAlone() throws IOException {
        write("types", row(1) + """
                {"id":"abc","name":5,"v":"x"}
                {"id":1.5}
                {"id":99999999999999999999,"name":"z","v":1}
                {"id":4,"name":{"a":1},"v":"2"}
                {"id":null,"name":"q"}
                {"id":6,"v":1e400}
                [1,2,3]
                42
                "str"
                null
                {"id":7,"name":"n7","v":7.5}""");
        SourceReading reading = json("types");
        assertThat(reading.read()).containsExactly(shown(1), "4|{\"a\":1}|2.0", shown(7));
        assertThat(reading.errors())
                .containsExactly(
                        "BAD_VALUE: `id`: 'abc' is no BIGINT [{\"id\":\"abc\",\"name\":5,\"v\":\"x\"}]",
                        "BAD_VALUE: `id`: '1.5' has a fraction, which BIGINT cannot hold [{\"id\":1.5}]",
                        "BAD_VALUE: `id`: '99999999999999999999' is out of the range of BIGINT [{\"id\":99999999999999999999,\"name\":\"z\",\"v\":1}]",
                        "NULL_NOT_ALLOWED: `id` is missing or NULL, but the column is NOT NULL [{\"id\":null,\"name\":\"q\"}]",
                        "BAD_VALUE: `v`: '1e400' is out of the range of DOUBLE [{\"id\":6,\"v\":1e400}]",
                        "BAD_JSON: a record must be a JSON object, which starts with a brace [1]",
                        "BAD_JSON: a record must be a JSON object, which starts with a brace [2]",
                        "BAD_JSON: a record must be a JSON object, which starts with a brace [3]",
                        "BAD_JSON: a record must be a JSON object, which starts with a brace [42]",
                        "BAD_JSON: a record must be a JSON object, which starts with a brace [\"str\"]",
                        "BAD_JSON: a record must be a JSON object, which starts with a brace [null]");
    }

    @Test
    void invalidTextCostsItsRecordAlone() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(row(1).getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes("{\"id\":2,\"name\":\"\u00FF\u00FE\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(row(3).getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(new byte[] {0, 1, 2, '\n'});
        bytes.writeBytes(row(4).getBytes(StandardCharsets.UTF_8));
        write("utf8", bytes.toByteArray());
        SourceReading reading = json("utf8");
        assertThat(reading.read()).containsExactly(shown(1), shown(3), shown(4));
        assertThat(reading.errors())
                .containsExactly(
                        "BAD_JSON: the record is not JSON: the text is not valid UTF-8 at byte 17 of the record [{\"id\":2,\"name\":\"\uFFFD\uFFFD\"}]",
                        "BAD_JSON: a record must be a JSON object, which starts with a brace [\uFFFD\uFFFD\uFFFD]");
    }

    @Test
    void truncatedRecords() throws IOException {
        write(
                "lines",
                row(1) + "{\"id\": 2, \"name\": \"n2\", \"v\": 3\n" + row(3) + "{\"id\": 4, \"name\": \"n4\", \"");
        SourceReading reading = json("lines");
        assertThat(reading.read()).containsExactly(shown(1), shown(3));
        assertThat(reading.errors())
                .containsExactly(
                        "BAD_JSON: the record is not JSON: a comma or a closing brace was expected at byte 32 of the record [{\"id\": 2, \"name\": \"n2\", \"v\": 3]",
                        "BAD_JSON: the record is not JSON: it is cut short [{\"id\": 4, \"name\": \"n4\", \"]");
        write("array", "[" + row(1).strip() + "," + row(2).strip() + ",{\"id\":3,\"name\":,\"v\":1}," + row(4).strip());
        reading = json("array");
        assertThat(reading.read()).containsExactly(shown(1), shown(2), shown(4));
        assertThat(reading.errors())
                .containsExactly(
                        "BAD_JSON: the record is not JSON: a value was expected at byte 16 of the record [{\"id\":3,\"name\":,\"v\":1}]",
                        "BAD_JSON: the array of records is not closed: the input may be cut short []");
    }

    @Test
    void aRecordThatIsTooLongIsSkippedInBoundedMemory() throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve("huge"))) {
            out.write((row(1) + "{\"id\":2,\"name\":\"").getBytes(StandardCharsets.UTF_8));
            byte[] block = new byte[1 << 16];
            Arrays.fill(block, (byte) 'x');
            for (int i = 0; i < 100 * 16; i++) {
                out.write(block);
            }
            out.write(("\",\"v\":1}\n" + row(3)).getBytes(StandardCharsets.UTF_8));
        }
        SourceReading reading = json("huge");
        assertThat(reading.read()).containsExactly(shown(1), shown(3));
        assertThat(reading.errors())
                .singleElement()
                .asString()
                .startsWith(
                        "RECORD_TOO_LONG: the record is longer than 10485760 bytes; only its start is kept here [{\"id\":2,\"name\":\"xxx")
                .hasSizeLessThan(2000);
        SourceReading raw = new SourceReading(
                new FileSourceConnector(),
                "huge",
                Map.of(),
                new RealDisk(folder),
                Decoding.of(new RawFormat(), "line VARCHAR", Options.NONE));
        assertThat(raw.read()).containsExactly(row(1).strip(), row(3).strip());
        assertThat(raw.errors())
                .singleElement()
                .asString()
                .startsWith("RECORD_TOO_LONG: ")
                .hasSizeLessThan(10_000);
    }

    @Test
    void csvWithAndWithoutHeader() throws IOException {
        Options header = Options.NONE.with("header", true);
        write("header.csv", "\uFEFFname,ID,other,v\r\n\"n,1\",1,x,1.5\r\n\"say \"\"hi\"\"\",2,,\r\n");
        assertThat(csv("header.csv", header)).containsExactly("1|n,1|1.5", "2|say \"hi\"|null");
        write("plain.csv", "1,n1,1.5\n2,\"two\nlines\",2.5\n3");
        assertThat(csv("plain.csv", Options.NONE)).containsExactly(shown(1), "2|two\nlines|2.5", "3|null|null");
        write("semicolons.csv", "1;'n;1';-\n");
        assertThat(csv(
                        "semicolons.csv",
                        Options.NONE.with("delimiter", ";").with("quote", "'").with("null", "-")))
                .containsExactly("1|n;1|null");
        // Each file of a directory has a header of its own.
        write("many/a.csv", "id,name\n1,a\n");
        write("many/b.csv", "name,id\nb,2\n");
        assertThat(csv("many", header)).containsExactly("1|a|null", "2|b|null");
    }

    @Test
    void whatIsWrongInCsvCostsItsRecordAlone() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("1,n1,1.5\nx,n2\n,n3\n4,\"n\"4,4\n5,".getBytes(StandardCharsets.UTF_8));
        bytes.write(0xFF);
        bytes.writeBytes("\n6,\"n6,6\n7,n7,7.5\n".getBytes(StandardCharsets.UTF_8));
        write("bad.csv", bytes.toByteArray());
        SourceReading reading = open("bad.csv", new CsvFormat(), Options.NONE, Map.of());
        assertThat(reading.read()).containsExactly(shown(1), shown(7));
        assertThat(reading.errors())
                .containsExactly(
                        "BAD_VALUE: `id`: 'x' is no BIGINT [x,n2]",
                        "NULL_NOT_ALLOWED: `id` is missing or NULL, but the column is NOT NULL [,n3]",
                        "BAD_CSV: a closing quote is followed by something other than the delimiter [4,\"n\"4,4]",
                        "BAD_UTF8: the record is not valid UTF-8 [5,\uFFFD]",
                        "BAD_CSV: a quote is not closed [6,\"n6,6]");
    }

    @Test
    void gzipIsUnpacked() throws IOException {
        write("a.jsonl.gz", gzip(row(1) + row(2)));
        assertThat(json("a.jsonl.gz").read()).containsExactly(shown(1), shown(2));
        // Its name does not matter, and several members are one file.
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.writeBytes(gzip(row(1)));
        members.writeBytes(gzip(row(2)));
        write("b", members.toByteArray());
        assertThat(json("b").read()).containsExactly(shown(1), shown(2));
        write("empty.gz", gzip(""));
        assertThat(json("empty.gz").read()).isEmpty();
    }

    @Test
    void aCompressedFileThatIsCutShortOrDamagedGivesWhatCouldBeRead() throws IOException {
        StringBuilder many = new StringBuilder();
        for (int i = 1; i <= 10_000; i++) {
            many.append(row(i));
        }
        byte[] whole = gzip(many.toString());
        write("cut.gz", Arrays.copyOf(whole, whole.length / 2));
        SourceReading reading = json("cut.gz");
        assertThat(reading.read()).hasSizeGreaterThan(1000).startsWith(shown(1), shown(2));
        assertThat(reading.errors()).isNotEmpty().last().asString().startsWith("INPUT_DAMAGED: ");
        whole[whole.length / 2] ^= 0x55;
        write("damaged.gz", whole);
        reading = json("damaged.gz");
        assertThat(reading.read()).startsWith(shown(1));
        assertThat(reading.errors()).isNotEmpty();
        assertThat(reading.ended()).isTrue();
    }

    @Test
    void followReadsWhatIsAppended() throws IOException {
        write("a.jsonl", row(1) + "{\"id\":2,");
        try (SourceReading reading = follow("a.jsonl")) {
            assertThat(reading.read()).containsExactly(shown(1));
            append("a.jsonl", "\"name\":\"n2\",\"v\":2.5}\n");
            assertThat(reading.later().read()).containsExactly(shown(2));
            assertThat(reading.later().read()).isEmpty();
            append("a.jsonl", row(3) + row(4));
            assertThat(reading.later().read()).containsExactly(shown(3), shown(4));
            assertThat(reading.ended()).isFalse();
            assertThat(reading.errors()).isEmpty();
        }
    }

    @Test
    void followWaitsForAFileThatIsNotThereYet() throws IOException {
        try (SourceReading reading = follow("late/*.jsonl")) {
            assertThat(reading.read()).isEmpty();
            write("late/a.jsonl", row(1));
            assertThat(reading.later().read()).containsExactly(shown(1));
            write("late/b.jsonl", row(2));
            append("late/a.jsonl", row(3));
            assertThat(reading.later().read()).containsExactlyInAnyOrder(shown(2), shown(3));
            write("late/c.jsonl.gz", gzip(row(9)));
            write("late/c.jsonl", gzip(row(4)));
            assertThat(reading.later().read()).containsExactly(shown(4));
        }
    }

    @Test
    void followTakesUpARecordThatOtherFilesCameBetween() throws IOException {
        write("logs/a", row(1) + "{\"id\":2,\"name\":\"n2\"");
        try (SourceReading reading = follow("logs")) {
            assertThat(reading.read()).containsExactly(shown(1));
            write("logs/b", row(3));
            assertThat(reading.later().read()).containsExactly(shown(3));
            append("logs/a", ",\"v\":2.5}\n");
            append("logs/b", row(4));
            assertThat(reading.later().read()).containsExactlyInAnyOrder(shown(2), shown(4));
            assertThat(reading.errors()).isEmpty();
        }
    }

    @Test
    void followSeesRotation() throws IOException {
        write("app.log", row(1) + row(2));
        try (SourceReading reading = follow("app.log")) {
            assertThat(reading.read()).hasSize(2);
            Files.move(folder.resolve("app.log"), folder.resolve("app.log.1"));
            append("app.log.1", row(3));
            write("app.log", row(4));
            // What was written to the old file after the last look is read, although its name is another.
            assertThat(reading.later().read()).containsExactly(shown(3), shown(4));
            append("app.log", row(5));
            assertThat(reading.later().read()).containsExactly(shown(5));
            assertThat(reading.errors()).isEmpty();
        }
    }

    @Test
    void followThroughAPatternReadsARotatedFileOn() throws IOException {
        write("app.log", row(1));
        try (SourceReading reading = follow("app.log*")) {
            assertThat(reading.read()).hasSize(1);
            append("app.log", row(2));
            Files.move(folder.resolve("app.log"), folder.resolve("app.log.1"));
            write("app.log", row(3));
            assertThat(reading.later().read()).containsExactlyInAnyOrder(shown(2), shown(3));
            assertThat(reading.errors()).isEmpty();
        }
    }

    @Test
    void followReadsATruncatedFileFromItsStart() throws IOException {
        write("a.jsonl", row(1) + row(2));
        try (SourceReading reading = follow("a.jsonl")) {
            assertThat(reading.read()).hasSize(2);
            write("a.jsonl", row(3));
            assertThat(reading.later().read()).containsExactly(shown(3));
            append("a.jsonl", row(4));
            assertThat(reading.later().read()).containsExactly(shown(4));
            Files.delete(folder.resolve("a.jsonl"));
            assertThat(reading.later().read()).isEmpty();
            write("a.jsonl", row(5));
            assertThat(reading.later().read()).containsExactly(shown(5));
            assertThat(reading.errors()).isEmpty();
        }
    }
}
