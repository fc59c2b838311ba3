package kpipe.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.compiler.SpecFiles;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The programs of {@code spec/run}: what each says of itself in its TESTs holds for the generated kernels, with any number of shards and any size of batch, and for the
 * interpreter. Warnings about one are in {@code NAME.txt} beside it; without such a file there are none.
 */
class RunSpecTest {

    private static final Compiler COMPILER = new Compiler();

    @TestFactory
    Stream<DynamicTest> programsDoWhatTheySay() {
        return SpecFiles.inputs("run").stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> holds(file)));
    }

    private static void holds(Path file) {
        CheckedPipeline checked = COMPILER.checkForTests(file.toString(), Map.of());
        Path said = SpecFiles.beside(file, ".txt");
        String report = checked.report().text(false).replace(file.getParent() + "/", "");
        if (Files.exists(said)) {
            SpecFiles.hold(report, said);
        } else {
            assertThat(report).isEmpty();
        }
        BothWays.pass(COMPILER, checked);
    }
}
