package kpipe.compiler.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kpipe.compiler.syntax.Lexeme;
import kpipe.compiler.syntax.Statement;

/** Lays out runs of words: blanks, parentheses, comments, and where a long line ends. */
final class WordLayout {
    private final Lexemes lexemes;
    private final Wording wording;
    private final Breaks breaks;
    private final Set<Integer> hoisted = new HashSet<>();
    private final int lent;
    private int written;

    /** {@code lent}: the comments behind the last word of the statement are written elsewhere. */
    WordLayout(Lexemes lexemes, Statement statement, boolean lent) {
        this.lexemes = lexemes;
        this.wording = new Wording(lexemes, statement);
        this.breaks = new Breaks(lexemes, statement);
        hoisted.add(lexemes.firstFrom(statement.span().start()));
        this.lent = lent ? lexemes.firstFrom(statement.span().end()) - 1 : -1;
    }

    /** How many words have been laid out. */
    int written() {
        return written;
    }

    Lexemes lexemes() {
        return lexemes;
    }

    /** Some words that stand together: on one line if they fit, else further lines are indented. */
    Layout run(int from, int to) {
        Layout comments = from < to && hoisted.add(from) ? comments(from, false) : Layout.NOTHING;
        return Layout.all(comments, Layout.group(pieces(from, to)));
    }

    /** Splits the words where JOINs begin; each of them may go on over further lines. */
    private Layout pieces(int from, int to) {
        List<Layout> joins = new ArrayList<>();
        int start = from;
        Layout head = null;
        int depth = 0;
        for (int i = from; i <= to; i++) {
            if (i == to || depth == 0 && i > start && breaks.join(i)) {
                if (head == null) {
                    head = sequence(start, i);
                } else {
                    joins.add(Layout.LINE);
                    joins.add(run(start, i));
                }
                start = i;
            }
            if (i < to) {
                depth += nesting(i);
            }
        }
        return Layout.all(head == null ? Layout.NOTHING : head, Layout.indented(Layout.all(joins)));
    }

    /** A query of its own: every clause begins a line. */
    Layout query(int from, int to) {
        return clauses(from, to, Layout.HARD);
    }

    private Layout clauses(int from, int to, Layout separator) {
        List<Layout> parts = new ArrayList<>();
        int start = from;
        int depth = 0;
        for (int i = from; i <= to; i++) {
            boolean ends = i == to || depth == 0 && i > start && breaks.clause(i);
            if (ends) {
                if (!parts.isEmpty()) {
                    parts.add(separator);
                }
                parts.add(run(start, i));
                start = i;
            }
            if (i < to) {
                depth += nesting(i);
            }
        }
        return Layout.all(parts);
    }

    private int nesting(int index) {
        return switch (lexemes.text(index)) {
            case "(", "[" -> 1;
            case ")", "]" -> -1;
            default -> 0;
        };
    }

    private boolean hasClauses(int from, int to) {
        int depth = 0;
        for (int i = from; i < to; i++) {
            if (depth == 0 && breaks.clause(i)) {
                return true;
            }
            depth += nesting(i);
        }
        return false;
    }

    /** Words up to the first place where the line may end, and, indented, all others. */
    private Layout sequence(int from, int to) {
        List<Layout> firstLine = new ArrayList<>();
        List<Layout> further = new ArrayList<>();
        List<Layout> parts = firstLine;
        int i = from;
        while (i < to) {
            if (i > from) {
                Layout separator = separator(i);
                parts = separator == Layout.LINE ? further : parts;
                parts.add(separator);
            }
            int close = closing(i, to);
            if (close > i + 1) {
                parts.add(word(i));
                parts.add(inside(i + 1, close));
                parts.add(word(close));
                i = close + 1;
            } else if (breaks.beginsCase(i)) {
                int end = caseEnd(i, to);
                parts.add(choice(i, end));
                i = end;
            } else {
                parts.add(word(i));
                i++;
            }
        }
        return Layout.all(Layout.all(firstLine), Layout.indented(Layout.all(further)));
    }

    private Layout separator(int index) {
        boolean comma = lexemes.text(index - 1).equals(",");
        if (wording.touches(index)) {
            return Layout.NOTHING;
        }
        if (comma || breaks.line(index)) {
            return Layout.LINE;
        }
        return wording.apart(index - 1, index) ? Layout.text(" ") : Layout.NOTHING;
    }

    /** What stands between parentheses. Comments before the closing one belong to the inside. */
    private Layout inside(int from, int to) {
        Layout content = hasClauses(from, to) ? clauses(from, to, Layout.LINE) : list(from, to);
        return Layout.group(
                Layout.all(Layout.indented(Layout.all(Layout.SOFT, content, comments(to, true))), Layout.SOFT));
    }

    /** Items with commas between them, all beginning in one column. */
    private Layout list(int from, int to) {
        List<Layout> parts = new ArrayList<>();
        int start = from;
        int depth = 0;
        for (int i = from; i <= to; i++) {
            boolean item = depth == 0 && i > start && lexemes.text(i - 1).equals(",") && !wording.touches(i);
            if (i == to || item) {
                if (!parts.isEmpty()) {
                    parts.add(Layout.LINE);
                }
                parts.add(run(start, i));
                start = i;
            }
            if (i < to) {
                depth += nesting(i);
            }
        }
        return Layout.all(parts);
    }

    /** The number of the parenthesis that closes the one at {@code index}; -1 if there is none. */
    private int closing(int index, int to) {
        if (nesting(index) != 1) {
            return -1;
        }
        int depth = 0;
        for (int i = index; i < to; i++) {
            depth += nesting(i);
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    // ---- CASE ----

    private int caseEnd(int from, int to) {
        int depth = 0;
        for (int i = from; i < to; i++) {
            if (breaks.beginsCase(i)) {
                depth++;
            } else if (wording.spelling(i).equals("END")) {
                depth--;
                if (depth == 0) {
                    return i + 1;
                }
            }
        }
        return to;
    }

    private Layout choice(int from, int to) {
        List<Layout> branches = new ArrayList<>();
        int start = from;
        int depth = 0;
        int cases = 0;
        for (int i = from; i < to; i++) {
            boolean branch =
                    wording.spelling(i).equals("WHEN") || wording.spelling(i).equals("ELSE");
            if (branch && depth == 0 && cases == 1) {
                branches.add(start == from ? caseHead(from, i) : run(start, i));
                branches.add(Layout.LINE);
                start = i;
            }
            depth += nesting(i);
            cases += breaks.beginsCase(i) ? 1 : wording.spelling(i).equals("END") ? -1 : 0;
        }
        branches.add(caseRun(start, to - 1));
        Layout head = branches.remove(0);
        return Layout.group(Layout.all(head, Layout.indented(Layout.all(branches)), Layout.LINE, word(to - 1)));
    }

    private Layout caseHead(int from, int to) {
        Layout operand = from + 1 < to ? Layout.all(Layout.text(" "), run(from + 1, to)) : Layout.NOTHING;
        return Layout.all(word(from), operand);
    }

    private Layout caseRun(int from, int to) {
        return from < to ? run(from, to) : Layout.NOTHING;
    }

    // ---- words and comments ----

    /** One word with its comments. */
    Layout word(int index) {
        written++;
        Layout text = new Layout.Text(wording.spelling(index), index);
        boolean bare = hoisted.contains(index) || lexemes.before(index).isEmpty();
        if (bare && lexemes.after(index).isEmpty()) {
            return text;
        }
        Layout before = bare ? Layout.NOTHING : comments(index, false);
        Layout behind = index == lent ? Layout.NOTHING : lexemes.atLineEnd(index);
        return Layout.all(before, text, behind);
    }

    /** The comments before a word. {@code inside}: they end the inside of the parentheses that the word closes. */
    Layout comments(int index, boolean inside) {
        List<Layout> parts = new ArrayList<>();
        boolean below = false;
        for (Lexeme comment : lexemes.before(index)) {
            String words = lexemes.text(comment).stripTrailing();
            below = below && inside || !lexemes.inline(comment, index);
            if (below) {
                parts.add(Layout.FRESH);
                parts.add(Layout.text(words));
                parts.add(inside ? Layout.NOTHING : Layout.HARD);
            } else {
                parts.add(Layout.text(inside || closes(index) ? " " + words : words + " "));
            }
        }
        if (inside) {
            hoisted.add(index);
            if (!parts.isEmpty()) {
                parts.add(Layout.MUST_BREAK);
            }
        }
        return Layout.all(parts);
    }

    private boolean closes(int index) {
        return switch (lexemes.text(index)) {
            case ",", ";", ")", "]", "." -> true;
            default -> false;
        };
    }

    /** How a word is spelled in the result. */
    String spelling(int index) {
        return wording.spelling(index);
    }

    /** Whether any word of the run has a comment that is written with it. */
    boolean commented(int from, int to) {
        for (int i = from; i < to; i++) {
            boolean behind = i != lent && !lexemes.after(i).isEmpty();
            if (behind || !lexemes.before(i).isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
