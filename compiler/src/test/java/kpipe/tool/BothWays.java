package kpipe.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import kpipe.compiler.BuiltPipeline;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.compiler.pipeline.TestCase;
import kpipe.runtime.engine.Topology;

/** The TESTs of a program, for its generated kernels with any number of shards and any size of batch, and for the interpreter. */
final class BothWays {

    private static final long SEED = Long.getLong("seed", 1);

    private final Compiler compiler;
    private final CheckedPipeline checked;
    private final BuiltPipeline built;

    private BothWays(Compiler compiler, CheckedPipeline checked) {
        this.compiler = compiler;
        this.checked = checked;
        built = compiler.build(checked);
    }

    /** All pass, and there are some. */
    static void pass(Compiler compiler, CheckedPipeline checked) {
        assertThat(checked.tests()).isNotEmpty();
        BothWays ways = new BothWays(compiler, checked);
        ways.pass(ways.built.rehearsed(Map.of()), "generated", true);
        ways.pass(ways.built.interpreted(Map.of()), "interpreted", false);
    }

    private void pass(Topology topology, String how, boolean matrix) {
        TestSubject subject = new TestSubject(built.pipeline(), topology, compiler.decoders());
        TestRunner runner = new TestRunner(subject, SEED, matrix);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        TestReport report = new TestReport(new PrintStream(said, true, StandardCharsets.UTF_8), false);
        for (TestCase test : checked.tests()) {
            report.add(runner.run(test));
        }
        assertThat(report.anyFailed())
                .as("-Dseed=%s, %s:\n%s", SEED, how, said.toString(StandardCharsets.UTF_8))
                .isFalse();
    }
}
