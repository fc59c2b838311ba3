package kpipe.stdlib.connector.generator;

import java.util.ArrayList;
import java.util.List;
import kpipe.stdlib.connector.generator.Expression.Unfit;

/**
 * Reads an expression: {@code name(argument, …)}, or a constant. Arguments are expressions themselves; a constant needs quotes, single or double, only where it
 * holds a comma or a parenthesis, and is else what stands between two commas. {@code TIMESTAMP '…'} is the text in its quotes.
 */
final class ExpressionParser {

    private static final int MAX_DEPTH = 50;

    private final String text;
    private int at;
    private int depth;

    private ExpressionParser(String text) {
        this.text = text;
    }

    /** The expression of an option; text that is no call as a whole is a constant. */
    static Expression parse(String text) throws Unfit {
        String trimmed = text.trim();
        if (!isCall(trimmed)) {
            return new Expression.Constant(text, true);
        }
        ExpressionParser parser = new ExpressionParser(trimmed);
        Expression expression = parser.expression();
        if (parser.at < trimmed.length()) {
            throw new Unfit("'" + trimmed + "' goes on behind its closing parenthesis");
        }
        return expression;
    }

    private static boolean isCall(String text) {
        int open = text.indexOf('(');
        return open > 0 && text.endsWith(")") && isName(text.substring(0, open).trim());
    }

    private static boolean isName(String word) {
        return !word.isEmpty()
                && word.chars().allMatch(c -> c == '_' || c < 128 && Character.isLetterOrDigit(c))
                && !Character.isDigit(word.charAt(0));
    }

    private Expression expression() throws Unfit {
        skipBlanks();
        int from = at;
        while (at < text.length() && ",()'\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(from, at).trim();
        char stop = at < text.length() ? text.charAt(at) : ')';
        if (stop == '(') {
            return call(word);
        }
        if (stop == '\'' || stop == '"') {
            return quoted(word, stop);
        }
        if (word.isEmpty()) {
            throw new Unfit("in '" + text + "' something is missing at character " + (from + 1));
        }
        return new Expression.Constant(word, false);
    }

    private Expression call(String name) throws Unfit {
        if (!isName(name)) {
            throw new Unfit("in '" + text + "', '" + name
                    + "' is no name of a function; a text that holds a parenthesis needs quotes");
        }
        if (++depth > MAX_DEPTH) {
            throw new Unfit("the expression is nested deeper than " + MAX_DEPTH + " levels");
        }
        at++;
        List<Expression> arguments = new ArrayList<>();
        skipBlanks();
        if (at < text.length() && text.charAt(at) == ')') {
            at++;
            depth--;
            return new Expression.Call(name, arguments);
        }
        while (true) {
            arguments.add(expression());
            skipBlanks();
            char behind = at < text.length() ? text.charAt(at) : '\0';
            at++;
            if (behind == ')') {
                depth--;
                return new Expression.Call(name, arguments);
            }
            if (behind == '\0') {
                throw new Unfit("in '" + text + "' the closing parenthesis of `" + name + "` is missing");
            }
            if (behind != ',') {
                throw new Unfit("in '" + text + "' a comma is missing at character " + at);
            }
        }
    }

    /** A constant in quotes, of which two stand for one; a word before it, as in TIMESTAMP '…', says only what it is. */
    private Expression quoted(String before, char quote) throws Unfit {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == quote) {
                at++;
                if (at == text.length() || text.charAt(at) != quote) {
                    return new Expression.Constant(value + unit(before), true);
                }
            }
            value.append(c);
        }
        throw new Unfit("in '" + text + "' a quote is not closed");
    }

    /** The unit behind INTERVAL '1', or nothing. */
    private String unit(String before) throws Unfit {
        if (before.equalsIgnoreCase("INTERVAL")) {
            int from = at;
            while (at < text.length() && (text.charAt(at) == ' ' || Character.isLetter(text.charAt(at)))) {
                at++;
            }
            return text.substring(from, at);
        }
        if (before.isEmpty()
                || before.equalsIgnoreCase("TIMESTAMP")
                || before.equalsIgnoreCase("DATE")
                || before.equalsIgnoreCase("TIME")) {
            return "";
        }
        throw new Unfit("in '" + text + "', '" + before + "' stands before a quote");
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
