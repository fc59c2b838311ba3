package kpipe.runtime.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What has gone wrong in a run, for the one who runs it: errors gathered by kind, with the first of each, and what must be said at once. It is bounded: of errors beyond
 * {@link #MOST_KINDS} kinds only the number is kept. Thread-safe.
 */
public final class Troubles {

    private static final int MOST_KINDS = 64;
    private static final int MOST_CHARACTERS = 240;

    /**
     * Errors of one kind.
     *
     * @param where as a sentence names it: {@code pump `p`}
     * @param first what the first of them says
     * @param count how many there are
     */
    public record Trouble(String where, String first, long count) {}

    private static final class Kind {
        private final String where;
        private final String first;
        private long count;
        private boolean told;

        Kind(String where, String first) {
            this.where = where;
            this.first = first;
        }
    }

    private final Consumer<String> listener;
    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private long others;

    /** @param listener takes the lines that must be said at once, from any thread */
    public Troubles(Consumer<String> listener) {
        this.listener = listener;
    }

    /** One more error; those of one place and kind are counted together. */
    public synchronized void met(String where, String kind, String sentence) {
        String key = where + '\n' + kind;
        Kind known = kinds.get(key);
        if (known == null) {
            if (kinds.size() == MOST_KINDS) {
                others++;
                return;
            }
            known = new Kind(where, shown(sentence));
            kinds.put(key, known);
        }
        known.count++;
    }

    /** One line of text, not too long, whatever a record has put into it. */
    private static String shown(String sentence) {
        StringBuilder line = new StringBuilder();
        sentence.codePoints()
                .limit(MOST_CHARACTERS)
                .forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return sentence.codePointCount(0, sentence.length()) > MOST_CHARACTERS
                ? line.append('…').toString()
                : line.toString();
    }

    /** All kinds of errors, in the order in which they were first met. */
    public synchronized List<Trouble> all() {
        List<Trouble> all = new ArrayList<>();
        kinds.values().forEach(kind -> all.add(new Trouble(kind.where, kind.first, kind.count)));
        return all;
    }

    /** How many errors there are of kinds that {@link #all} does not hold. */
    public synchronized long others() {
        return others;
    }

    /** Says the kinds of errors that were not told of yet, up to {@code most} of them in the whole run. */
    public synchronized void tell(int most) {
        int place = 0;
        for (Kind kind : kinds.values()) {
            if (place++ == most) {
                return;
            }
            if (!kind.told) {
                kind.told = true;
                listener.accept("warning: " + kind.where + ": " + kind.first);
            }
        }
    }

    /** Says something at once. */
    public void say(String line) {
        listener.accept(shown(line));
    }
}
