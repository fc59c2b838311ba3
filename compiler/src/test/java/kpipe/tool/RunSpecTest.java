package kpipe.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import kpipe.compiler.BuiltPipeline;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.compiler.SpecFiles;
import kpipe.compiler.pipeline.TestCase;
import kpipe.runtime.engine.Topology;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The programs of {@code spec/run}: what each says of itself in its TESTs holds for the generated kernels, with any number of shards and any size of batch, and for the
 * interpreter.
 */
class RunSpecTest {

    private static final Compiler COMPILER = new Compiler();
    private static final long SEED = 20_260_101;

    @TestFactory
    Stream<DynamicTest> programsDoWhatTheySay() {
        return SpecFiles.inputs("run").stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> holds(file)));
    }

    private static void holds(Path file) {
        CheckedPipeline checked = COMPILER.check(file.toString(), Map.of(), true);
        assertThat(checked.report().text(false)).isEmpty();
        assertThat(checked.tests()).isNotEmpty();
        BuiltPipeline built = COMPILER.build(checked);
        passes(checked, built, built.topology(Map.of()), "generated", true);
        passes(checked, built, built.interpreted(Map.of()), "interpreted", false);
    }

    private static void passes(
            CheckedPipeline checked, BuiltPipeline built, Topology topology, String how, boolean matrix) {
        TestRunner runner =
                new TestRunner(new TestSubject(built.pipeline(), topology, COMPILER.decoders()), SEED, matrix);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        TestReport report = new TestReport(new PrintStream(said, true, StandardCharsets.UTF_8), false);
        for (TestCase test : checked.tests()) {
            report.add(runner.run(test));
        }
        assertThat(report.anyFailed())
                .as("%s:\n%s", how, said.toString(StandardCharsets.UTF_8))
                .isFalse();
    }
}
