package kpipe.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.compiler.SpecFiles;
import kpipe.compiler.diagnostic.Severity;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Programs written for Kinesis Data Analytics, as their authors write them: {@code spec/kda/tumbling/NAME.sql} is one, unchanged; {@code NAME.kpipe} beside it imports
 * it, declares what the console held, and says in TESTs what comes of it. These hold for the generated kernels, with any number of shards and any size of batch, and for the
 * interpreter. What is said about a program, warnings or errors, is in {@code NAME.txt}; without such a file nothing is.
 */
class KdaSpecTest {

    private static final Path ROOT = Path.of("src", "test", "spec", "kda");
    private static final Compiler COMPILER = new Compiler();

    @TestFactory
    Stream<DynamicTest> programsMeanWhatTheyMeant() {
        return programs().stream()
                .map(file -> DynamicTest.dynamicTest(ROOT.relativize(file).toString(), () -> holds(file)));
    }

    private static List<Path> programs() {
        String only = System.getProperty("kda.only", "");
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".kpipe"))
                    .filter(file -> file.toString().contains(only))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void holds(Path file) {
        CheckedPipeline checked = COMPILER.check(file.toString(), Map.of(), true);
        Path said = SpecFiles.beside(file, ".txt");
        String report = checked.report().text(false).replace(file.getParent() + "/", "");
        if (Files.exists(said)) {
            SpecFiles.hold(report, said);
        } else {
            assertThat(report).isEmpty();
        }
        boolean wrong =
                checked.report().diagnostics().stream().anyMatch(diagnostic -> diagnostic.severity() == Severity.ERROR);
        assertThat(wrong)
                .as("only the broken ones are wrong")
                .isEqualTo(file.getParent().endsWith("broken"));
        if (wrong) {
            return;
        }
        BothWays.pass(COMPILER, checked);
    }
}
