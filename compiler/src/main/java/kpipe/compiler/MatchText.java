package kpipe.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import kpipe.compiler.diagnostic.Counted;
import kpipe.compiler.pipeline.MatchPattern;
import kpipe.compiler.pipeline.Operator;

/** A search for patterns as text. */
final class MatchText {

    private MatchText() {}

    static String of(MatchPattern pattern, List<String> names) {
        if (pattern instanceof MatchPattern.Variable variable) {
            String name = names.get(variable.variable());
            return variable.excluded() ? "{- " + name + " -}" : name;
        }
        if (pattern instanceof MatchPattern.Sequence sequence) {
            return sequence.parts().isEmpty()
                    ? "()"
                    : sequence.parts().stream()
                            .map(part -> enclosed(part, names))
                            .collect(Collectors.joining(" "));
        }
        if (pattern instanceof MatchPattern.Alternation alternation) {
            return alternation.choices().stream().map(part -> of(part, names)).collect(Collectors.joining(" | "));
        }
        MatchPattern.Repeated repeated = (MatchPattern.Repeated) pattern;
        String part = repeated.part() instanceof MatchPattern.Variable
                ? of(repeated.part(), names)
                : "(" + of(repeated.part(), names) + ")";
        return part + times(repeated) + (repeated.reluctant() ? "?" : "");
    }

    private static String enclosed(MatchPattern part, List<String> names) {
        String text = of(part, names);
        return part instanceof MatchPattern.Alternation ? "(" + text + ")" : text;
    }

    private static String times(MatchPattern.Repeated repeated) {
        if (repeated.most() < 0) {
            return repeated.least() == 0 ? "*" : repeated.least() == 1 ? "+" : "{" + repeated.least() + ",}";
        }
        if (repeated.least() == 0 && repeated.most() == 1) {
            return "?";
        }
        return repeated.least() == repeated.most()
                ? "{" + repeated.least() + "}"
                : "{" + repeated.least() + "," + repeated.most() + "}";
    }

    /** Where the search goes on. */
    static String skip(Operator.Match match, List<String> names) {
        List<String> to = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if ((match.skipTo() >>> i & 1) != 0) {
                to.add(names.get(i));
            }
        }
        return switch (match.skip()) {
            case PAST_LAST_ROW -> "past the last row of a match";
            case TO_NEXT_ROW -> "to the row behind the first of a match";
            case TO_FIRST -> "to the first row of " + String.join(" or ", to);
            case TO_LAST -> "to the last row of " + String.join(" or ", to);
        };
    }

    /** What is remembered: the rows from the first of an attempt on, and those before it that are looked at. */
    static String state(Operator.Match match) {
        String key = match.keys().isEmpty() ? "" : " per key";
        List<String> held = new ArrayList<>();
        if (match.within() != Long.MAX_VALUE) {
            held.add("the rows of " + AmountText.time(match.within()));
        } else {
            held.add(Counted.of(longest(match.pattern()), "row") + key);
        }
        if (match.history() > 0) {
            held.add(Counted.of(match.history(), "row") + key + " before them");
        }
        boolean forEver = !match.keys().isEmpty() && (match.history() > 0 || match.within() == Long.MAX_VALUE);
        return (forEver ? "bounded per key: " : "bounded: ")
                + String.join(", and ", held)
                + (forEver ? "; a key is never forgotten" : "");
    }

    private static long longest(MatchPattern pattern) {
        if (pattern instanceof MatchPattern.Variable) {
            return 1;
        }
        if (pattern instanceof MatchPattern.Sequence sequence) {
            return sequence.parts().stream().mapToLong(MatchText::longest).sum();
        }
        if (pattern instanceof MatchPattern.Alternation alternation) {
            return alternation.choices().stream()
                    .mapToLong(MatchText::longest)
                    .max()
                    .orElse(0);
        }
        MatchPattern.Repeated repeated = (MatchPattern.Repeated) pattern;
        return repeated.most() * longest(repeated.part());
    }
}
