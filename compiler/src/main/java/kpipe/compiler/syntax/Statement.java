package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** A statement: {@code KIND name [(signature)] clause… ;}. Its span ends before the semicolon. */
public sealed interface Statement extends Node {
    /**
     * Calls the method of {@code visitor} for this kind.
     *
     * @param <R> what the visitor answers
     */
    <R> R accept(Visitor<R> visitor);

    /** What stands before the statement's own words. */
    Preamble preamble();

    /**
     * One method for every kind: a new kind does not compile until each visitor treats it.
     *
     * @param <R> the answer
     */
    interface Visitor<R> {
        R visit(Stream node);

        R visit(Table node);

        R visit(View node);

        R visit(Window node);

        R visit(Pump node);

        R visit(AlterPump node);

        R visit(Function node);

        R visit(Transform node);

        R visit(Destination node);

        R visit(Alarm node);

        R visit(Test node);

        R visit(Grant node);

        R visit(Parameter node);

        R visit(Import node);

        R visit(Erroneous node);
    }

    /**
     * {@code STREAM s (columns) clauses} or {@code STREAM s clauses AS query}. {@code columns} is null where none
     * are listed; at least one of columns and query is there.
     */
    record Stream(
            Span span,
            Preamble preamble,
            QualifiedName name,
            @Nullable List<ColumnDeclaration> columns,
            List<Clause> clauses,
            @Nullable Query query)
            implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code TABLE t (columns) clauses}. */
    record Table(
            Span span, Preamble preamble, QualifiedName name, List<ColumnDeclaration> columns, List<Clause> clauses)
            implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code VIEW v (columns) AS query}. {@code columns} is empty where none are listed; the only clause there is {@link Clause.Description}. */
    record View(
            Span span,
            Preamble preamble,
            QualifiedName name,
            List<Identifier> columns,
            List<Clause> clauses,
            Query query)
            implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code WINDOW w TUMBLING 1 MINUTE}. The only clause there is {@link Clause.Description}. */
    record Window(Span span, Preamble preamble, Identifier name, WindowShape shape, List<Clause> clauses)
            implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code PUMP p INTO s clauses AS query} or the dialect's {@code PUMP p clauses AS INSERT INTO s query}. */
    record Pump(Span span, Preamble preamble, QualifiedName name, PumpTarget target, List<Clause> clauses, Query query)
            implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * {@code ALTER PUMP p START} or {@code STOP}. With {@code all}, every pump of the schema {@code name} ({@code
     * "s".*}).
     */
    record AlterPump(Span span, Preamble preamble, QualifiedName name, boolean all, boolean start)
            implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * {@code FUNCTION f (a INTEGER) RETURNS INTEGER clauses}. The body is a {@link Clause.ExpressionBody} or a
     * {@link Clause.CodeBody}; the reader makes sure there is exactly one.
     */
    record Function(
            Span span,
            Preamble preamble,
            QualifiedName name,
            List<ParameterDeclaration> parameters,
            TypeName returns,
            List<Clause> clauses)
            implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * {@code TRANSFORM t clauses}. What it runs is one of {@link Clause.CodeBody}, {@link Clause.Lambda}, {@link
     * Clause.Handler}, {@link Clause.Command}.
     */
    record Transform(Span span, Preamble preamble, QualifiedName name, List<Clause> clauses) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code DESTINATION d FROM s TO connector clauses}. */
    record Destination(Span span, Preamble preamble, QualifiedName name, List<Clause> clauses) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code ALARM a WHEN … FOR … NOTIFY …}. */
    record Alarm(Span span, Preamble preamble, QualifiedName name, List<Clause> clauses) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code TEST 'name' steps}. */
    record Test(Span span, Preamble preamble, Literal.Text name, List<TestStep> steps) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code GRANT action, … ON s TO 'principal', …}. */
    record Grant(
            Span span, Preamble preamble, List<Identifier> actions, QualifiedName on, List<Literal.Text> principals)
            implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code PARAMETER name TYPE DEFAULT literal}. */
    record Parameter(
            Span span,
            Preamble preamble,
            Identifier name,
            TypeName type,
            @Nullable Expr defaultValue) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code IMPORT 'common.kpipe'}. */
    record Import(Span span, Preamble preamble, Literal.Text path) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * A statement that could not be read and of which an error was reported. {@code kind} is its first word in
     * upper case (after CREATE), {@code name} what it seems to declare: uses of that name deserve no second error.
     */
    record Erroneous(
            Span span,
            Preamble preamble,
            @Nullable String kind,
            @Nullable QualifiedName name) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
