package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** A query. Parentheses around a query leave no node. */
public sealed interface Query extends Node {
    /**
     * Calls the method of {@code visitor} for this kind.
     *
     * @param <R> what the visitor answers
     */
    <R> R accept(Visitor<R> visitor);

    /**
     * One method for every kind: a new kind does not compile until each visitor treats it.
     *
     * @param <R> the answer
     */
    interface Visitor<R> {
        R visit(With node);

        R visit(Select node);

        R visit(Values node);

        R visit(SetOperation node);

        R visit(Ordered node);
    }

    /** {@code WITH a AS (…) query}. */
    record With(Span span, boolean recursive, List<CommonTable> tables, Query body) implements Query {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * {@code SELECT [STREAM] … FROM … }. {@code from} holds the parts between commas, none where there is no FROM.
     */
    record Select(
            Span span,
            boolean stream,
            @Nullable SetQuantifier quantifier,
            List<SelectItem> items,
            List<TableReference> from,
            @Nullable Expr where,
            @Nullable WindowedBy windowedBy,
            @Nullable GroupBy groupBy,
            @Nullable Expr having,
            List<NamedWindow> windows)
            implements Query {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code VALUES (…), (…)}: each a {@link Expr.Row} or, for one column, any expression. */
    record Values(Span span, List<Expr> rows) implements Query {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code left UNION ALL right}. */
    record SetOperation(Span span, Kind kind, boolean all, Query left, Query right) implements Query {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        /** The set operations. */
        public enum Kind {
            /** {@code UNION}. */
            UNION,
            /** {@code EXCEPT}. */
            EXCEPT,
            /** {@code INTERSECT}. */
            INTERSECT
        }
    }

    /**
     * {@code query ORDER BY … [WITHIN interval] [OFFSET n ROWS] [LIMIT n]}. {@code FETCH FIRST n ROWS ONLY} is a
     * limit too; one of the parts is there.
     */
    record Ordered(
            Span span,
            Query body,
            List<SortItem> orderBy,
            @Nullable Expr within,
            @Nullable Expr offset,
            @Nullable Expr limit)
            implements Query {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
