package kpipe.tool;

import java.util.List;
import kpipe.compiler.pipeline.TestCase;

/**
 * How a TEST went.
 *
 * @param problems what was wrong; empty where it passed
 * @param nanos how long it took
 */
public record TestOutcome(TestCase test, List<Problem> problems, long nanos) {

    public TestOutcome {
        problems = List.copyOf(problems);
    }

    /**
     * Something that was not as expected.
     *
     * @param sentence what, with its place
     * @param details lines below it: the rows
     */
    public record Problem(String sentence, List<String> details) {
        public Problem {
            details = List.copyOf(details);
        }
    }

    public boolean passed() {
        return problems.isEmpty();
    }
}
