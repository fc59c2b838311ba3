package kpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import kpipe.endtoend.Workspace.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code kpipe build} makes: a small jar that runs alone, takes its settings when it starts, and ends well whatever ends it. */
final class JarTest {

    /** kpipe's own, and where streams are durable what the endpoint needs. */
    private static final List<String> CARRIED =
            List.of("kpipe/", "META-INF/", "org/eclipse/jetty/", "com/fasterxml/jackson/", "org/slf4j/");

    /** With the endpoint that serves durable streams, which some of the examples have. */
    private static final long MAX_BYTES = 6 << 20;

    @TempDir
    private Path folder;

    private Workspace workspace;

    @BeforeEach
    void open() throws IOException {
        workspace = new Workspace(folder);
    }

    private void build(String program) throws Exception {
        Outcome built = workspace.run("kpipe build " + program);
        assertThat(built.exitCode()).as(built.output()).isZero();
    }

    private void build(String name, String text) throws Exception {
        workspace.save(name, text);
        build(name);
    }

    // ---- the examples

    @ParameterizedTest
    @CsvSource({
        "fleet, find_recalled",
        "clickstream, find_visits",
        "posts, join_parts",
        "sentiment, follow_mood",
        "logwatch, count_errors"
    })
    void anExampleBecomesAJarThatRunsAlone(String example, String pump) throws Exception {
        build("examples/" + example + "/" + example + ".kpipe");
        Path jar = folder.resolve(example + ".jar");
        assertThat(jar).satisfies(file -> assertThat(Files.size(file)).isLessThan(MAX_BYTES));
        try (JarFile content = new JarFile(jar.toFile())) {
            assertThat(content.stream().map(ZipEntry::getName))
                    .contains("META-INF/LICENSE", "META-INF/NOTICE", "kpipe/generated/" + example + "/Main.class")
                    .allMatch(name -> CARRIED.stream().anyMatch(name::startsWith))
                    .noneMatch(name -> name.startsWith("kpipe/compiler/")
                            || name.startsWith("kpipe/tool/")
                            || name.startsWith("kpipe/cli/"));
        }

        Outcome described = workspace.run("java -jar " + example + ".jar describe");
        assertThat(described.output()).startsWith("pipeline " + example + "\n").contains("pump " + pump + " from");

        Outcome ran = workspace.run("cd examples/" + example + " && java -jar ../../" + example + ".jar");
        assertThat(ran.exitCode()).as(ran.output()).isZero();
        assertThat(ran.output()).contains("pump " + pump).contains("delivered");
        assertThat(delivered(folder.resolve("examples/" + example + "/out"))
                        || ran.output().contains("{"))
                .as(ran.output())
                .isTrue();
    }

    private static boolean delivered(Path out) throws IOException {
        try (Stream<Path> files = Files.exists(out) ? Files.walk(out) : Stream.<Path>empty()) {
            return files.anyMatch(Files::isRegularFile);
        }
    }

    @Test
    void theSameFileGivesTheSameBytesFromWhereverItIsBuilt() throws Exception {
        build("examples/fleet/fleet.kpipe -o first.jar");
        Outcome elsewhere = workspace.run("cd examples/fleet && ../../kpipe build fleet.kpipe -o ../../second.jar");
        assertThat(elsewhere.exitCode()).as(elsewhere.output()).isZero();
        assertThat(folder.resolve("first.jar")).hasSameBinaryContentAs(folder.resolve("second.jar"));
    }

    @Test
    void aLibraryIsInTheJarsThatUseIt() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            rows.append("{\"n\":").append(i == 35 ? 900 : 50 + i * 7 % 5).append("}\n");
        }
        workspace.save("numbers.jsonl", rows.toString());
        build("scores.kpipe", """
                STREAM numbers (n INTEGER) FROM FILE 'numbers.jsonl' FORMAT JSON;
                PUMP score INTO odd AS
                  SELECT STREAM n, ANOMALY_EXPLANATION AS because
                  FROM TABLE(RANDOM_CUT_FOREST_WITH_EXPLANATION(CURSOR(SELECT STREAM * FROM numbers), 50, 20, 1000, 1, TRUE))
                  WHERE ANOMALY_SCORE > 3;
                DESTINATION show FROM odd TO STDOUT FORMAT JSON;
                """);
        try (JarFile content = new JarFile(folder.resolve("scores.jar").toFile())) {
            assertThat(content.stream().map(ZipEntry::getName))
                    .contains("com/amazon/randomcutforest/RandomCutForest.class");
        }

        Outcome ran = workspace.run("java -jar scores.jar");

        assertThat(ran.exitCode()).as(ran.output()).isZero();
        assertThat(ran.output()).startsWith("{\"n\":900,\"because\":\"{\\\"n\\\":{\\\"DIRECTION\\\":\\\"HIGH\\\"");
    }

    // ---- settings

    private static final String SET = """
            PARAMETER limit INTEGER DEFAULT 10;
            STREAM numbers (a INTEGER) FROM FILE '${INPUT}' FORMAT JSON;
            PUMP find_large INTO large AS SELECT STREAM a FROM numbers WHERE a > limit;
            DESTINATION show FROM large TO STDOUT FORMAT JSON;
            """;

    @Test
    void valuesAreGivenWhenTheJarStarts() throws Exception {
        build("set.kpipe", SET);
        workspace.save("numbers.jsonl", "{\"a\":5}\n{\"a\":15}\n{\"a\":25}\n");

        assertThat(run("--set INPUT=numbers.jsonl")).startsWith("{\"a\":15}\n{\"a\":25}\n");
        assertThat(run("--set INPUT=numbers.jsonl --set limit=20")).startsWith("{\"a\":25}\n ");
        assertThat(workspace
                        .run("INPUT=numbers.jsonl limit=3 java -jar set.jar --from-start")
                        .output())
                .startsWith("{\"a\":5}\n");
    }

    private String run(String arguments) throws Exception {
        Outcome outcome = workspace.run("java -jar set.jar --from-start " + arguments);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return outcome.output();
    }

    @Test
    void aSettingThatIsWrongIsRefusedBeforeAnythingRuns() throws Exception {
        build("set.kpipe", SET);

        assertThat(refused("set.jar"))
                .isEqualTo(
                        "error: set.kpipe:2: `${INPUT}` has no value: give it with --set INPUT=… or in the environment\n");
        assertThat(refused("set.jar --set INPUT=x --set limit=many"))
                .isEqualTo("error: set.kpipe:1: parameter `limit` was given `many`, which is no INTEGER\n");
        assertThat(refused("set.jar --set INPUT=x --set limits=3"))
                .isEqualTo("error: there is no parameter `limits` to set; this pipeline has `INPUT`, `limit`\n");
        assertThat(refused("set.jar --set INPUT")).startsWith("error: --set needs NAME=value\n");
        assertThat(refused("set.jar walk")).startsWith("error: unknown command `walk`\n");
        Outcome described = workspace.run("java -jar set.jar describe");
        assertThat(described.output()).contains("parameter limit INTEGER, else '10'", "FILE '${INPUT}'");
    }

    @Test
    void whatAClauseWasMadeOfCannotBeSetLater() throws Exception {
        build("set.kpipe", """
                PARAMETER minutes INTEGER DEFAULT 1;
                STREAM s (a INTEGER, at TIMESTAMP) FROM FILE 'absent.csv' FORMAT CSV EVENT TIME at;
                PUMP p INTO o AS SELECT STREAM COUNT(*) AS n FROM s GROUP BY () WINDOWED BY TUMBLING minutes MINUTES;
                DESTINATION show FROM o TO STDOUT FORMAT JSON;
                """);

        assertThat(refused("set.jar --set minutes=2"))
                .isEqualTo(
                        "error: set.kpipe:1: parameter `minutes` was `1` when the pipeline was compiled, and a clause was"
                                + " made of it: `2` needs a jar that is built with --set minutes=2\n");
        assertThat(workspace.run("java -jar set.jar --set minutes=1").output()).contains("absent.csv");
    }

    private String refused(String arguments) throws Exception {
        Outcome outcome = workspace.run("java -Dstdout.encoding=UTF-8 -Dfile.encoding=UTF-8 -jar " + arguments);
        assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(2);
        return outcome.output();
    }

    @Test
    void aValueGivenWhileBuildingStaysOutOfTheJar() throws Exception {
        workspace.save("set.kpipe", SET);
        build("set.kpipe --set INPUT=very-secret-place");
        try (JarFile jar = new JarFile(folder.resolve("set.jar").toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().<ZipEntry>map(each -> each)::iterator) {
                String content = new String(
                        jar.getInputStream(entry).readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
                assertThat(content).as(entry.getName()).doesNotContain("very-secret-place");
            }
        }
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws Exception {
        build("set.kpipe", SET);
        Outcome outcome = workspace.run("java -jar set.jar --set INPUT=absent.jsonl");
        assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(1);
        assertThat(outcome.output())
                .contains("absent.jsonl")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    @Test
    void aJarKnowsWhichKpipeBuiltIt() throws Exception {
        String name = "a_pipeline_with_a_name_that_is_longer_than_a_line_of_a_manifest_can_be";
        build(
                name + ".kpipe",
                "STREAM s (a INTEGER) FROM STDIN FORMAT JSON;\nDESTINATION d FROM s TO STDOUT FORMAT JSON;\n");
        assertThat(workspace.run("java -jar " + name + ".jar --version").output())
                .matches("kpipe \\d+\\.\\d+\\.\\d+.*\n");
        assertThat(workspace.run("java -jar " + name + ".jar --help").output()).startsWith("usage: ");
    }

    @Test
    void aJarChecksWhatMayNotBeMissing() throws Exception {
        build("names.kpipe", """
                STREAM names (name VARCHAR NOT NULL, age INTEGER) FROM FILE 'names.csv' FORMAT CSV;
                DESTINATION sound FROM names TO STDOUT FORMAT CSV;
                """);
        workspace.save("names.csv", "ada,36\n,7\nbob,\n");
        Outcome outcome = workspace.run("java -jar names.jar");
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).startsWith("ada,36\nbob,\n").containsPattern("stream names +3 +1\n");
    }

    // ---- inline Java

    @Test
    void whatInlineJavaThrowsIsSaidWithItsLine() throws Exception {
        build("thrower.kpipe", """
                STREAM numbers (a INTEGER) FROM FILE 'numbers.jsonl' FORMAT JSON;
                FUNCTION checked(a INTEGER) RETURNS INTEGER LANGUAGE JAVA AS $$
                  if (a.longValue() > 10L) {
                    throw new IllegalStateException("too large");
                  }
                  return a;
                $$;
                PUMP check_all INTO checked_numbers AS SELECT STREAM checked(a) AS a FROM numbers;
                DESTINATION wrong FROM error_stream TO STDOUT FORMAT JSON;
                DESTINATION sound FROM checked_numbers TO FILE 'out/' FORMAT JSON;
                """);
        workspace.save("numbers.jsonl", "{\"a\":5}\n{\"a\":15}\n");
        Outcome outcome = workspace.run("java -jar thrower.jar");
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output())
                .contains("checked threw IllegalStateException at thrower.kpipe:4: too large (thrower.kpipe:8)");
    }

    // ---- signals

    @Test
    void aSignalEndsARunWhenWhatWasReadIsDelivered() throws Exception {
        build("follow.kpipe", """
                STREAM numbers (a INTEGER) FROM FILE 'numbers.jsonl' (follow = TRUE) FORMAT JSON;
                PUMP copy INTO copies AS SELECT STREAM a FROM numbers;
                DESTINATION files FROM copies TO FILE 'out/' FORMAT JSON BUFFER 100 MB OR 900 SECONDS;
                """);
        List<List<String>> signals = new ArrayList<>(List.of(List.of("TERM", "143")));
        if (!ignoresInterrupts()) {
            signals.add(List.of("INT", "130"));
        }
        for (List<String> signal : signals) {
            workspace.run("rm -rf out .kpipe");
            workspace.save("numbers.jsonl", "{\"a\":1}\n");
            Path output = folder.resolve("run.txt");
            Process process = workspace.start("exec java -jar follow.jar", output);
            try {
                // What is appended to it shows that the run has begun.
                awaitStart(process, output);
                workspace.run("kill -" + signal.get(0) + " " + process.pid());
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            String said = Files.readString(output);
            assertThat(process.exitValue()).as(said).isEqualTo(Integer.parseInt(signal.get(1)));
            assertThat(said).contains("destination files").doesNotContain("\tat ");
            assertThat(workspace.run("cat out/*").output()).isEqualTo("{\"a\":1}\n");
        }
    }

    /** What a shell runs in the background does not hear SIGINT, nor do its children: bit 2 of the signals that are ignored, proc_pid_status(5). */
    private static boolean ignoresInterrupts() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("SigIgn:")) {
                return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0;
            }
        }
        return false;
    }

    /** Waits until the process has opened its input. */
    private static void awaitStart(Process process, Path output) throws Exception {
        Path open = Path.of("/proc", Long.toString(process.pid()), "fd");
        for (int i = 0; i < 600; i++) {
            assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
            try (Stream<Path> files = Files.list(open)) {
                boolean reads = files.anyMatch(file -> {
                    try {
                        return Files.readSymbolicLink(file).endsWith("numbers.jsonl");
                    } catch (IOException closedMeanwhile) {
                        return false;
                    }
                });
                if (reads) {
                    return;
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("not started: " + Files.readString(output));
    }
}
