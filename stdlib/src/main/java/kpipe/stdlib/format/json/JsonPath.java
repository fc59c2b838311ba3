package kpipe.stdlib.format.json;

import java.util.ArrayList;
import java.util.List;

/**
 * Where in a document a column stands: {@code $.a.b}, {@code $.a[0].b}, {@code $['a b'].c}, {@code $.list[0:].x} (each element becomes a row).
 */
record JsonPath(List<Step> steps) {

    /** One step down: to the value of a key, to an element, or to all elements. */
    record Step(Kind kind, String key, int index) {
        static Step key(String key) {
            return new Step(Kind.KEY, key, 0);
        }
    }

    enum Kind {
        KEY,
        INDEX,
        ALL
    }

    JsonPath {
        steps = List.copyOf(steps);
    }

    /** @throws IllegalArgumentException with a sentence that says what is wrong */
    static JsonPath parse(String text) {
        if (!text.startsWith("$")) {
            throw new IllegalArgumentException("a PATH starts with $, as in $.data.speed");
        }
        List<Step> steps = new ArrayList<>();
        int at = 1;
        while (at < text.length()) {
            int next = text.charAt(at) == '.'
                    ? key(text, at, steps)
                    : text.charAt(at) == '[' ? bracket(text, at, steps) : -1;
            if (next < 0) {
                throw new IllegalArgumentException(
                        "`" + text.substring(at) + "` in the PATH is no step: write .key, [0], ['key'] or [0:]");
            }
            at = next;
        }
        return new JsonPath(steps);
    }

    /** As {@link #parse}, for the PATH of a column. */
    static JsonPath ofColumn(String text) {
        JsonPath path = parse(text);
        check(path.steps());
        return path;
    }

    private static void check(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            boolean tooDeep = steps.size() - i > 2
                    || i + 1 < steps.size() && steps.get(i + 1).kind() != Kind.KEY;
            if (steps.get(i).kind() == Kind.ALL && tooDeep) {
                throw new IllegalArgumentException("behind [0:] a PATH may take one key more, and no other step");
            }
        }
        if (!steps.isEmpty() && steps.get(0).kind() != Kind.KEY) {
            throw new IllegalArgumentException(
                    "a record is an object: the first step of a PATH is a key, as in $.data");
        }
    }

    private static int key(String text, int at, List<Step> steps) {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
            end++;
        }
        steps.add(Step.key(text.substring(at + 1, end)));
        return end == at + 1 ? -1 : end;
    }

    private static int bracket(String text, int at, List<Step> steps) {
        int close = text.indexOf(']', at);
        if (close < 0) {
            return -1;
        }
        char first = text.charAt(at + 1);
        if (first == '\'' || first == '"') {
            int quote = text.indexOf(first, at + 2);
            if (quote < 0 || quote + 1 >= text.length() || text.charAt(quote + 1) != ']') {
                return -1;
            }
            steps.add(Step.key(text.substring(at + 2, quote)));
            return quote + 2;
        }
        String inside = text.substring(at + 1, close).trim();
        if (inside.equals("0:") || inside.equals("*")) {
            steps.add(new Step(Kind.ALL, "", 0));
            return close + 1;
        }
        if (inside.isEmpty() || inside.length() > 6 || !inside.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        steps.add(new Step(Kind.INDEX, "", Integer.parseInt(inside)));
        return close + 1;
    }
}
