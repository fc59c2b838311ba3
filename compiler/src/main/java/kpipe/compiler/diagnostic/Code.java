package kpipe.compiler.diagnostic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of diagnostic: a stable number, a severity and a sentence with places for its arguments. Declared as a
 * constant at the top of the pass that reports it; never reused. K01xx syntax, K02xx names and types, K03xx time, K04xx
 * state, K05xx connectors and formats.
 *
 * @param id {@code K0203}
 * @param severity how bad it is
 * @param sentence one plain sentence in the user's terms, no full stop, with {@code {0}}, {@code {1}} … for arguments
 */
public record Code(String id, Severity severity, String sentence) {
    private static final Pattern FORM = Pattern.compile("K\\d{4}");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

    /** What the language has and this release has not; several passes find such a thing. */
    public static final Code NOT_AVAILABLE = error("K0901", "{0} is not available yet");

    /** Checks the form. */
    public Code {
        if (!FORM.matcher(id).matches()) {
            throw new IllegalArgumentException("a code is K and four digits, not " + id);
        }
        if (sentence.isEmpty() || sentence.endsWith(".")) {
            throw new IllegalArgumentException(id + ": a sentence without a full stop");
        }
        int places = places(sentence);
        for (int i = 0; i < places; i++) {
            if (!sentence.contains("{" + i + "}")) {
                throw new IllegalArgumentException(id + ": {" + i + "} is missing in: " + sentence);
            }
        }
    }

    /** A kind of error. */
    public static Code error(String id, String sentence) {
        return new Code(id, Severity.ERROR, sentence);
    }

    /** A kind of warning. */
    public static Code warning(String id, String sentence) {
        return new Code(id, Severity.WARNING, sentence);
    }

    /** A kind of note. */
    public static Code note(String id, String sentence) {
        return new Code(id, Severity.NOTE, sentence);
    }

    /** How many arguments the sentence takes. */
    public int arguments() {
        return places(sentence);
    }

    /** The sentence with its arguments in place; throws {@link IllegalArgumentException} if there are too few or many. */
    public String say(Object... arguments) {
        if (arguments.length != arguments()) {
            throw new IllegalArgumentException(
                    id + " takes " + arguments() + " arguments, not " + arguments.length + ": " + sentence);
        }
        StringBuilder said = new StringBuilder();
        Matcher places = PLACE.matcher(sentence);
        int from = 0;
        while (places.find()) {
            said.append(sentence, from, places.start()).append(arguments[Integer.parseInt(places.group(1))]);
            from = places.end();
        }
        return said.append(sentence, from, sentence.length()).toString();
    }

    private static int places(String sentence) {
        Matcher places = PLACE.matcher(sentence);
        int count = 0;
        while (places.find()) {
            count = Math.max(count, Integer.parseInt(places.group(1)) + 1);
        }
        return count;
    }
}
