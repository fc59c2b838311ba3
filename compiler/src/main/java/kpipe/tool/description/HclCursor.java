package kpipe.tool.description;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;

/** A place in a text of Terraform's language, and what can be seen and taken there. Not thread-safe. */
final class HclCursor {

    static final String FORMAT = "Terraform";

    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_-]*");
    private static final int DEEPEST = 200;

    final SourceFile file;
    final String text;
    int at;
    /** How many parentheses and brackets are open: between them a line's end means nothing. */
    int open;
    /** What stands behind it is not read. */
    int end;

    private int depth;

    HclCursor(SourceFile file) {
        this.file = file;
        text = file.text();
        end = text.length();
        at = text.startsWith("\uFEFF") ? 1 : 0;
    }

    /** The character here, 0 at the end. */
    char here() {
        return at < end ? text.charAt(at) : 0;
    }

    /** Passes over blanks and comments, and over line ends within parentheses. */
    void blanks() throws MalformedException {
        while (at < end) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n' && open > 0) {
                at++;
            } else if (c == '#' || text.startsWith("//", at)) {
                int line = text.indexOf('\n', at);
                at = line < 0 || line > end ? end : line;
            } else if (text.startsWith("/*", at)) {
                int close = text.indexOf("*/", at + 2);
                if (close < 0) {
                    throw wrong(file.span(at, at + 2), "this comment is not closed");
                }
                at = close + 2;
            } else {
                return;
            }
        }
    }

    /** Passes over blanks, comments and line ends. */
    void lines() throws MalformedException {
        open++;
        blanks();
        open--;
    }

    /** Whether these characters come next, blanks aside; they are not taken. */
    boolean sees(String wanted) throws MalformedException {
        blanks();
        return at + wanted.length() <= end && text.startsWith(wanted, at);
    }

    /** Takes these characters if they come next. */
    boolean takes(String wanted) throws MalformedException {
        if (sees(wanted)) {
            at += wanted.length();
            return true;
        }
        return false;
    }

    /** Takes these characters, which must come next. */
    void expect(String wanted) throws MalformedException {
        if (!takes(wanted)) {
            throw missing("`" + wanted + "`");
        }
    }

    /** Whether this word comes next and ends where it ends; it is not taken. */
    boolean seesWord(String wanted) throws MalformedException {
        blanks();
        Matcher word = WORD.matcher(text).region(at, end);
        return word.lookingAt() && word.group().equals(wanted);
    }

    /** Takes this word if it comes next. */
    boolean takesWord(String wanted) throws MalformedException {
        if (seesWord(wanted)) {
            at += wanted.length();
            return true;
        }
        return false;
    }

    /** Whether a name comes next. */
    boolean seesName() throws MalformedException {
        blanks();
        return WORD.matcher(text).region(at, end).lookingAt();
    }

    /** Takes a name, which must come next. */
    String name(String what) throws MalformedException {
        blanks();
        Matcher word = WORD.matcher(text).region(at, end);
        if (!word.lookingAt()) {
            throw missing(what);
        }
        at = word.end();
        return word.group();
    }

    void deeper() throws MalformedException {
        if (++depth > DEEPEST) {
            throw wrong(place(), "it is nested more deeply than " + DEEPEST + " levels");
        }
    }

    void higher() {
        depth--;
    }

    Span place() {
        return file.span(Math.min(at, text.length()), Math.min(at + 1, text.length()));
    }

    Span since(int start) {
        return file.span(start, at);
    }

    MalformedException missing(String what) {
        return wrong(place(), at >= text.length() ? "it ends where " + what + " is wanted" : what + " is wanted here");
    }

    MalformedException wrong(Span span, String sentence) {
        return new MalformedException(FORMAT, span, sentence);
    }
}
