package kpipe.tool.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.compiler.SpecFiles;
import kpipe.compiler.source.SourceFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code spec/diff/renamed.kpipe} is a pipeline, {@code renamed.new.kpipe} what was made of it, and {@code renamed.txt} what {@code kpipe diff} tells of both, for people and for machines. */
class DiffSpecTest {

    static List<Path> specs() {
        return SpecFiles.inputs("diff").stream()
                .filter(file -> !file.toString().endsWith(".new.kpipe"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void tellsWhatBecomesOfStates(Path spec) {
        String name = Objects.requireNonNull(spec.getFileName()).toString();
        CheckedPipeline before = checked(name, spec);
        CheckedPipeline now = checked(name, SpecFiles.beside(spec, ".new.kpipe"));

        Difference difference = Difference.of(before, now);

        SpecFiles.hold(
                DifferenceText.text(difference) + "\n" + DifferenceText.json(difference),
                SpecFiles.beside(spec, ".txt"));
    }

    private static CheckedPipeline checked(String name, Path file) {
        Compiler compiler = new Compiler();
        CheckedPipeline checked = compiler.check(new SourceFile(name, SpecFiles.read(file)), Map.of(), false);
        assertThat(checked.report().hasErrors())
                .as(checked.report().text(false))
                .isFalse();
        return checked;
    }
}
