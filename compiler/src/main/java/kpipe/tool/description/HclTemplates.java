package kpipe.tool.description;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.tool.description.HclExpression.Chosen;
import kpipe.tool.description.HclExpression.Inserted;
import kpipe.tool.description.HclExpression.Letters;
import kpipe.tool.description.HclExpression.Part;
import kpipe.tool.description.HclExpression.Repeated;
import kpipe.tool.description.HclExpression.Variables;

/** Reads texts with {@code ${…}} and {@code %{…}} in them: in quotes, as a heredoc, or a whole file. */
final class HclTemplates {

    private static final Pattern HEREDOC = Pattern.compile("<<(-?)([\\p{L}_][\\p{L}\\p{N}_-]*)[ \\t]*\\r?\\n");

    private final HclCursor cursor;
    private final HclExpressions expressions;

    private boolean escapes;
    /** How many blanks at the start of each line are not part of the text. */
    private int indentation;

    HclTemplates(HclCursor cursor, HclExpressions expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /** A text in quotes; the cursor stands before the first of them. */
    List<Part> quoted() throws MalformedException {
        int start = cursor.at++;
        boolean outside = escapes;
        int outer = indentation;
        escapes = true;
        indentation = 0;
        List<Part> parts = new Sequence().parts();
        if (cursor.here() != '"') {
            throw cursor.wrong(cursor.file.span(start, start + 1), "this text has no closing quote in its line");
        }
        cursor.at++;
        escapes = outside;
        indentation = outer;
        return parts;
    }

    /** A text from {@code <<NAME} to the line {@code NAME}. */
    List<Part> heredoc() throws MalformedException {
        Matcher head = HEREDOC.matcher(cursor.text).region(cursor.at, cursor.end);
        if (!head.lookingAt()) {
            throw cursor.wrong(cursor.place(), "a name and the end of the line are wanted behind `<<`");
        }
        Matcher tail = Pattern.compile("^[ \\t]*" + Pattern.quote(head.group(2)) + "[ \\t]*\\r?$", Pattern.MULTILINE)
                .matcher(cursor.text)
                .region(head.end(), cursor.end);
        if (!tail.find()) {
            throw cursor.wrong(
                    cursor.file.span(cursor.at, head.end(2)),
                    "there is no line `" + head.group(2) + "` that ends this text");
        }
        boolean outside = escapes;
        int outer = indentation;
        int end = cursor.end;
        escapes = false;
        indentation = head.group(1).isEmpty() ? 0 : common(cursor.text.substring(head.end(), tail.start()));
        cursor.at = head.end();
        cursor.end = tail.start();
        List<Part> parts = whole();
        cursor.end = end;
        cursor.at = tail.end();
        escapes = outside;
        indentation = outer;
        return parts;
    }

    /** All that is left. */
    List<Part> whole() throws MalformedException {
        List<Part> parts = new Sequence().parts();
        if (cursor.at < cursor.end) {
            throw cursor.wrong(cursor.place(), "this ends what was never begun");
        }
        return parts;
    }

    private static int common(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
    }

    /** Parts up to what does not belong to them: a closing quote, the end, or a directive that ends or parts. */
    private final class Sequence {

        private final List<Part> parts = new ArrayList<>();
        private final StringBuilder letters = new StringBuilder();

        List<Part> parts() throws MalformedException {
            cursor.deeper();
            boolean lineStart = cursor.at == 0 || cursor.text.charAt(cursor.at - 1) == '\n';
            if (lineStart) {
                unindent();
            }
            while (cursor.at < cursor.end) {
                char c = cursor.here();
                boolean doubled = cursor.text.startsWith("$${", cursor.at) || cursor.text.startsWith("%%{", cursor.at);
                if (doubled) {
                    letters.append(c).append('{');
                    cursor.at += 3;
                } else if (cursor.text.startsWith("${", cursor.at)) {
                    insert();
                } else if (cursor.text.startsWith("%{", cursor.at)) {
                    if (!directive()) {
                        break;
                    }
                } else if (escapes && (c == '"' || c == '\n')) {
                    break;
                } else if (escapes && c == '\\') {
                    escape();
                } else {
                    letters.append(c);
                    cursor.at++;
                    if (c == '\n') {
                        unindent();
                    }
                }
            }
            flush();
            cursor.higher();
            return parts;
        }

        private void unindent() {
            int stop = cursor.at + indentation;
            while (cursor.at < Math.min(stop, cursor.end) && " \t".indexOf(cursor.here()) >= 0) {
                cursor.at++;
            }
        }

        private void insert() throws MalformedException {
            int from = cursor.at;
            cursor.at += 2;
            opened();
            HclExpression expression = expressions.expression();
            closed(from);
            parts.add(new Inserted(expression));
        }

        /** Answers whether it was one that begins something; one that ends or parts is not taken. */
        private boolean directive() throws MalformedException {
            int from = cursor.at;
            cursor.at += 2;
            boolean trims = cursor.here() == '~';
            if (trims) {
                cursor.at++;
            }
            cursor.open++;
            boolean loop = cursor.seesWord("for");
            boolean choice = cursor.seesWord("if");
            cursor.open--;
            if (!loop && !choice) {
                if (trims) {
                    trimEnd();
                }
                cursor.at = from;
                return false;
            }
            cursor.at = from + 2;
            opened();
            if (cursor.takesWord("for")) {
                Variables variables = expressions.variables();
                HclExpression in = expressions.expression();
                closed(from);
                List<Part> repeated = new Sequence().parts();
                ends("endfor", from);
                parts.add(new Repeated(variables, in, repeated));
            } else {
                cursor.takesWord("if");
                HclExpression condition = expressions.expression();
                closed(from);
                List<Part> yes = new Sequence().parts();
                List<Part> no = takesEnd("else") ? new Sequence().parts() : List.of();
                ends("endif", from);
                parts.add(new Chosen(condition, yes, no));
            }
            return true;
        }

        /** Behind the brace that begins it. */
        private void opened() {
            if (cursor.here() == '~') {
                cursor.at++;
                trimEnd();
            }
            flush();
            cursor.open++;
        }

        private void closed(int from) throws MalformedException {
            cursor.blanks();
            boolean trims = cursor.here() == '~';
            if (trims) {
                cursor.at++;
            }
            if (cursor.here() != '}') {
                throw cursor.at >= cursor.end
                        ? cursor.wrong(cursor.file.span(from, from + 2), "this is not closed by `}`")
                        : cursor.missing("`}`");
            }
            cursor.at++;
            cursor.open--;
            if (trims) {
                while (cursor.at < cursor.end && Character.isWhitespace(cursor.here())) {
                    cursor.at++;
                }
            }
        }

        private boolean takesEnd(String word) throws MalformedException {
            int from = cursor.at;
            if (!cursor.text.startsWith("%{", cursor.at)) {
                return false;
            }
            cursor.at += cursor.text.startsWith("%{~", cursor.at) ? 3 : 2;
            cursor.open++;
            if (!cursor.takesWord(word)) {
                cursor.open--;
                cursor.at = from;
                return false;
            }
            closed(from);
            return true;
        }

        private void ends(String word, int from) throws MalformedException {
            if (!takesEnd(word)) {
                throw cursor.wrong(cursor.file.span(from, from + 2), "`%{ " + word + " }` is missing behind this");
            }
        }

        private void trimEnd() {
            int length = letters.length();
            while (length > 0 && Character.isWhitespace(letters.charAt(length - 1))) {
                length--;
            }
            letters.setLength(length);
        }

        private void flush() {
            if (letters.length() > 0) {
                parts.add(new Letters(letters.toString()));
                letters.setLength(0);
            }
        }

        private void escape() throws MalformedException {
            int from = cursor.at;
            char c = from + 1 < cursor.end ? cursor.text.charAt(from + 1) : 0;
            cursor.at += 2;
            switch (c) {
                case 'n' -> letters.append('\n');
                case 'r' -> letters.append('\r');
                case 't' -> letters.append('\t');
                case '"', '\\' -> letters.append(c);
                case 'u', 'U' -> unicode(from, c == 'u' ? 4 : 8);
                default ->
                    throw cursor.wrong(
                            cursor.file.span(from, Math.min(from + 2, cursor.text.length())),
                            "this is no escape of a text in quotes");
            }
        }

        private void unicode(int from, int digits) throws MalformedException {
            int stop = Math.min(cursor.at + digits, cursor.end);
            String number = cursor.text.substring(cursor.at, stop);
            int point = number.matches("[0-9A-Fa-f]{" + digits + "}") ? Integer.parseUnsignedInt(number, 16) : -1;
            if (!Character.isValidCodePoint(point)) {
                throw cursor.wrong(cursor.file.span(from, stop), "this is no character");
            }
            letters.appendCodePoint(point);
            cursor.at = stop;
        }
    }
}
