package kpipe.cli;

import static kpipe.cli.CommandLineRun.kpipe;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that work on a pipeline, from the command line to the exit code. */
class PipelineCommandsTest {

    private static final String PIPELINE = """
            PARAMETER least INTEGER DEFAULT 10;

            STREAM readings (id INTEGER, celsius INTEGER)
              FROM FILE 'readings.jsonl' FORMAT JSON;

            PUMP find_hot INTO hot AS
              SELECT STREAM id, celsius
              FROM readings
              WHERE celsius >= least;

            DESTINATION files FROM hot
              TO FILE '${FOLDER:-out}/'
              FORMAT JSON;

            TEST 'ten is hot'
              GIVEN readings VALUES
                (1, 9),
                (2, 10)
              EXPECT hot VALUES (2, 10);
            """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writePipeline() throws IOException {
        file = Files.writeString(folder.resolve("heat.kpipe"), PIPELINE);
        Files.writeString(folder.resolve("readings.jsonl"), "{\"id\":1,\"celsius\":5}\n{\"id\":2,\"celsius\":50}\n");
    }

    private String delivered(String to) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(to))) {
            return files.sorted().map(PipelineCommandsTest::read).collect(Collectors.joining());
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    // ---- check

    @Test
    void checkOfASoundFileIsSilent() {
        assertThat(kpipe("check", file.toString())).isEqualTo(new CommandLineRun(Exit.DONE, "", ""));
    }

    @Test
    void checkSaysWhatIsWrongForPeopleAndForMachines() throws IOException {
        Files.writeString(file, PIPELINE.replace("WHERE celsius", "WHERE celcius"));

        CommandLineRun text = kpipe("check", file.toString());
        assertThat(text.exitCode()).isEqualTo(Exit.FAILED);
        assertThat(text.err())
                .startsWith("error[K0203]:")
                .contains("did you mean `celsius`")
                .endsWith("1 error\n");

        CommandLineRun json = kpipe("check", "--format", "json", file.toString());
        assertThat(json.exitCode()).isEqualTo(Exit.FAILED);
        assertThat(json.out()).startsWith("[\n{").contains("\"K0203\"");
        assertThat(json.err()).isEmpty();
    }

    // ---- test

    @Test
    void testsThatPassAreListed() {
        CommandLineRun run = kpipe("test", file.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(Exit.DONE);
        assertThat(run.out()).matches("(?s)ok    ten is hot  \\(\\d+ ms\\)\n1 passed  \\(\\d+ ms\\)\n");
    }

    @Test
    void aTestThatFailsShowsTheRowsAndThePumpAndEndsWithOne() throws IOException {
        Files.writeString(file, PIPELINE.replace("VALUES (2, 10);", "VALUES (2, 11);"));

        CommandLineRun run = kpipe("test", file.toString());

        assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
        assertThat(run.out().replaceAll("\\(\\d+ ms\\)", "(… ms)").replace(folder.toString(), "…"))
                .isEqualTo("""
                        FAIL  ten is hot  (… ms)
                              …/heat.kpipe:19:3: EXPECT `hot`: 1 row is missing, 1 is unexpected; filled by pump `find_hot` (…/heat.kpipe:7:3)
                                  id  celsius
                                - 2   11
                                + 2   10
                        1 failed, 0 passed  (… ms)
                        """);
    }

    @Test
    void theMatrixAndTheReportOfContinuousIntegration() throws IOException {
        Path report = folder.resolve("reports/kpipe.xml");

        CommandLineRun run = kpipe("test", "--matrix", "--junit", report.toString(), file.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(Exit.DONE);
        assertThat(report)
                .content()
                .contains("tests=\"1\" failures=\"0\"")
                .contains("name=\"ten is hot\"")
                .contains("line=\"15\"");
    }

    @Test
    void aValueThatIsSetReachesTheTests() {
        CommandLineRun run = kpipe("test", "--set", "least=11", file.toString());

        assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
        assertThat(run.out()).contains("- 2   10");
    }

    // ---- run

    @Test
    void runReadsAndWritesBelowTheFolderOfTheFile() throws IOException {
        CommandLineRun run = kpipe("run", file.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(Exit.DONE);
        assertThat(delivered("out")).isEqualTo("{\"id\":2,\"celsius\":50}\n");
        assertThat(run.err()).isEqualTo("""
                                   read  late  errors  delivered
                stream readings       2             0
                pump find_hot         2     0       0
                destination files                   0          1
                """);
    }

    @Test
    void runTakesValues() throws IOException {
        CommandLineRun run = kpipe("run", "--set", "least=1", "--set", "FOLDER=elsewhere", file.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(Exit.DONE);
        assertThat(delivered("elsewhere")).hasLineCount(2);
    }

    @Test
    void aValueThatIsMissingHasItsPlace() throws IOException {
        Files.writeString(file, PIPELINE.replace(" DEFAULT 10", "").replace(":-out", ""));

        CommandLineRun run = kpipe("run", file.toString());

        assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
        assertThat(run.err())
                .contains("error[K0233]: parameter `least` has no value")
                .contains("error[K0235]: `FOLDER` has no value")
                .endsWith("2 errors\n");
    }

    @Test
    void aSourceThatIsNotThereEndsTheRun() throws IOException {
        Files.delete(folder.resolve("readings.jsonl"));

        CommandLineRun run = kpipe("run", file.toString());

        assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
        assertThat(run.err()).contains("'readings.jsonl' does not exist").doesNotContain("Exception");
    }

    // ---- build

    @Test
    void buildWritesAJarThatHoldsNoCompiler() throws IOException {
        Path jar = folder.resolve("heat.jar");

        CommandLineRun run = kpipe("build", "-o", jar.toString(), file.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(Exit.DONE);
        assertThat(run.err()).startsWith("Wrote " + jar);
        try (var entries = new java.util.jar.JarFile(jar.toFile())) {
            assertThat(entries.stream().map(java.util.zip.ZipEntry::getName))
                    .contains("kpipe/generated/heat/Main.class", "kpipe/runtime/engine/Launcher.class")
                    .noneMatch(name -> name.startsWith("kpipe/compiler"))
                    .noneMatch(name -> name.startsWith("kpipe/cli"))
                    .noneMatch(name -> name.contains("csv"));
        }
    }

    // ---- explain

    @Test
    void explainShowsThePlanOrTheJava() {
        assertThat(kpipe("explain", file.toString()).out())
                .startsWith("pipeline heat\n")
                .contains("pump find_hot");
        assertThat(kpipe("explain", "--java", file.toString()).out())
                .contains("public final class FindHot extends Kernel")
                .contains("public final class Main extends CompiledPipeline");
    }

    // ---- fmt

    @Test
    void fmtPutsAFileIntoTheCanonicalFormAndCheckTellsOfIt() throws IOException {
        assertThat(kpipe("fmt", "--check", file.toString()).exitCode()).isEqualTo(Exit.DONE);
        Files.writeString(file, PIPELINE.replace("WHERE celsius >=", "where   celsius>="));

        CommandLineRun check = kpipe("fmt", "--check", file.toString());
        assertThat(check).isEqualTo(new CommandLineRun(Exit.FAILED, file + "\n", ""));

        assertThat(kpipe("fmt", file.toString()).exitCode()).isEqualTo(Exit.DONE);
        assertThat(file).content().isEqualTo(PIPELINE);
    }

    @Test
    void fmtFiltersStandardInput() {
        CommandLineRun run = CommandLineRun.withInput(PIPELINE.replace("\n\n", "\n\n\n\n"), "fmt", "-");

        assertThat(run).isEqualTo(new CommandLineRun(Exit.DONE, PIPELINE, ""));
    }

    @Test
    void fmtLeavesAFileAloneThatItCannotRead() throws IOException {
        String broken = "PUMP p INTO s AS SELECT , FROM x;\n";
        Files.writeString(file, broken);

        CommandLineRun run = kpipe("fmt", file.toString());

        assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
        assertThat(run.err()).contains("error[K01");
        assertThat(file).content().isEqualTo(broken);
    }

    // ---- new

    @Test
    void aNewProjectIsSoundFormattedAndPassesItsTest() {
        Path project = folder.resolve("heater");
        assertThat(kpipe("new", project.toString()).exitCode()).isEqualTo(Exit.DONE);
        String pipeline = project.resolve("heater.kpipe").toString();

        assertThat(kpipe("check", pipeline)).isEqualTo(new CommandLineRun(Exit.DONE, "", ""));
        assertThat(kpipe("fmt", "--check", pipeline).exitCode()).isEqualTo(Exit.DONE);
        assertThat(kpipe("test", pipeline).out()).contains("1 passed");
        assertThat(kpipe("build", "-o", project.resolve("heater.jar").toString(), pipeline)
                        .exitCode())
                .isEqualTo(Exit.DONE);
    }

    @Test
    void aFileThatIsNotThereIsSaidSo() {
        for (String command : new String[] {"check", "test", "run", "build", "explain", "fmt"}) {
            CommandLineRun run = kpipe(command, folder.resolve("absent.kpipe").toString());
            assertThat(run.exitCode()).as(command).isEqualTo(Exit.FAILED);
            assertThat(run.err()).as(command).contains("error[K0140]: there is no file `");
        }
    }
}
