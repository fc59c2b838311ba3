package kpipe.benchmarks.nexmark;

import java.util.List;

/** The queries that are measured. */
final class Queries {

    static final List<String> NAMES = List.of(
            "q0", "q1", "q2", "q3", "q4", "q5", "q7", "q8", "q11", "q12", "q13", "q14", "q15", "q16", "q17", "q18",
            "q19", "q20", "q21", "q22");

    private Queries() {}
}
