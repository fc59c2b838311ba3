package kpipe.tool;

import java.io.PrintStream;
import java.util.Locale;
import kpipe.tool.TestOutcome.Problem;

/** Tells people how tests went, each as it ends, and a summary. Not thread-safe. */
public final class TestReport {

    private static final String RESET = "\u001B[0m";
    private static final String RED = "\u001B[31m";
    private static final String GREEN = "\u001B[32m";

    private final PrintStream out;
    private final boolean colour;
    private int passed;
    private int failed;
    private long nanos;

    public TestReport(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /** One test has ended. */
    public void add(TestOutcome outcome) {
        nanos += outcome.nanos();
        boolean good = outcome.passed();
        passed += good ? 1 : 0;
        failed += good ? 0 : 1;
        String mark = good ? paint(GREEN, "ok  ") : paint(RED, "FAIL");
        out.println(mark + "  " + outcome.test().name() + "  (" + millis(outcome.nanos()) + ")");
        for (Problem problem : outcome.problems()) {
            out.println("      " + problem.sentence());
            for (String line : problem.details()) {
                out.println("        " + painted(line));
            }
        }
    }

    private String painted(String line) {
        if (line.startsWith("- ")) {
            return paint(RED, line);
        }
        return line.startsWith("+ ") ? paint(GREEN, line) : line;
    }

    /** All tests have ended: one line that counts them. */
    public void end() {
        if (passed + failed == 0) {
            out.println("There are no tests.");
            return;
        }
        String counts = (failed > 0 ? paint(RED, failed + " failed") + ", " : "") + passed + " passed";
        out.println(counts + "  (" + millis(nanos) + ")");
    }

    /** Whether a test has failed. */
    public boolean anyFailed() {
        return failed > 0;
    }

    private String paint(String how, String text) {
        return colour ? how + text + RESET : text;
    }

    private static String millis(long nanos) {
        long millis = Math.round(nanos / 1e6);
        return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }
}
