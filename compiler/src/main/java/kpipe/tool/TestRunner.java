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
     * @param matrix whether each test is run again with other numbers of shards and other sizes of batches, and restarted after every step
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
                List<Problem> found = run(test, new Rehearsal.Terms(own, 0, lanes, rows), "");
                if (found.isEmpty()) {
                    Rehearsal.Terms restarted = new Rehearsal.Terms(own, 0, lanes, rows, true);
                    found = run(test, restarted, "a restart after every step, ");
                }
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return List.of();
    }

    /** @param beside what else is not as declared */
    private List<Problem> run(TestCase test, Rehearsal.Terms terms, String beside) {
        List<Problem> found = new TestRun(subject, test, terms).run();
        if (found.isEmpty()) {
            return found;
        }
        int lanes = terms.lanes();
        int rows = terms.batchRows();
        List<Problem> problems = new ArrayList<>();
        problems.add(new Problem(
                test.span() + ": passes as declared, but not with " + beside + lanes
                        + (lanes == 1 ? " shard" : " shards") + " and batches of "
                        + (rows == 0 ? "the usual size" : rows + (rows == 1 ? " row" : " rows"))
                        + "; --matrix --seed " + seed + " repeats it",
                List.of()));
        problems.addAll(found);
        return problems;
    }
}
