package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import kpipe.compiler.pipeline.MatchPattern;

/** Looks for the preferred way in which the first of some rows are those of a pattern, by trying one way after the other. */
final class MatchSearch {

    /** The variable of a row. */
    record Label(int variable, boolean excluded) {}

    /** What has come out. */
    enum Outcome {
        FOUND,
        NONE,
        /** A better way than any that is complete needs rows that are not there yet. */
        UNKNOWN
    }

    private final MatchPattern pattern;
    private final int rows;
    private final boolean ended;
    private final Predicate<List<Label>> holds;
    private final List<Label> labels = new ArrayList<>();

    /** What is to be matched behind a part. */
    private interface Rest {
        Outcome find();
    }

    /**
     * @param rows how many rows there are
     * @param ended whether there will be no more
     * @param holds whether a row, the last of those that are labelled, can be what it is labelled
     */
    MatchSearch(MatchPattern pattern, int rows, boolean ended, Predicate<List<Label>> holds) {
        this.pattern = pattern;
        this.rows = rows;
        this.ended = ended;
        this.holds = holds;
    }

    Outcome find() {
        return find(pattern, () -> Outcome.FOUND);
    }

    /** The rows of the match. */
    List<Label> labels() {
        return labels;
    }

    private Outcome find(MatchPattern part, Rest rest) {
        if (part instanceof MatchPattern.Variable variable) {
            return variable(variable, rest);
        }
        if (part instanceof MatchPattern.Sequence sequence) {
            return sequence(sequence.parts(), rest);
        }
        if (part instanceof MatchPattern.Alternation alternation) {
            for (MatchPattern choice : alternation.choices()) {
                Outcome outcome = find(choice, rest);
                if (outcome != Outcome.NONE) {
                    return outcome;
                }
            }
            return Outcome.NONE;
        }
        return repeated((MatchPattern.Repeated) part, 0, rest);
    }

    private Outcome variable(MatchPattern.Variable variable, Rest rest) {
        if (labels.size() == rows) {
            return ended ? Outcome.NONE : Outcome.UNKNOWN;
        }
        labels.add(new Label(variable.variable(), variable.excluded()));
        Outcome outcome = holds.test(labels) ? rest.find() : Outcome.NONE;
        if (outcome != Outcome.FOUND) {
            labels.remove(labels.size() - 1);
        }
        return outcome;
    }

    private Outcome sequence(List<MatchPattern> parts, Rest rest) {
        return parts.isEmpty() ? rest.find() : find(parts.get(0), () -> sequence(parts.subList(1, parts.size()), rest));
    }

    private Outcome repeated(MatchPattern.Repeated repeated, int times, Rest rest) {
        int before = labels.size();
        Rest again = () -> times >= repeated.least() && labels.size() == before
                ? Outcome.NONE
                : repeated(repeated, times + 1, rest);
        if (times < repeated.least()) {
            return find(repeated.part(), again);
        }
        if (times == repeated.most()) {
            return rest.find();
        }
        Outcome first = repeated.reluctant() ? rest.find() : find(repeated.part(), again);
        if (first != Outcome.NONE) {
            return first;
        }
        return repeated.reluctant() ? find(repeated.part(), again) : rest.find();
    }
}
