package kpipe.compiler.interpret;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import kpipe.data.RowException;
import kpipe.runtime.operator.RowErrors;
import org.jspecify.annotations.Nullable;

/** LIKE and SIMILAR TO, each turned into a regular expression of Java that must match the whole text. */
final class Patterns {

    private static final int FLAGS = Pattern.DOTALL;

    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("ALPHA", "\\p{Alpha}"),
            Map.entry("UPPER", "\\p{Upper}"),
            Map.entry("LOWER", "\\p{Lower}"),
            Map.entry("DIGIT", "\\p{Digit}"),
            Map.entry("ALNUM", "\\p{Alnum}"),
            Map.entry("SPACE", " "),
            Map.entry("WHITESPACE", "\\s"));

    private final int[] pattern;
    private final int escape;
    private final StringBuilder regex = new StringBuilder();
    private int at;

    private Patterns(String pattern, @Nullable String escape) {
        this.pattern = pattern.codePoints().toArray();
        if (escape != null && Values.length(escape) != 1) {
            throw new RowException(RowErrors.BAD_ARGUMENT, "an escape character is one character");
        }
        this.escape = escape == null ? -1 : escape.codePointAt(0);
    }

    static boolean like(String text, String pattern, @Nullable String escape) {
        return new Patterns(pattern, escape).likeRegex().matcher(text).matches();
    }

    static boolean similar(String text, String pattern, @Nullable String escape) {
        return new Patterns(pattern, escape).similarRegex().matcher(text).matches();
    }

    private Pattern likeRegex() {
        while (at < pattern.length) {
            int c = pattern[at++];
            if (c == escape) {
                literal(escaped("%_"));
            } else if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                literal(c);
            }
        }
        return Pattern.compile(regex.toString(), FLAGS);
    }

    private Pattern similarRegex() {
        while (at < pattern.length) {
            int c = pattern[at++];
            if (c == escape) {
                literal(escaped(null));
            } else if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else if (c == '[') {
                characterClass();
            } else if (c == '{') {
                regex.append('{');
                while (at < pattern.length && pattern[at] != '}') {
                    regex.appendCodePoint(pattern[at++]);
                }
            } else if ("|*+?}()".indexOf(c) >= 0) {
                regex.appendCodePoint(c);
            } else {
                literal(c);
            }
        }
        try {
            return Pattern.compile(regex.toString(), FLAGS);
        } catch (PatternSyntaxException e) {
            throw new RowException(RowErrors.BAD_ARGUMENT, "the pattern of SIMILAR TO is not well formed");
        }
    }

    /** The character behind the escape character: one of {@code special} (null: any), or the escape character itself. */
    private int escaped(@Nullable String special) {
        if (at == pattern.length || special != null && pattern[at] != escape && special.indexOf(pattern[at]) < 0) {
            throw new RowException(
                    RowErrors.BAD_ARGUMENT, "the escape character must stand before a character that it escapes");
        }
        return pattern[at++];
    }

    /** {@code [a-z]}, {@code [^a-z]}, {@code [a-z^m]} (without m), {@code [[:DIGIT:]_]}; the opening bracket has been read. */
    private void characterClass() {
        regex.append('[');
        if (at < pattern.length && pattern[at] == '^') {
            regex.append('^');
            at++;
        }
        boolean excluding = false;
        while (at < pattern.length && pattern[at] != ']') {
            int c = pattern[at++];
            if (c == escape) {
                classCharacter(escaped(null));
            } else if (c == '[') {
                namedClass();
            } else if (c == '^' && !excluding) {
                regex.append("&&[^");
                excluding = true;
            } else if (c == '-') {
                regex.append('-');
            } else if (c == '(' || c == ')') {
                throw new RowException(RowErrors.BAD_ARGUMENT, "a character class holds no parentheses");
            } else {
                classCharacter(c);
            }
        }
        if (at == pattern.length) {
            throw new RowException(RowErrors.BAD_ARGUMENT, "the pattern of SIMILAR TO lacks a closing bracket");
        }
        at++;
        regex.append(excluding ? "]]" : "]");
    }

    private void namedClass() {
        StringBuilder name = new StringBuilder();
        while (at < pattern.length && pattern[at] != ']') {
            name.appendCodePoint(pattern[at++]);
        }
        at++;
        int length = name.length();
        boolean framed = length > 2 && name.charAt(0) == ':' && name.charAt(length - 1) == ':';
        String found = framed ? CLASSES.get(name.substring(1, length - 1)) : null;
        if (found == null) {
            throw new RowException(RowErrors.BAD_ARGUMENT, "[" + name + "] is no class of characters");
        }
        regex.append(found);
    }

    private void classCharacter(int c) {
        if ("\\[]&^-".indexOf(c) >= 0) {
            regex.append('\\');
        }
        regex.appendCodePoint(c);
    }

    private void literal(int c) {
        regex.append(Pattern.quote(Character.toString(c)));
    }
}
