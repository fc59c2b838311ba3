package kpipe.stdlib.function;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression without groups, which runs over a text without ever going back: after each character it is another expression, the one that the rest of the text must
 * match (its derivative). Expressions are made and remembered by a {@link Factory}, so that what was derived once is looked up from then on. Not thread-safe.
 */
final class FastExpression {

    private enum Kind {
        NOTHING,
        EMPTY,
        CHARACTERS,
        SEQUENCE,
        EITHER,
        BOTH,
        NOT,
        REPEATED
    }

    private static final int ASCII = 128;

    private final Factory factory;
    private final Kind kind;
    private final int[] ranges;
    private final FastExpression[] parts;
    private final boolean matchesEmpty;
    private final @Nullable FastExpression[] next = new @Nullable FastExpression[ASCII];
    private final int id;

    private FastExpression(Factory factory, Kind kind, int[] ranges, FastExpression[] parts, int id) {
        this.factory = factory;
        this.kind = kind;
        this.ranges = ranges;
        this.parts = parts;
        this.id = id;
        this.matchesEmpty = switch (kind) {
            case NOTHING, CHARACTERS -> false;
            case EMPTY, REPEATED -> true;
            case SEQUENCE, BOTH -> parts[0].matchesEmpty && parts[1].matchesEmpty;
            case EITHER -> parts[0].matchesEmpty || parts[1].matchesEmpty;
            case NOT -> !parts[0].matchesEmpty;
        };
    }

    boolean matchesEmpty() {
        return matchesEmpty;
    }

    /** Whether no text at all matches. */
    boolean isNothing() {
        return kind == Kind.NOTHING;
    }

    /** What must follow behind that character. */
    FastExpression after(char c) {
        if (c >= ASCII) {
            return derive(c);
        }
        FastExpression known = next[c];
        if (known == null) {
            known = derive(c);
            next[c] = known;
        }
        return known;
    }

    private FastExpression derive(char c) {
        return switch (kind) {
            case NOTHING, EMPTY -> factory.nothing();
            case CHARACTERS -> contains(c) ? factory.empty() : factory.nothing();
            case SEQUENCE -> {
                FastExpression first = factory.sequence(parts[0].after(c), parts[1]);
                yield parts[0].matchesEmpty ? factory.either(first, parts[1].after(c)) : first;
            }
            case EITHER -> factory.either(parts[0].after(c), parts[1].after(c));
            case BOTH -> factory.both(parts[0].after(c), parts[1].after(c));
            case NOT -> factory.not(parts[0].after(c));
            case REPEATED -> factory.sequence(parts[0].after(c), this);
        };
    }

    private boolean contains(char c) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (c >= ranges[i] && c <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Makes expressions; equal ones are the same. */
    static final class Factory {

        private final Map<List<Integer>, FastExpression> known = new HashMap<>();

        private FastExpression make(Kind kind, int[] ranges, FastExpression... parts) {
            List<Integer> key = new ArrayList<>();
            key.add(kind.ordinal());
            for (int bound : ranges) {
                key.add(bound);
            }
            for (FastExpression part : parts) {
                key.add(part.id);
            }
            FastExpression same = known.get(key);
            if (same == null) {
                same = new FastExpression(this, kind, ranges, parts, known.size());
                known.put(key, same);
            }
            return same;
        }

        /** How many expressions there are, derived ones among them. */
        int size() {
            return known.size();
        }

        FastExpression nothing() {
            return make(Kind.NOTHING, new int[0]);
        }

        FastExpression empty() {
            return make(Kind.EMPTY, new int[0]);
        }

        /** One character of some ranges: first and last, first and last … */
        FastExpression characters(int... ranges) {
            return make(Kind.CHARACTERS, ranges);
        }

        FastExpression sequence(FastExpression first, FastExpression second) {
            if (first.kind == Kind.NOTHING || second.kind == Kind.NOTHING) {
                return nothing();
            }
            if (first.kind == Kind.EMPTY || second.kind == Kind.EMPTY) {
                return first.kind == Kind.EMPTY ? second : first;
            }
            return first.kind == Kind.SEQUENCE
                    ? sequence(first.parts[0], sequence(first.parts[1], second))
                    : make(Kind.SEQUENCE, new int[0], first, second);
        }

        /** Alternatives stand in the order of their numbers, each once, so that equal sets of them are the same expression. */
        FastExpression either(FastExpression first, FastExpression second) {
            if (first == second || second.kind == Kind.NOTHING) {
                return first;
            }
            if (first.kind == Kind.NOTHING || isAnything(second)) {
                return second;
            }
            if (isAnything(first)) {
                return first;
            }
            if (first.kind == Kind.EITHER) {
                return either(first.parts[0], either(first.parts[1], second));
            }
            FastExpression head = second.kind == Kind.EITHER ? second.parts[0] : second;
            if (first == head) {
                return second;
            }
            if (first.id < head.id) {
                return make(Kind.EITHER, new int[0], first, second);
            }
            return second.kind == Kind.EITHER
                    ? make(Kind.EITHER, new int[0], head, either(first, second.parts[1]))
                    : make(Kind.EITHER, new int[0], second, first);
        }

        private static boolean isAnything(FastExpression expression) {
            return expression.kind == Kind.NOT && expression.parts[0].kind == Kind.NOTHING;
        }

        FastExpression both(FastExpression first, FastExpression second) {
            if (first == second || first.kind == Kind.NOTHING || isAnything(second)) {
                return first;
            }
            if (second.kind == Kind.NOTHING || isAnything(first)) {
                return second;
            }
            return first.id < second.id
                    ? make(Kind.BOTH, new int[0], first, second)
                    : make(Kind.BOTH, new int[0], second, first);
        }

        FastExpression not(FastExpression expression) {
            return expression.kind == Kind.NOT ? expression.parts[0] : make(Kind.NOT, new int[0], expression);
        }

        /** Any number of times, none included. */
        FastExpression repeated(FastExpression expression) {
            return expression.kind == Kind.REPEATED || expression.kind == Kind.EMPTY
                    ? expression
                    : make(Kind.REPEATED, new int[0], expression);
        }
    }
}
