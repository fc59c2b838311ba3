package kpipe.stdlib.format.regex;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.PatternSyntaxException;

/**
 * What is wrong with a text that was to be a regular expression. Immutable.
 *
 * @param from where in the text the part begins that the sentence is about
 * @param to where it ends
 * @param sentence the rest of a sentence that begins with that part
 */
public record PatternFault(int from, int to, String sentence) {

    /** What Java found wrong, in words of our own. */
    public static PatternFault of(PatternSyntaxException exception) {
        String pattern = exception.getPattern();
        String description = exception.getDescription();
        int at = Math.max(0, Math.min(exception.getIndex(), pattern.length() - 1));
        int open = unclosed(pattern);
        if (description.startsWith("Unclosed character class") && open >= 0) {
            return new PatternFault(open, pattern.length(), "opens a class of characters that no `]` closes");
        }
        if (description.startsWith("Unclosed group") && open >= 0) {
            return new PatternFault(open, pattern.length(), "opens a group that no `)` closes");
        }
        if (description.startsWith("Unmatched closing") && pattern.indexOf(')') >= 0) {
            int close = pattern.startsWith(")", at) ? at : pattern.startsWith(")", at + 1) ? at + 1 : -1;
            return close < 0
                    ? new PatternFault(0, pattern.length(), "closes a group that no `(` opens")
                    : new PatternFault(close, close + 1, "closes a group that no `(` opens");
        }
        if (description.startsWith("Dangling")) {
            return new PatternFault(at, at + 1, "stands where there is nothing to repeat");
        }
        if (description.contains("escape") || description.contains("backslash") || endsInBackslash(pattern)) {
            int backslash = pattern.lastIndexOf('\\', at);
            if (backslash >= 0) {
                return new PatternFault(
                        backslash, Math.min(pattern.length(), backslash + 2), "is no escape of a regular expression");
            }
        }
        int brace = pattern.lastIndexOf('{', at);
        if ((description.contains("repetition") || description.contains("counted")) && brace >= 0) {
            return new PatternFault(brace, pattern.length(), "begins no repetition such as `{2}` or `{2,3}`");
        }
        return new PatternFault(
                0, pattern.length(), "is no regular expression, from its character " + (at + 1) + " on");
    }

    /** The whole in one sentence, for a pattern that is known only when it is used. */
    public String of(String pattern) {
        String part = pattern.substring(from, to);
        return part.equals(pattern)
                ? "'" + pattern + "' is no regular expression: it " + ownSentence()
                : "'" + pattern + "' is no regular expression: '" + part + "' " + sentence;
    }

    private String ownSentence() {
        return sentence.startsWith("is no regular expression") ? "goes wrong" + sentence.substring(25) : sentence;
    }

    private static boolean endsInBackslash(String pattern) {
        int count = 0;
        while (count < pattern.length() && pattern.charAt(pattern.length() - 1 - count) == '\\') {
            count++;
        }
        return count % 2 == 1;
    }

    /** Where the innermost bracket or parenthesis stands that is open at the end; -1 if there is none. */
    private static int unclosed(String pattern) {
        Deque<Integer> open = new ArrayDeque<>();
        for (int at = 0; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            boolean inClass = !open.isEmpty() && pattern.charAt(open.getFirst()) == '[';
            if (c == '\\') {
                at = behindEscape(pattern, at);
            } else if (c == '[') {
                open.push(at);
                at += pattern.startsWith("^", at + 1) ? 1 : 0;
                at += !inClass && pattern.startsWith("]", at + 1) ? 1 : 0;
            } else if (c == '(' && !inClass) {
                open.push(at);
            } else if (!open.isEmpty() && c == (inClass ? ']' : ')')) {
                open.pop();
            }
        }
        return open.isEmpty() ? -1 : open.getFirst();
    }

    /** The last character of an escape; a text between {@code \Q} and {@code \E} is one. */
    private static int behindEscape(String pattern, int backslash) {
        if (!pattern.startsWith("Q", backslash + 1)) {
            return backslash + 1;
        }
        int end = pattern.indexOf("\\E", backslash + 2);
        return end < 0 ? pattern.length() : end + 1;
    }
}
