package kpipe.compiler;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in plain words what Java compilers complain of. */
final class JavaWords {

    /** What a compiler says, and what that means; {@code $1} is what its first group has found. */
    private record Phrase(Pattern said, String meant) {
        Phrase(String said, String meant) {
            this(Pattern.compile(said, Pattern.DOTALL), meant);
        }
    }

    private static final List<Phrase> PHRASES = List.of(
            new Phrase("Cannot determine simple type name \"([^\"]+)\"", "there is no class `$1`"),
            new Phrase("Expression \"([^\"]+)\" is not an rvalue", "there is no variable `$1`"),
            new Phrase("Unknown variable or type \"([^\"]+)\"", "there is no variable or class `$1`"),
            new Phrase("A method named \"([^\"]+)\" is not declared in .*", "there is no method `$1` here"),
            new Phrase(
                    "No applicable constructor/method found .*candidates are:.*",
                    "no method of that name takes these arguments"),
            new Phrase(
                    "Assignment conversion not possible from type \"([^\"]+)\" to type \"([^\"]+)\"", "a $1 is no $2"));

    private JavaWords() {}

    /** The complaint as the end of a sentence, without a full stop. */
    static String sentence(String complaint) {
        for (Phrase phrase : PHRASES) {
            Matcher matcher = phrase.said().matcher(complaint);
            if (matcher.find()) {
                StringBuilder meant = new StringBuilder();
                matcher.appendReplacement(meant, phrase.meant());
                return meant.substring(matcher.start());
            }
        }
        return "this is not the Java that is understood here";
    }
}
