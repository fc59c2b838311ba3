package kpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kpipe.endtoend.Workspace.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input costs its record and nothing else: every good row arrives, every bad one is an error row, the jar ends well. */
final class BadInputTest {

    private static final String PROGRAM = """
            STREAM readings (id BIGINT NOT NULL, name VARCHAR(10), speed DOUBLE, read_at TIMESTAMP)
              FROM FILE '${INPUT}' FORMAT JSON;
            PUMP copy INTO copies AS SELECT STREAM id, name, speed FROM readings;
            DESTINATION good FROM copies TO FILE 'good/' FORMAT JSON;
            DESTINATION bad FROM error_stream TO FILE 'bad/' FORMAT JSON;
            """;

    @TempDir
    private static Path folder;

    private static Workspace workspace;

    @BeforeAll
    static void buildJar() throws Exception {
        workspace = new Workspace(folder);
        workspace.save("readings.kpipe", PROGRAM);
        Outcome built = workspace.run("kpipe build readings.kpipe");
        assertThat(built.exitCode()).as(built.output()).isZero();
    }

    private static final class Result {
        private final String good;
        private final String bad;
        private final Outcome outcome;

        private Result(Outcome outcome) throws IOException {
            this.outcome = outcome;
            good = delivered("good");
            bad = delivered("bad");
        }

        private static String delivered(String name) throws IOException {
            Path to = workspace.folder().resolve(name);
            StringBuilder all = new StringBuilder();
            if (Files.exists(to)) {
                try (var files = Files.walk(to)) {
                    for (Path file :
                            (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                        all.append(Files.readString(file));
                    }
                }
            }
            return all.toString();
        }

        private Result good(String... ids) {
            assertThat(good.lines().map(line -> line.replaceAll("\\{\"id\":(-?\\d+).*", "$1")))
                    .as(outcome.output() + good + bad)
                    .containsExactly(ids);
            return this;
        }

        private Result bad(String... words) {
            assertThat(bad.lines()).as(outcome.output() + good + bad).hasSize(words.length);
            for (int i = 0; i < words.length; i++) {
                assertThat(bad.lines().skip(i).findFirst().orElseThrow()).contains(words[i]);
            }
            return this;
        }
    }

    private static Result run(byte[] input) throws Exception {
        Files.write(workspace.folder().resolve("input.json"), input);
        return run("input.json", "-Xmx64m");
    }

    private static Result run(String input) throws Exception {
        return run(input.getBytes(StandardCharsets.UTF_8));
    }

    private static Result run(String path, String option) throws Exception {
        workspace.run("rm -rf good bad");
        Outcome outcome = workspace.run("java " + option + " -jar readings.jar --from-start --set INPUT=" + path);
        assertThat(outcome.output()).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return new Result(outcome);
    }

    @Test
    void aDocumentThatIsCutOffIsAnError() throws Exception {
        run("{\"id\":1}\n{\"id\":2}\n{\"id\":3,\"na").good("1", "2").bad("");
    }

    @Test
    void valuesOfAnotherTypeAreErrorsOfTheirColumn() throws Exception {
        run("""
                {"id":1,"speed":1.5}
                {"id":"abc"}
                {"id":2,"speed":[true]}
                {"name":"no id"}
                {"id":3,"speed":"2.5"}
                {"id":99999999999999999999}
                {"id":4,"read_at":"no time"}
                {"id":null}
                {"id":5}
                """).good("1", "3", "5").bad("id", "speed", "id", "id", "read_at", "id");
    }

    @Test
    void theMarkOfUtf8AndTheLineEndsOfWindowsAreNoContent() throws Exception {
        run("\uFEFF{\"id\":1,\"name\":\"a\"}\r\n{\"id\":2,\"name\":\"b\"}\r\n")
                .good("1", "2")
                .bad();
    }

    @Test
    void nothingIsNoRow() throws Exception {
        run("").good().bad();
        run("\n\n  \n").good().bad();
    }

    @Test
    void whatIsNoUtf8IsAnError() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("{\"id\":1,\"name\":\"".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(new byte[] {(byte) 0xC3, 0x28, (byte) 0xFF});
        bytes.writeBytes("\"}\n{\"id\":2,\"name\":\"é\"}\n".getBytes(StandardCharsets.UTF_8));
        run(bytes.toByteArray()).good("2").bad("UTF-8");
    }

    @Test
    void deepNestingIsSkippedOrAnErrorAndTheNextDocumentIsRead() throws Exception {
        String deep = "[".repeat(200_000) + "]".repeat(200_000);
        run("{\"id\":1}\n{\"id\":2,\"other\":" + deep + "}\n{\"id\":3}\n")
                .good("1", "3")
                .bad("deep");
    }

    @Test
    void noiseBetweenDocumentsIsAnError() throws Exception {
        run("{\"id\":1}\n\u0000\u0001\u0002 noise 5]\n{\"id\":2}\n")
                .good("1", "2")
                .bad("JSON");
    }

    @Test
    void aLineOfAHundredMegabytesIsAnErrorInASmallHeap() throws Exception {
        Path input = workspace.folder().resolve("long.json");
        byte[] megabyte = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = Files.newOutputStream(input)) {
            out.write("{\"id\":1}\n{\"id\":2,\"name\":\"".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 100; i++) {
                out.write(megabyte);
            }
            out.write("\"}\n{\"id\":3}\n".getBytes(StandardCharsets.UTF_8));
        }
        run("long.json", "-Xmx64m").good("1", "3").bad("");
        Files.delete(input);
    }

    @Test
    void aMissingFileEndsThePipelineWithASentence() throws Exception {
        Outcome outcome = workspace.run("java -jar readings.jar --set INPUT=nowhere.json");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output()).contains("nowhere.json").doesNotContain("Exception");
    }

    @Test
    void anOutputThatCannotBeWrittenEndsThePipelineWithASentence() throws Exception {
        workspace.save("input.json", "{\"id\":1}\n");
        workspace.run("rm -rf good bad; touch good");
        Outcome outcome = workspace.run("java -jar readings.jar --from-start --set INPUT=input.json");
        workspace.run("rm good");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output())
                .contains("good")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    @Test
    void aReaderThatGoesAwayEndsThePipelineQuietly() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            lines.append("{\"id\":").append(i).append("}\n");
        }
        workspace.save("many.json", lines.toString());
        workspace.save("screen.kpipe", PROGRAM.replace("TO FILE 'good/'", "TO STDOUT"));
        Outcome outcome = workspace.run("kpipe run --set INPUT=many.json screen.kpipe 2>&1 | head -1");
        assertThat(outcome.output())
                .contains("{\"id\":0")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }
}
