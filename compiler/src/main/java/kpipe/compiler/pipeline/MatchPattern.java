package kpipe.compiler.pipeline;

import java.util.List;

/** The regular expression of a {@link Operator.Match}: which rows, one behind the other, are a match. What is written first is preferred. It cannot match without a row. */
public sealed interface MatchPattern {

    /**
     * A row of a variable.
     *
     * @param variable its number
     * @param excluded whether the row is left out where all rows of a match are given
     */
    record Variable(int variable, boolean excluded) implements MatchPattern {}

    /** One behind the other; may be empty. */
    record Sequence(List<MatchPattern> parts) implements MatchPattern {
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    /** One of them, the first that matches. */
    record Alternation(List<MatchPattern> choices) implements MatchPattern {
        public Alternation {
            choices = List.copyOf(choices);
        }
    }

    /**
     * A part several times. A repetition beyond {@code least} has at least one row.
     *
     * @param most -1 for any number of times
     * @param reluctant whether fewer times are preferred
     */
    record Repeated(MatchPattern part, int least, int most, boolean reluctant) implements MatchPattern {}
}
