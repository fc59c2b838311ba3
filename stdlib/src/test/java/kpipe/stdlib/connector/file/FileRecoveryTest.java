package kpipe.stdlib.connector.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading that goes on where another one stood. */
class FileRecoveryTest {

    private static final Map<String, Object> ONCE = Map.of();
    private static final Map<String, Object> FOLLOW = Map.of("follow", true);

    @TempDir
    Path folder;

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void append(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardOpenOption.APPEND);
    }

    private void compress(String name, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        Files.write(folder.resolve(name), bytes.toByteArray());
    }

    private SourceReading json(String address, Map<String, Object> options, byte[] kept, boolean ended)
            throws IOException {
        return reading(new JsonFormat(), Options.NONE, address, options, kept, ended);
    }

    private SourceReading csv(byte[] kept, boolean ended) throws IOException {
        return reading(new CsvFormat(), Options.NONE.with("header", true), "t.csv", ONCE, kept, ended);
    }

    private SourceReading reading(
            Format format,
            Options formatOptions,
            String address,
            Map<String, Object> options,
            byte[] kept,
            boolean ended)
            throws IOException {
        Decoding decoding = Decoding.of(format, "id BIGINT, name VARCHAR(10)", formatOptions);
        return new SourceReading(
                new FileSourceConnector(), address, options, new RealDisk(folder), decoding, kept, ended);
    }

    private static String records(int from, int to) {
        StringBuilder records = new StringBuilder();
        for (int id = from; id < to; id++) {
            records.append("{\"id\":").append(id).append(",\"name\":\"n\"}\n");
        }
        return records.toString();
    }

    private static List<String> shown(int from, int to) {
        List<String> shown = new ArrayList<>();
        for (int id = from; id < to; id++) {
            shown.add(id + "|n");
        }
        return shown;
    }

    @Test
    void afterEachTurnAnotherProcessGoesOn() throws IOException {
        write("a.json", records(0, 9_000));
        compress("b.json.gz", records(9_000, 30_000));
        write("c.json", "[" + records(30_000, 42_000).replace("}\n{", "},{") + "]");
        write("d.json", records(42_000, 42_001).strip());
        List<String> rows = new ArrayList<>();
        SourceReading reading = json("*.json*", ONCE, null, false);
        int turns = 0;
        for (; !reading.ended() && turns < 1_000; turns++) {
            rows.addAll(reading.turn());
            byte[] kept = reading.keep();
            reading.close();
            reading = json("*.json*", ONCE, kept, false);
        }
        assertThat(rows).isEqualTo(shown(0, 42_001));
        assertThat(turns).isGreaterThan(8);
        assertThat(reading.records()).isEqualTo(42_001);
        assertThat(reading.errors()).isEmpty();
    }

    @Test
    void theNextRunReadsWhatHasBeenAdded() throws IOException {
        write("a.json", records(0, 5));
        compress("b.json.gz", records(5, 10));
        SourceReading reading = json("*.json*", ONCE, null, false);
        assertThat(reading.read()).isEqualTo(shown(0, 10));
        byte[] kept = reading.keep();
        reading = json("*.json*", ONCE, kept, true);
        assertThat(reading.read()).isEmpty();
        kept = reading.keep();
        append("a.json", records(10, 12));
        write("c.json", records(12, 14));
        reading = json("*.json*", ONCE, kept, true);
        assertThat(reading.read()).isEqualTo(shown(10, 14));
        kept = reading.keep();
        compress("b.json.gz", records(5, 10) + records(14, 16));
        assertThat(json("*.json*", ONCE, kept, true).read()).isEqualTo(shown(14, 16));
    }

    @Test
    void theHeaderOfAFileThatGrowsIsKnown() throws IOException {
        write("t.csv", "name,id\nn,1\n");
        SourceReading reading = csv(null, false);
        assertThat(reading.read()).containsExactly("1|n");
        byte[] kept = reading.keep();
        append("t.csv", "n,2\n");
        assertThat(csv(kept, true).read()).containsExactly("2|n");
    }

    @Test
    void filesThatAreFollowedAreFoundAgainWhateverHasBecomeOfThem() throws IOException {
        write("a.log", records(0, 3) + "{\"id\":3,");
        write("b.log", records(10, 13));
        write("c.log", records(20, 23));
        SourceReading reading = json("*.log*", FOLLOW, null, false);
        assertThat(reading.read()).hasSize(9);
        byte[] kept = reading.keep();
        append("a.log", "\"name\":\"n\"}\n");
        Files.move(folder.resolve("a.log"), folder.resolve("a.log.1"));
        write("a.log", records(4, 5));
        write("b.log", records(13, 14));
        Files.delete(folder.resolve("c.log"));
        reading = json("*.log*", FOLLOW, kept, false);
        assertThat(reading.later().read()).containsExactlyInAnyOrder("3|n", "4|n", "13|n");
        kept = reading.keep();
        append("a.log", records(5, 6));
        assertThat(json("*.log*", FOLLOW, kept, false).later().read()).containsExactly("5|n");
    }

    @Test
    void aFileThatIsAnotherOneNowIsRefused() throws IOException {
        write("a.json", records(0, 9_000));
        SourceReading reading = json("a.json", ONCE, null, false);
        reading.turn();
        byte[] kept = reading.keep();
        write("new", records(0, 10_000));
        Files.move(folder.resolve("a.json"), folder.resolve("old"));
        Files.move(folder.resolve("new"), folder.resolve("a.json"));
        assertThatThrownBy(() -> json("a.json", ONCE, kept, false))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot go on with 'a.json': it is not there any more, or is another file now");
    }
}
