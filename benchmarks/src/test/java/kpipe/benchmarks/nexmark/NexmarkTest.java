package kpipe.benchmarks.nexmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pipeline of {@code benchmarks/nexmark} is in canonical form, passes its test, and answers as {@link Answers} do. */
final class NexmarkTest {

    private static final int EVENTS = 10_000;
    private static final int FIRST_NUMBER = 0;
    private static final int NUMBERS = 10_000;
    private static final int SECONDS = 900;

    @TempDir
    private static Path folder;

    private static Answers answers;

    static List<String> queries() {
        return Queries.NAMES;
    }

    private static Path pipelines() {
        Path here = Path.of("").toAbsolutePath();
        return (here.endsWith("benchmarks") ? here : here.resolve("benchmarks")).resolve("nexmark");
    }

    @BeforeAll
    static void runAll() throws IOException, InterruptedException {
        List<Event> events = EventFiles.list(new EventSource(1, 0, 500, 100), EVENTS);
        EventFiles.write(folder.resolve("events"), events, FIRST_NUMBER, NUMBERS);
        answers = new Answers(events, FIRST_NUMBER, NUMBERS);
        Files.createDirectory(folder.resolve("results"));
        Path messages = folder.resolve("messages");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Runs.class.getName(),
                        pipelines().toString(),
                        folder.resolve("events").toString(),
                        folder.resolve("results").toString())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(messages.toFile())
                .start();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended).as(Files.readString(messages)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(messages)).isZero();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void answersAsComputedApartFromTheEngine(String query) throws IOException {
        List<String> expected = Results.comparable(query, answers.of(query));
        List<String> actual = Results.comparable(query, Results.read(folder.resolve("results/" + query)));
        assertThat(Results.difference(expected, actual)).isEmpty();
        assertThat(actual).isNotEmpty();
    }

    @Test
    void everyPipelineIsMeasured() throws IOException {
        try (Stream<Path> files = Files.list(pipelines())) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.matches("q\\d+\\.kpipe")))
                    .containsExactlyInAnyOrderElementsOf(
                            queries().stream().map(name -> name + ".kpipe").toList());
        }
    }

    @Test
    void theSampleIsAsItWouldBeMadeToday() throws IOException {
        Path made = Files.createDirectory(folder.resolve("sample"));
        Sample.write(made);
        assertThat(contents(pipelines().resolve("sample"))).isEqualTo(contents(made));
    }

    private static String contents(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.sorted()
                    .map(file -> file.getFileName() + "\n" + String.join("\n", read(file)))
                    .collect(Collectors.joining("\n"));
        }
    }

    private static List<String> read(Path file) {
        try {
            return Results.read(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
