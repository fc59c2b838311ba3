package kpipe.cli;

import static kpipe.cli.CommandLineRun.kpipe;
import static kpipe.cli.CommandLineRun.withInput;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FmtCommandTest {

    private static final String UNTIDY = "window  w tumbling 1 minute -- short\n";
    private static final String TIDY = "WINDOW w TUMBLING 1 MINUTE; -- short\n";

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void anUntidyFile() throws IOException {
        file = folder.resolve("a.kpipe");
        Files.writeString(file, UNTIDY);
    }

    @Test
    void putsAFileInOrder() throws IOException {
        CommandLineRun run = kpipe("fmt", file.toString());

        assertThat(run).isEqualTo(new CommandLineRun(0, "", "formatted " + file + System.lineSeparator()));
        assertThat(file).hasContent(TIDY.strip());
    }

    @Test
    void checkNamesWhatIsNotInOrderAndWritesNothing() throws IOException {
        Path tidy = folder.resolve("b.kpipe");
        Files.writeString(tidy, TIDY);

        CommandLineRun run = kpipe("fmt", "--check", file.toString(), tidy.toString());

        assertThat(run).isEqualTo(new CommandLineRun(Exit.FAILED, file + System.lineSeparator(), ""));
        assertThat(file).content().isEqualTo(UNTIDY);
        assertThat(kpipe("fmt", "--check", tidy.toString()).exitCode()).isZero();
    }

    @Test
    void standardInputGoesToStandardOutput() {
        assertThat(withInput(UNTIDY, "fmt", "-")).isEqualTo(new CommandLineRun(0, TIDY, ""));
    }

    @Test
    void aFileWithMistakesOfSyntaxIsLeftAlone() throws IOException {
        String wrong = "window  w tumbling 1 minute;\nPUMP p INTO;\n";
        Files.writeString(file, wrong);

        CommandLineRun run = kpipe("fmt", file.toString());

        assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
        assertThat(run.err()).contains("a.kpipe:2:12");
        assertThat(file).content().isEqualTo(wrong);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        CommandLineRun run = kpipe("fmt", folder.resolve("c.kpipe").toString());

        assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
        assertThat(run.err()).contains("there is no file").contains("c.kpipe");
    }
}
