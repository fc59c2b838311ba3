package kpipe.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import kpipe.compiler.BuiltPipeline;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.compiler.pipeline.TestCase;

/** Compiles pipelines and runs their TESTs. */
public final class PipelineTests {

    private final Compiler compiler;
    private final Map<String, String> given;
    private final Terms terms;
    private final Consumer<TestOutcome> listener;

    /**
     * Which tests are run, and how.
     *
     * @param only a part of the names of those that are run; empty for all
     * @param seed of the order in which the parts of a pipeline are run; results must not depend on it
     * @param matrix whether each test is run again with other numbers of shards and other sizes of batches
     */
    public record Terms(String only, long seed, boolean matrix) {}

    /**
     * @param given values for {@code ${NAME}} and PARAMETERs
     * @param listener told of each test as it ends
     */
    public PipelineTests(Compiler compiler, Map<String, String> given, Terms terms, Consumer<TestOutcome> listener) {
        this.compiler = compiler;
        this.given = given;
        this.terms = terms;
        this.listener = listener;
    }

    /**
     * Runs the tests of a pipeline that is sound.
     *
     * @throws IllegalArgumentException with a sentence for the user where a value of a parameter is wrong
     */
    public List<TestOutcome> run(CheckedPipeline checked) {
        BuiltPipeline built = compiler.build(checked);
        TestSubject subject =
                new TestSubject(built.pipeline(), built.rehearsed(compiler.settings(given)), compiler.decoders());
        TestRunner runner = new TestRunner(subject, terms.seed(), terms.matrix());
        List<TestOutcome> outcomes = new ArrayList<>();
        for (TestCase test : checked.tests()) {
            if (test.name().contains(terms.only())) {
                TestOutcome outcome = runner.run(test);
                listener.accept(outcome);
                outcomes.add(outcome);
            }
        }
        return outcomes;
    }
}
