package kpipe.compiler.format;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.syntax.Clause;
import kpipe.compiler.syntax.ColumnDeclaration;
import kpipe.compiler.syntax.Node;
import kpipe.compiler.syntax.PumpTarget;
import kpipe.compiler.syntax.Query;
import kpipe.compiler.syntax.Statement;
import kpipe.compiler.syntax.TestRows;
import kpipe.compiler.syntax.TestStep;
import org.jspecify.annotations.Nullable;

/** Lays out one statement, without its semicolon. */
final class StatementLayout implements Statement.Visitor<Layout> {
    private static final int MOST_COLUMNS_ON_A_LINE = 3;

    private final Lexemes lexemes;
    private final WordLayout words;

    private StatementLayout(Lexemes lexemes, WordLayout words) {
        this.lexemes = lexemes;
        this.words = words;
    }

    /**
     * The statement laid out. What could not be read, or holds words that the tree does not (a clause that was reported
     * and dropped), stays as it is. {@code lent}: the comments behind its last word are written after its semicolon.
     */
    static Layout of(Statement statement, Lexemes lexemes, boolean lent) {
        WordLayout words = new WordLayout(lexemes, statement, lent);
        Layout layout = statement.accept(new StatementLayout(lexemes, words));
        int from = lexemes.firstFrom(statement.span().start());
        int to = lexemes.firstFrom(statement.span().end());
        return words.written() == to - from
                ? layout
                : asItIs(statement, to - 1, lent ? Layout.NOTHING : lexemes.atLineEnd(to - 1));
    }

    private static Layout asItIs(Statement statement, int last, Layout trailing) {
        return Layout.all(new Layout.Text(statement.span().text(), last), trailing);
    }

    private int first(Node node) {
        return lexemes.firstFrom(node.span().start());
    }

    private int end(Node node) {
        return lexemes.firstFrom(node.span().end());
    }

    private Layout run(Node node) {
        return words.run(first(node), end(node));
    }

    /** The words of a statement from its first to the last of {@code last}. */
    private Layout head(Statement statement, Node last) {
        return words.run(first(statement), end(last));
    }

    // ---- clauses ----

    private List<Layout> clauseLines(List<Clause> clauses, List<List<Class<? extends Clause>>> order) {
        List<Layout> lines = new ArrayList<>();
        for (List<Clause> group : ClauseOrder.sorted(clauses, order)) {
            List<Layout> parts = new ArrayList<>();
            for (Clause clause : group) {
                if (!parts.isEmpty()) {
                    parts.add(Layout.LINE);
                }
                parts.add(run(clause));
            }
            lines.add(Layout.group(Layout.all(parts)));
        }
        return lines;
    }

    /** Each on a line of its own, indented. */
    private static Layout below(List<Layout> lines) {
        List<Layout> parts = new ArrayList<>();
        for (Layout line : lines) {
            parts.add(Layout.HARD);
            parts.add(line);
        }
        return Layout.indented(Layout.all(parts));
    }

    /** A head with its clauses, on one line if they fit. */
    private Layout onOneLine(Layout head, List<Clause> clauses, List<List<Class<? extends Clause>>> order) {
        List<Layout> parts = new ArrayList<>();
        for (List<Clause> group : ClauseOrder.sorted(clauses, order)) {
            for (Clause clause : group) {
                parts.add(Layout.LINE);
                parts.add(run(clause));
            }
        }
        return Layout.group(Layout.all(head, Layout.indented(Layout.all(parts))));
    }

    // ---- statements with columns or queries ----

    @Override
    public Layout visit(Statement.Stream node) {
        Layout head = node.columns() == null
                ? head(node, node.name())
                : Layout.all(head(node, node.name()), Layout.text(" "), columns(node.name(), node.columns()));
        List<Layout> lines = clauseLines(node.clauses(), ClauseOrder.STREAM);
        if (node.query() == null) {
            return Layout.all(head, below(lines));
        }
        int as = lexemes.back(node.query().span().start(), "AS");
        Layout beforeAs = lines.isEmpty() ? Layout.text(" ") : Layout.HARD;
        return Layout.all(head, below(lines), beforeAs, words.word(as), query(as + 1, node));
    }

    private Layout query(int from, Statement statement) {
        return Layout.indented(Layout.all(Layout.HARD, words.query(from, end(statement))));
    }

    @Override
    public Layout visit(Statement.Table node) {
        Layout head = Layout.all(head(node, node.name()), Layout.text(" "), columns(node.name(), node.columns()));
        return Layout.all(head, below(clauseLines(node.clauses(), ClauseOrder.TABLE)));
    }

    /** The columns between their parentheses: a few on one line, others below each other with their types aligned. */
    private Layout columns(Node name, List<ColumnDeclaration> columns) {
        int open = end(name);
        int close = end(columns.get(columns.size() - 1));
        boolean many = columns.size() > MOST_COLUMNS_ON_A_LINE || words.commented(open, close + 1);
        int length = 0;
        int widest = 0;
        for (ColumnDeclaration column : columns) {
            length += column.span().length() + 2;
            widest = Math.max(widest, words.spelling(first(column.name())).length());
        }
        if (!many && length <= 80) {
            return words.run(open, close + 1);
        }
        List<Layout> parts = new ArrayList<>();
        for (ColumnDeclaration column : columns) {
            int pad = widest - words.spelling(first(column.name())).length() + 1;
            parts.add(Layout.HARD);
            parts.add(run(column.name()));
            parts.add(Layout.text(" ".repeat(pad)));
            parts.add(words.run(end(column.name()), end(column)));
            if (end(column) < close) {
                parts.add(words.word(end(column)));
            }
        }
        parts.add(words.comments(close, true));
        return Layout.all(words.word(open), Layout.indented(Layout.all(parts)), Layout.HARD, words.word(close));
    }

    @Override
    public Layout visit(Statement.Pump node) {
        PumpTarget target = node.target();
        Layout head = head(node, node.name());
        if (!target.insert()) {
            head = Layout.all(head, Layout.text(" "), run(target));
        }
        int as = lexemes.back(target.insert() ? target.span().start() : firstOf(node.query()), "AS");
        List<Layout> parts = new ArrayList<>();
        for (List<Clause> group : ClauseOrder.sorted(node.clauses(), ClauseOrder.PUMP)) {
            for (Clause clause : group) {
                parts.add(Layout.LINE);
                parts.add(run(clause));
            }
        }
        Layout opening =
                Layout.group(Layout.all(head, Layout.indented(Layout.all(parts)), Layout.LINE, words.word(as)));
        if (!target.insert()) {
            return Layout.all(opening, query(as + 1, node));
        }
        Layout insert = Layout.indented(Layout.all(Layout.HARD, run(target)));
        return Layout.all(opening, insert, query(end(target), node));
    }

    private static int firstOf(Query query) {
        return query.span().start();
    }

    // ---- statements of clauses ----

    @Override
    public Layout visit(Statement.Destination node) {
        Layout head = head(node, node.name());
        Clause.FromStream from =
                Clause.find(node.clauses(), Clause.FromStream.class).orElse(null);
        if (from != null) {
            head = Layout.all(head, Layout.text(" "), run(from));
        }
        List<List<Class<? extends Clause>>> order = new ArrayList<>();
        order.add(List.of(Clause.From.class));
        order.addAll(ClauseOrder.DESTINATION);
        return Layout.all(head, below(clauseLines(node.clauses(), order)));
    }

    @Override
    public Layout visit(Statement.Alarm node) {
        return Layout.all(head(node, node.name()), below(clauseLines(node.clauses(), ClauseOrder.ALARM)));
    }

    @Override
    public Layout visit(Statement.Function node) {
        Layout head = head(node, node.returns());
        Clause.ExpressionBody body =
                Clause.find(node.clauses(), Clause.ExpressionBody.class).orElse(null);
        if (body == null || body.returned()) {
            return onOneLine(head, node.clauses(), ClauseOrder.FUNCTION);
        }
        List<Clause> others =
                node.clauses().stream().filter(clause -> clause != body).toList();
        Layout expression = words.run(first(body) + 1, end(body));
        return Layout.all(
                onOneLine(head, others, ClauseOrder.FUNCTION),
                Layout.text(" "),
                words.word(first(body)),
                Layout.group(Layout.indented(Layout.all(Layout.LINE, expression))));
    }

    @Override
    public Layout visit(Statement.Transform node) {
        return onOneLine(head(node, node.name()), node.clauses(), ClauseOrder.TRANSFORM);
    }

    @Override
    public Layout visit(Statement.View node) {
        Node last = node.columns().isEmpty()
                ? node.name()
                : node.columns().get(node.columns().size() - 1);
        int as = lexemes.back(firstOf(node.query()), "AS");
        // With the bracket behind the last column.
        Layout head = words.run(first(node), end(last) + (node.columns().isEmpty() ? 0 : 1));
        List<Layout> parts = new ArrayList<>();
        node.clauses().forEach(clause -> {
            parts.add(Layout.LINE);
            parts.add(run(clause));
        });
        Layout opening =
                Layout.group(Layout.all(head, Layout.indented(Layout.all(parts)), Layout.LINE, words.word(as)));
        return Layout.all(opening, query(as + 1, node));
    }

    @Override
    public Layout visit(Statement.Window node) {
        return onOneLine(head(node, node.shape()), node.clauses(), List.of(List.of(Clause.Description.class)));
    }

    // ---- tests ----

    @Override
    public Layout visit(Statement.Test node) {
        List<Layout> steps = new ArrayList<>();
        for (TestStep step : node.steps()) {
            TestRows rows = rows(step);
            steps.add(rows instanceof TestRows.Listed listed ? listed(step, listed) : run(step));
        }
        return Layout.all(head(node, node.name()), below(steps));
    }

    private static @Nullable TestRows rows(TestStep step) {
        if (step instanceof TestStep.Given given) {
            return given.rows();
        }
        return step instanceof TestStep.Expect expect ? expect.rows() : null;
    }

    private Layout listed(TestStep step, TestRows.Listed rows) {
        int firstRow = first(rows.rows().get(0));
        Layout head = words.run(first(step), firstRow);
        if (rows.rows().size() == 1) {
            Layout row = words.run(firstRow, end(step));
            return Layout.group(Layout.all(head, Layout.indented(Layout.all(Layout.LINE, row))));
        }
        List<Layout> lines = new ArrayList<>();
        for (Node row : rows.rows()) {
            int after = end(row);
            Layout comma = after < end(step) ? words.word(after) : Layout.NOTHING;
            lines.add(Layout.all(run(row), comma));
        }
        return Layout.all(head, below(lines));
    }

    // ---- statements of few words ----

    private Layout line(Statement node) {
        return words.run(first(node), end(node));
    }

    @Override
    public Layout visit(Statement.AlterPump node) {
        return line(node);
    }

    @Override
    public Layout visit(Statement.Grant node) {
        return line(node);
    }

    @Override
    public Layout visit(Statement.Parameter node) {
        return line(node);
    }

    @Override
    public Layout visit(Statement.Import node) {
        return line(node);
    }

    @Override
    public Layout visit(Statement.Erroneous node) {
        return Layout.NOTHING;
    }
}
