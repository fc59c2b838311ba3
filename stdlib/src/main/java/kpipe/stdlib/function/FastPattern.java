package kpipe.stdlib.function;

import java.util.ArrayList;
import java.util.List;
import kpipe.spi.RecordFunction.BadConstantException;

/**
 * A pattern of the fast log parser, cut into one expression for each group and for what stands between groups; what has a fixed length at the start of one is moved to the end
 * of the one before. They are matched one behind the other without going back: each takes as little as it can, but for what stands between groups without anything of fixed
 * length behind it, which takes as much as it can; the last one takes all that is left. Not thread-safe.
 */
final class FastPattern {

    /** So many expressions may be derived before they are forgotten. */
    private static final int MOST_EXPRESSIONS = 20_000;

    /**
     * One expression of the row of them.
     *
     * @param group whether it is that of a group
     * @param moved how many characters at its end belong to those behind it
     */
    private record Step(FastExpression expression, boolean group, int moved) {}

    /** Where a group begins: behind which step, and how many characters before or behind its end; and in which step it ends. */
    private record Group(int step, int offset, int endStep, int endOffset) {}

    private final String text;
    private List<Step> steps = List.of();
    private List<Group> groups = List.of();
    private FastExpression.Factory make = new FastExpression.Factory();
    private int[] ends = new int[0];

    FastPattern(String text) throws BadConstantException {
        this.text = text;
        read();
        if (groups.isEmpty()) {
            throw new BadConstantException(1, 0, text.length(), "has no groups, each of which becomes a column");
        }
    }

    int groups() {
        return groups.size();
    }

    /** Where a group begins, after a match. */
    int start(int group) {
        Group found = groups.get(group);
        return (found.step < 0 ? 0 : ends[found.step]) + found.offset;
    }

    /** Where a group ends, after a match. */
    int end(int group) {
        Group found = groups.get(group);
        return ends[found.endStep] + found.endOffset;
    }

    private void read() throws BadConstantException {
        make = new FastExpression.Factory();
        FastSyntax.Part whole = FastSyntax.read(text, make);
        List<List<FastSyntax.Part>> segments = new ArrayList<>();
        List<Boolean> grouped = new ArrayList<>();
        List<FastSyntax.Part> items = whole.group() || whole.items().isEmpty() ? List.of(whole) : whole.items();
        for (FastSyntax.Part item : items) {
            if (item.group() || grouped.isEmpty() || grouped.get(grouped.size() - 1)) {
                segments.add(new ArrayList<>());
                grouped.add(item.group());
            }
            segments.get(segments.size() - 1).addAll(item.group() ? item.items() : List.of(item));
        }
        arrange(segments, grouped);
    }

    private void arrange(List<List<FastSyntax.Part>> segments, List<Boolean> grouped) {
        List<Step> arranged = new ArrayList<>();
        List<Group> found = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            List<FastSyntax.Part> rest = segments.get(i);
            int fixed = 0;
            int before = arranged.size() - 1;
            int moved = before < 0 ? 0 : arranged.get(before).moved();
            if (before >= 0) {
                Split split = Split.of(rest);
                rest = split.rest();
                fixed = split.length();
                Step last = arranged.get(before);
                arranged.set(
                        before,
                        new Step(make.sequence(last.expression(), joined(split.front())), last.group(), moved + fixed));
            }
            boolean step = before < 0 || !rest.isEmpty();
            if (step) {
                arranged.add(new Step(joined(rest), grouped.get(i), 0));
            }
            if (grouped.get(i)) {
                // Offsets are counted from the end of what a step takes beside what was moved to it.
                int endStep = arranged.size() - 1;
                found.add(new Group(before, before < 0 ? 0 : moved, endStep, step ? 0 : moved + fixed));
            }
        }
        steps = arranged;
        groups = found;
        ends = new int[steps.size()];
    }

    private FastExpression joined(List<FastSyntax.Part> parts) {
        FastExpression expression = make.empty();
        for (int i = parts.size() - 1; i >= 0; i--) {
            expression = make.sequence(parts.get(i).expression(), expression);
        }
        return expression;
    }

    /** What has a fixed length at the start of a segment, and the rest. */
    private record Split(List<FastSyntax.Part> front, int length, List<FastSyntax.Part> rest) {

        static Split of(List<FastSyntax.Part> parts) {
            List<FastSyntax.Part> front = new ArrayList<>();
            List<FastSyntax.Part> rest = new ArrayList<>();
            int length = 0;
            for (int i = 0; i < parts.size(); i++) {
                FastSyntax.Part part = parts.get(i);
                if (!rest.isEmpty()) {
                    rest.add(part);
                } else if (part.length() >= 0) {
                    front.add(part);
                    length += part.length();
                } else if (part.repeated() != null && part.rest() != null) {
                    for (int times = 0; times < part.least(); times++) {
                        front.add(part.repeated());
                        length += part.repeated().length();
                    }
                    rest.add(part.rest());
                } else {
                    rest.add(part);
                }
            }
            return new Split(front, length, rest);
        }
    }

    /** Whether the whole text matches. */
    boolean matches(String input) {
        if (make.size() > MOST_EXPRESSIONS) {
            try {
                read();
            } catch (BadConstantException e) {
                throw new IllegalStateException(e);
            }
        }
        int at = 0;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean last = i == steps.size() - 1;
            int end = last
                    ? all(step.expression(), input, at)
                    : part(step.expression(), input, at, step.group() || step.moved() > 0);
            if (end < 0) {
                return false;
            }
            ends[i] = end - step.moved();
            at = end;
        }
        return true;
    }

    private static int all(FastExpression expression, String input, int from) {
        FastExpression state = expression;
        for (int i = from; i < input.length() && !state.isNothing(); i++) {
            state = state.after(input.charAt(i));
        }
        return state.matchesEmpty() ? input.length() : -1;
    }

    /** Where the shortest or the longest match ends that begins at a place; -1 where none does. */
    private static int part(FastExpression expression, String input, int from, boolean shortest) {
        FastExpression state = expression;
        int end = -1;
        for (int i = from; ; i++) {
            if (state.matchesEmpty()) {
                end = i;
            }
            if (end >= 0 && shortest || i == input.length() || state.isNothing()) {
                return end;
            }
            state = state.after(input.charAt(i));
        }
    }
}
