package kpipe.compiler.format;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.syntax.Lexeme;
import kpipe.compiler.syntax.Statement;
import kpipe.compiler.syntax.SyntaxTree;

/** Writes a file in its canonical form. */
public final class Formatter {
    private final SourceFile file;
    private final Lexemes lexemes;
    private final StringBuilder out = new StringBuilder();
    private boolean lastWasLong;
    private int nextWord;

    private Formatter(SyntaxTree tree) {
        this.file = tree.file();
        this.lexemes = new Lexemes(tree);
    }

    /**
     * The canonical text of a file. Formatting it again changes nothing. Statements that could not be read stay as they
     * are; so a file with errors can be formatted too.
     */
    public static String format(SyntaxTree tree) {
        Formatter formatter = new Formatter(tree);
        for (Statement statement : tree.statements()) {
            formatter.statement(statement);
        }
        formatter.rest();
        String text = formatter.out.toString();
        return formatter.windowsLines() ? text.replace("\r\n", "\n").replace("\n", "\r\n") : text;
    }

    /** Whether every line of the file ends as on Windows. */
    private boolean windowsLines() {
        String text = file.text();
        boolean any = false;
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            if (i == 0 || text.charAt(i - 1) != '\r') {
                return false;
            }
            any = true;
        }
        return any;
    }

    private void statement(Statement statement) {
        int first = lexemes.firstFrom(statement.span().start());
        List<Lexeme> comments = new ArrayList<>();
        emptyStatements(first, comments);
        comments.addAll(lexemes.before(first));
        int end = lexemes.firstFrom(statement.span().end());
        boolean closed = end < lexemes.size() && lexemes.text(end).equals(";");
        String text = text(statement, end, closed);
        boolean isLong = text.indexOf('\n') >= 0 || !comments.isEmpty();
        int start =
                comments.isEmpty() ? statement.span().start() : comments.get(0).start();
        boolean apart = lastWasLong || isLong || lexemes.blankBefore(start);
        if (out.length() > 0 && apart) {
            out.append('\n');
        }
        comments(comments, statement.span().start());
        out.append(text).append('\n');
        lastWasLong = text.indexOf('\n') >= 0;
        nextWord = closed ? end + 1 : end;
    }

    private String text(Statement statement, int end, boolean closed) {
        while (true) {
            LayoutPrinter.Printed printed = LayoutPrinter.print(layout(statement, end, closed));
            if (printed.displaced() < 0) {
                return printed.text();
            } else if (printed.neighbour() < 0) {
                lexemes.defer(printed.displaced());
            } else {
                lexemes.move(printed.displaced(), printed.neighbour());
            }
        }
    }

    private Layout layout(Statement statement, int end, boolean closed) {
        List<Layout> parts = new ArrayList<>();
        boolean erroneous = statement instanceof Statement.Erroneous;
        boolean lent = !erroneous && !closed;
        parts.add(StatementLayout.of(statement, lexemes, lent));
        if (closed) {
            semicolon(end, parts);
        } else if (!erroneous) {
            parts.add(Layout.text(";"));
        }
        if (lent) {
            parts.add(lexemes.atLineEnd(end - 1));
        }
        if (closed) {
            parts.add(lexemes.atLineEnd(end));
        }
        return Layout.all(parts);
    }

    private void semicolon(int index, List<Layout> parts) {
        for (Lexeme comment : lexemes.before(index)) {
            String words = lexemes.text(comment).stripTrailing();
            if (lexemes.inline(comment, index)) {
                parts.add(Layout.text(" " + words));
            } else {
                parts.add(Layout.FRESH);
                parts.add(Layout.text(words));
                parts.add(Layout.HARD);
            }
        }
        parts.add(new Layout.Text(";", index));
    }

    /** Semicolons that end nothing go away; their comments stay. */
    private void emptyStatements(int to, List<Lexeme> comments) {
        for (int i = nextWord; i < to; i++) {
            comments.addAll(lexemes.before(i));
            comments.addAll(lexemes.after(i));
        }
    }

    /** Comments on lines of their own, with the blank lines between them that were there. */
    private void comments(List<Lexeme> comments, int next) {
        for (int i = 0; i < comments.size(); i++) {
            Lexeme comment = comments.get(i);
            if (i > 0 && lexemes.blankBefore(comment.start())) {
                out.append('\n');
            }
            out.append(lexemes.text(comment).stripTrailing()).append('\n');
        }
        if (!comments.isEmpty() && next >= 0 && lexemes.blankBefore(next)) {
            out.append('\n');
        }
    }

    private void rest() {
        List<Lexeme> comments = new ArrayList<>();
        emptyStatements(lexemes.size(), comments);
        comments.addAll(lexemes.last());
        if (!comments.isEmpty()
                && out.length() > 0
                && lexemes.blankBefore(comments.get(0).start())) {
            out.append('\n');
        }
        comments(comments, -1);
    }
}
