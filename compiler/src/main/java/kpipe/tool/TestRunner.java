package kpipe.tool;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.TestCase;
import kpipe.runtime.engine.Rehearsal;
import kpipe.tool.TestOutcome.Problem;

/** Runs the TESTs of a pipeline. Not thread-safe. */
public final class TestRunner {

    private static final int[] MATRIX_LANES = {1, 2, 3, 7};
    private static final int[] MATRIX_BATCHES = {1, 2, 0};

    private final TestSubject subject;
    private final long seed;
    private final boolean matrix;

    /**
     * @param seed of the order in which the parts of the pipeline are run; results must not depend on it
     * @param matrix whether each test is run again with other numbers of shards and other sizes of batches
     */
    public TestRunner(TestSubject subject, long seed, boolean matrix) {
        this.subject = subject;
        this.seed = seed;
        this.matrix = matrix;
    }

    /** Runs one test. */
    public TestOutcome run(TestCase test) {
        long began = System.nanoTime();
        List<Problem> problems = new TestRun(subject, test, new Rehearsal.Terms(seed, 0, 0, 0)).run();
        if (problems.isEmpty() && matrix) {
            problems = runMatrix(test);
        }
        return new TestOutcome(test, problems, System.nanoTime() - began);
    }

    /** The problems of the first terms under which the test does not pass. */
    private List<Problem> runMatrix(TestCase test) {
        long own = seed;
        for (int lanes : MATRIX_LANES) {
            for (int rows : MATRIX_BATCHES) {
                own++;
                List<Problem> found = new TestRun(subject, test, new Rehearsal.Terms(own, 0, lanes, rows)).run();
                if (!found.isEmpty()) {
                    List<Problem> problems = new ArrayList<>();
                    problems.add(new Problem(
                            test.span() + ": passes as declared, but not with " + lanes
                                    + (lanes == 1 ? " shard" : " shards") + " and batches of "
                                    + (rows == 0 ? "the usual size" : rows + (rows == 1 ? " row" : " rows"))
                                    + "; --matrix --seed " + seed + " repeats it",
                            List.of()));
                    problems.addAll(found);
                    return problems;
                }
            }
        }
        return List.of();
    }
}
