package kpipe.compiler.format;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Clause;
import kpipe.compiler.syntax.ColumnOption;
import kpipe.compiler.syntax.ConnectorUse;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.IntervalQualifier;
import kpipe.compiler.syntax.Lexeme;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.Node;
import kpipe.compiler.syntax.Nodes;
import kpipe.compiler.syntax.RowPattern;
import kpipe.compiler.syntax.Statement;
import kpipe.compiler.syntax.TableReference;
import kpipe.compiler.syntax.TestRows;
import kpipe.compiler.syntax.TypeName;

/** How the words of one statement are spelled, and which of them touch the word before. */
final class Wording {
    private final Lexemes lexemes;
    private final Set<Integer> names = new HashSet<>();
    private final Set<Integer> vocabulary = new HashSet<>();
    private final Set<Integer> touching = new HashSet<>();

    Wording(Lexemes lexemes, Statement statement) {
        this.lexemes = lexemes;
        Nodes.walk(statement, this::note);
        names.removeAll(vocabulary);
    }

    private void note(Node node) {
        if (node instanceof Identifier name) {
            names.add(name.span().start());
        } else if (node instanceof ConnectorUse use && use.name() != null) {
            vocabulary.add(use.name().span().start());
        } else if (node instanceof Clause.Format format) {
            vocabulary.add(format.format().span().start());
        } else if (node instanceof Clause.Language language) {
            vocabulary.add(language.language().span().start());
        } else if (node instanceof Clause.Compression compression) {
            vocabulary.add(compression.codec().span().start());
        } else if (node instanceof Clause.Handler handler && handler.runtime() != null) {
            vocabulary.add(handler.runtime().span().start());
        } else if (node instanceof Clause.StartAt start && start.position() instanceof Expr.ColumnReference position) {
            vocabulary.add(position.span().start());
        } else if (node instanceof ColumnOption.Metadata metadata) {
            vocabulary.add(metadata.property().span().start());
        } else if (node instanceof TestRows.FromFile file && file.format() != null) {
            vocabulary.add(file.format().span().start());
        } else if (node instanceof Expr expression) {
            expression(expression);
        } else if (node instanceof TypeName || node instanceof IntervalQualifier) {
            type(node);
        } else if (node instanceof TableReference.Function || node instanceof TableReference.Unnest) {
            firstParenthesis(node.span());
        } else if (node instanceof RowPattern.Repeated repeated) {
            touch(repeated.part().span().end(), repeated.span().end());
        }
    }

    private void expression(Expr node) {
        if (node instanceof Expr.Call call) {
            touch(call.name().span().end(), call.name().span().end() + 1);
            Lexeme open = lexemes.at(lexemes.firstFrom(call.name().span().end()));
            touching.add(open.start());
        } else if (node instanceof Expr.Unary unary && unary.operator() != Expr.Unary.Operator.NOT) {
            touchAfter(unary.span().start());
        } else if (node instanceof Literal.Interval interval) {
            int sign = lexemes.lastBefore(interval.text().span().start());
            if (lexemes.text(sign).equals("-") || lexemes.text(sign).equals("+")) {
                touching.add(interval.text().span().start());
            }
        } else if (node instanceof Literal.DateTime time) {
            int first = lexemes.firstFrom(time.span().start());
            if (lexemes.text(first).equals("{")) {
                names.add(lexemes.at(first + 1).start());
            }
        } else if (node instanceof Expr.Cast
                || node instanceof Expr.Extract
                || node instanceof Expr.Round
                || node instanceof Expr.Step
                || node instanceof Expr.Substring
                || node instanceof Expr.SubstringSimilar
                || node instanceof Expr.Trim
                || node instanceof Expr.Overlay
                || node instanceof Expr.Position
                || node instanceof Expr.Json
                || node instanceof Expr.JsonObject
                || node instanceof Expr.JsonArray
                || node instanceof Expr.Cursor
                || node instanceof Expr.Descriptor) {
            firstParenthesis(node.span());
        } else if (node instanceof Expr.Row row
                && lexemes.text(lexemes.firstFrom(row.span().start())).equalsIgnoreCase("ROW")) {
            firstParenthesis(row.span());
        }
    }

    private void type(Node node) {
        for (int i = lexemes.firstFrom(node.span().start()); i < lexemes.size(); i++) {
            Lexeme lexeme = lexemes.at(i);
            if (lexeme.start() >= node.span().end()) {
                return;
            }
            String text = lexemes.text(i);
            if (text.equals("(") || text.equals("<") || text.equals(">")) {
                touching.add(lexeme.start());
            }
            if (text.equals("<") && i + 1 < lexemes.size()) {
                touching.add(lexemes.at(i + 1).start());
            }
        }
    }

    private void firstParenthesis(Span span) {
        for (int i = lexemes.firstFrom(span.start()); i < lexemes.size(); i++) {
            if (lexemes.text(i).equals("(")) {
                touching.add(lexemes.at(i).start());
                return;
            }
        }
    }

    private void touch(int from, int to) {
        for (int i = lexemes.firstFrom(from);
                i < lexemes.size() && lexemes.at(i).start() < to;
                i++) {
            touching.add(lexemes.at(i).start());
        }
    }

    private void touchAfter(int sign) {
        int next = lexemes.firstFrom(sign) + 1;
        if (next < lexemes.size() && !List.of("-", "+").contains(lexemes.text(next))) {
            touching.add(lexemes.at(next).start());
        }
    }

    /** The text to write for a word: keywords in upper case, all else as it is. */
    String spelling(int index) {
        Lexeme lexeme = lexemes.at(index);
        String text = lexemes.text(index);
        boolean keyword = lexeme.kind() == Lexeme.Kind.WORD && !names.contains(lexeme.start());
        return keyword ? text.toUpperCase(Locale.ROOT) : text;
    }

    /** Whether nothing may stand between that word and the word before. */
    boolean touches(int index) {
        return touching.contains(lexemes.at(index).start());
    }

    /** Whether a blank belongs between a word and the word that is written before it. */
    boolean apart(int before, int index) {
        String left = lexemes.text(before);
        String right = lexemes.text(index);
        if (touches(index)) {
            return false;
        }
        return switch (right) {
            case ",", ";", ")", "]", ".", "[", "}", ":" -> false;
            default ->
                switch (left) {
                    case "(", "[", ".", "{" -> false;
                    default -> true;
                };
        };
    }
}
