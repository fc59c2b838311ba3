package kpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import kpipe.endtoend.Workspace.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example is sound, in canonical form, passes its tests, and its jar delivers what {@code kpipe run} delivers. */
final class ExamplesTest {

    @TempDir
    private static Path folder;

    private static Workspace workspace;

    @BeforeAll
    static void copyExamples() throws IOException {
        workspace = new Workspace(folder);
    }

    /** The folders of the examples; each is named as its pipeline is. */
    static List<String> examples() throws IOException {
        try (Stream<Path> folders = Files.list(Workspace.sourceTree().resolve("examples"))) {
            return folders.map(path -> path.getFileName().toString())
                    .filter(name -> Files.exists(Workspace.sourceTree()
                            .resolve("examples")
                            .resolve(name)
                            .resolve(name + ".kpipe")))
                    .sorted()
                    .toList();
        }
    }

    private static String done(String command) throws Exception {
        Outcome outcome = workspace.run(command);
        assertThat(outcome.exitCode()).as(command + "\n" + outcome.output()).isZero();
        return outcome.output();
    }

    @Test
    void thereAreFive() throws IOException {
        assertThat(examples()).containsExactly("clickstream", "fleet", "logwatch", "posts", "sentiment");
    }

    @Test
    void allAreSoundAndInCanonicalForm() throws Exception {
        assertThat(done("kpipe check examples/*/*.kpipe")).isEmpty();
        assertThat(done("kpipe fmt --check examples/*/*.kpipe")).isEmpty();
    }

    @Test
    void allPassTheirTestsWithAnyNumberOfShardsAndAnySizeOfBatch() throws Exception {
        assertThat(done("kpipe test --matrix examples/*/*.kpipe"))
                .contains(" passed")
                .doesNotContain("failed");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void itsJarDeliversWhatTheRunDelivers(String name) throws Exception {
        String pipeline = "examples/" + name + "/" + name + ".kpipe";
        done("kpipe run " + pipeline + " > run.out");
        Map<String, String> ran = delivered(name);
        done("kpipe build " + pipeline + " && java -jar " + name + ".jar --from-start --dir examples/" + name
                + " > jar.out");

        assertThat(delivered(name)).isEqualTo(ran).isNotEmpty();
        assertThat(sortedLines(folder.resolve("jar.out"))).isEqualTo(sortedLines(folder.resolve("run.out")));
    }

    private static List<String> sortedLines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.sorted().toList();
        }
    }

    /** What stands in the folders below {@code out}: names of objects differ from run to run, and shards bring their rows in any order. The folder is emptied. */
    private static Map<String, String> delivered(String name) throws IOException {
        Path out = folder.resolve("examples/" + name + "/out");
        Map<String, String> contents = new TreeMap<>();
        if (!Files.exists(out)) {
            return contents;
        }
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String place = out.relativize(file.getParent()).toString();
                contents.merge(place, text(file), String::concat);
                Files.delete(file);
            }
        }
        contents.replaceAll((place, text) -> text.lines().sorted().reduce("", (all, line) -> all + line + "\n"));
        return contents;
    }

    private static String text(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (file.toString().endsWith(".gz")) {
            try (GZIPInputStream unpacked = new GZIPInputStream(Files.newInputStream(file))) {
                bytes = unpacked.readAllBytes();
            }
        }
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
}
