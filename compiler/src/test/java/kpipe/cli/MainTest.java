package kpipe.cli;

import static kpipe.cli.CommandLineRun.kpipe;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class MainTest {

    @Test
    void versionNamesTheBuildAndTheJava() {
        CommandLineRun run = kpipe("version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).matches("kpipe \\d+\\.\\d+\\.\\d+ \\(Java \\d+\\)\\R");
    }

    @Test
    void helpGoesToStandardOutput() {
        CommandLineRun run = kpipe("-h");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Commands:").contains("version");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void anUnknownCommandIsWrongUsageAndTheNearestIsNamed() {
        CommandLineRun run = kpipe("vers");

        assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(run.err()).startsWith("kpipe: there is no command `vers`; did you mean `version`?");
    }

    @Test
    void anUnknownOptionIsWrongUsage() {
        CommandLineRun run = kpipe("version", "--loud");

        assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(run.err()).startsWith("kpipe: unexpected option `--loud`");
    }

    @Test
    void anArgumentThatIsMissingOrNoValueIsWrongUsage() {
        assertThat(kpipe("run")).isEqualTo(new CommandLineRun(Exit.USAGE, "", """
                kpipe: `FILE` is missing
                Try `kpipe run -h`.
                """));
        assertThat(kpipe("test", "--seed", "often", "a.kpipe").err())
                .startsWith("kpipe: `often` is no value for `--seed`");
        assertThat(kpipe("check", "--format", "xml", "a.kpipe").err())
                .startsWith("kpipe: `xml` is no value for `--format`");
    }

    @Test
    void noCommandIsWrongUsage() {
        assertThat(kpipe().exitCode()).isEqualTo(Exit.USAGE);
    }

    @ParameterizedTest
    @FieldSource("kpipe.cli.UnavailableCommand#NAMES")
    void aCommandOfALaterVersionIsRefusedByName(String name) {
        CommandLineRun run = kpipe(name, "something", "--quick");

        assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(run.err()).contains("`kpipe " + name + "` is not available yet");
    }

    @ParameterizedTest
    @FieldSource("kpipe.cli.UnavailableCommand#NAMES")
    void theRoadmapListsEveryCommandOfALaterVersion(String name) throws IOException {
        assertThat(Files.readString(Path.of("../docs/ROADMAP.md"))).contains("`kpipe " + name + "`");
    }

    @Test
    void newWritesAProjectNamedAfterItsFolder(@TempDir Path folder) {
        CommandLineRun run = kpipe("new", folder.resolve("heat").toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(folder.resolve("heat/heat.kpipe"))
                .content()
                .startsWith("-- heat.kpipe")
                .doesNotContain("NAME");
        assertThat(folder.resolve("heat/README.md")).content().startsWith("# heat");
        assertThat(folder.resolve("heat/readings.jsonl")).isNotEmptyFile();
    }

    @Test
    void newKeepsItsHandsOffAFolderThatIsThere(@TempDir Path folder) throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken"));
        Files.writeString(taken.resolve("note.txt"), "mine");

        CommandLineRun run = kpipe("new", taken.toString());

        assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
        assertThat(run.err()).contains("exists already");
        assertThat(taken).isDirectoryNotContaining("glob:**.kpipe");
    }

    @Test
    void newRefusesANameThatCannotBeOne(@TempDir Path folder) {
        CommandLineRun run = kpipe("new", folder.resolve("3 cats").toString());

        assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(run.err()).contains("`3 cats` is no name for a project");
    }
}
