package kpipe.data;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A pattern of SIMILAR TO, the regular expressions of SQL; or one of SUBSTRING, of which a part is marked. Immutable. */
public final class SimilarPattern {

    private static final String BAD = "BAD_ARGUMENT";

    private final Pattern pattern;

    private SimilarPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * @param escape the escape character, or null
     */
    public static SimilarPattern of(Text pattern, @Nullable Text escape) {
        String text = pattern.toString();
        return compiled(translate(text, escape(escape)), text);
    }

    /**
     * A pattern {@code before#"part#"behind}, where {@code #} is the escape character.
     */
    public static SimilarPattern ofPart(Text pattern, Text escape) {
        String text = pattern.toString();
        String mark = escape(escape) + "\"";
        int open = text.indexOf(mark);
        int close = open < 0 ? -1 : text.indexOf(mark, open + mark.length());
        if (close < 0 || text.indexOf(mark, close + mark.length()) >= 0) {
            throw new RowException(BAD, "'" + text + "' does not mark one part by two times " + mark);
        }
        String character = escape(escape);
        String before = translate(text.substring(0, open), character);
        String part = translate(text.substring(open + mark.length(), close), character);
        String behind = translate(text.substring(close + mark.length()), character);
        return compiled("(?:" + before + ")(?<part>" + part + ")(?:" + behind + ")", text);
    }

    private static @Nullable String escape(@Nullable Text escape) {
        if (escape != null && escape.characters() != 1) {
            throw new RowException(BAD, "the escape of a SIMILAR TO pattern must be one character");
        }
        return escape == null ? null : escape.toString();
    }

    private static SimilarPattern compiled(String regex, String text) {
        try {
            return new SimilarPattern(Pattern.compile(regex, Pattern.DOTALL));
        } catch (PatternSyntaxException malformed) {
            throw bad(text);
        }
    }

    public boolean matches(Text text) {
        return pattern.matcher(text.toString()).matches();
    }

    /** The marked part of the first place in a text that the pattern fits, or null if there is none. */
    public @Nullable Text part(Text text) {
        Matcher matcher = pattern.matcher(text.toString());
        return matcher.find() ? Text.of(matcher.group("part")) : null;
    }

    private static String translate(String text, @Nullable String escape) {
        StringBuilder java = new StringBuilder(text.length() * 2);
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            int width = Character.charCount(c);
            if (escape != null && text.startsWith(escape, at)) {
                at += escape.length();
                if (at == text.length()) {
                    throw bad(text);
                }
                c = text.codePointAt(at);
                width = Character.charCount(c);
                quote(java, c);
            } else if (c == '%') {
                java.append(".*");
            } else if (c == '_') {
                java.append('.');
            } else if (c == '[') {
                at = characterClass(text, at, escape, java);
                continue;
            } else if (c == '{') {
                at = repetition(text, at, java);
                continue;
            } else if ("()|*+?".indexOf(c) >= 0) {
                java.appendCodePoint(c);
            } else {
                quote(java, c);
            }
            at += width;
        }
        return java.toString();
    }

    /** {@code {2}}, {@code {2,}} or {@code {2,3}}. Returns where it ends. */
    private static int repetition(String text, int open, StringBuilder java) {
        int close = text.indexOf('}', open);
        if (close < 0) {
            throw bad(text);
        }
        java.append(text, open, close + 1);
        return close + 1;
    }

    /** {@code [abc]}, {@code [^abc]}, {@code [a-e^c]} (the first without the second), {@code [[:DIGIT:]]}. Returns where it ends. */
    private static int characterClass(String text, int open, @Nullable String escape, StringBuilder java) {
        java.append('[');
        int at = open + 1;
        boolean excluded = false;
        boolean first = true;
        while (at < text.length() && text.charAt(at) != ']') {
            char c = text.charAt(at);
            if (escape != null && text.startsWith(escape, at) && at + escape.length() < text.length()) {
                at += escape.length();
                int escaped = text.codePointAt(at);
                quote(java, escaped);
                at += Character.charCount(escaped);
            } else if (c == '^' && first) {
                java.append('^');
                at++;
            } else if (c == '^' && !excluded) {
                java.append("&&[^");
                excluded = true;
                at++;
            } else if (text.startsWith("[:", at)) {
                int close = text.indexOf(":]", at);
                if (close < 0) {
                    throw bad(text);
                }
                java.append(named(text.substring(at + 2, close), text));
                at = close + 2;
            } else if (c == '-') {
                java.append('-');
                at++;
            } else if (c == '(' || c == ')') {
                throw bad(text);
            } else {
                int member = text.codePointAt(at);
                quote(java, member);
                at += Character.charCount(member);
            }
            first = false;
        }
        if (at == text.length()) {
            throw bad(text);
        }
        java.append(excluded ? "]]" : "]");
        return at + 1;
    }

    private static String named(String name, String text) {
        switch (name.toUpperCase(java.util.Locale.ROOT)) {
            case "ALPHA":
                return "\\p{Alpha}";
            case "UPPER":
                return "\\p{Upper}";
            case "LOWER":
                return "\\p{Lower}";
            case "DIGIT":
                return "\\d";
            case "ALNUM":
                return "\\p{Alnum}";
            case "SPACE":
            case "WHITESPACE":
                return "\\s";
            default:
                throw bad(text);
        }
    }

    private static void quote(StringBuilder java, int c) {
        if (c < 128 && !Character.isLetterOrDigit(c)) {
            java.append('\\');
        }
        java.appendCodePoint(c);
    }

    private static RowException bad(String text) {
        return new RowException(BAD, "'" + text + "' is no pattern of SIMILAR TO");
    }
}
