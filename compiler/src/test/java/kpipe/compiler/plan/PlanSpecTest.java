package kpipe.compiler.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kpipe.compiler.Checking;
import kpipe.compiler.Explain;
import kpipe.compiler.SpecFiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every file of {@code spec/plan} becomes, as {@code kpipe explain} shows it; the same each time. */
class PlanSpecTest {

    static List<Path> files() {
        return SpecFiles.inputs("plan");
    }

    @ParameterizedTest
    @MethodSource("files")
    void plans(Path file) {
        String text = SpecFiles.read(file);
        String explained = explain(file, text);

        SpecFiles.hold(explained, SpecFiles.beside(file, ".txt"));
        assertThat(explain(file, text)).isEqualTo(explained);
    }

    private static String explain(Path file, String text) {
        Checking checking = Checking.of(file.getParent(), file.getFileName().toString(), text, Map.of());
        assertThat(checking.errors()).as(checking.text()).isEmpty();
        return Explain.text(requireNonNull(checking.pipeline()));
    }
}
