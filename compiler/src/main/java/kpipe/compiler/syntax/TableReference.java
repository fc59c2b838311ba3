package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** What stands in FROM. */
public sealed interface TableReference extends Node {
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
        R visit(Named node);

        R visit(Derived node);

        R visit(Function node);

        R visit(Unnest node);

        R visit(Join node);

        R visit(Misnamed node);

        R visit(MatchRecognize node);
    }

    /**
     * A stream or table: {@code s OVER (…) AS x}. {@code asOf} is the time of {@code FOR SYSTEM_TIME AS OF time}.
     */
    record Named(
            Span span,
            QualifiedName name,
            @Nullable Expr asOf,
            @Nullable Over over,
            @Nullable TableAlias alias) implements TableReference {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code (query) AS x}. */
    record Derived(
            Span span,
            boolean lateral,
            Query query,
            @Nullable Over over,
            @Nullable TableAlias alias) implements TableReference {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code TABLE(f(…)) AS x}. */
    record Function(
            Span span,
            boolean lateral,
            Expr.Call call,
            @Nullable Over over,
            @Nullable TableAlias alias) implements TableReference {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code (a JOIN b …) AS x}: a join takes no alias, and that has been reported. The names behind {@code x} are not looked for again. */
    record Misnamed(Span span, TableReference inner, TableAlias alias) implements TableReference {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code UNNEST(a) WITH ORDINALITY AS x}. */
    record Unnest(
            Span span,
            boolean lateral,
            List<Expr> arguments,
            boolean withOrdinality,
            @Nullable TableAlias alias) implements TableReference {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * {@code left JOIN right ON condition}. {@code match} is the MATCH_CONDITION of an ASOF join; {@code using} is
     * empty without USING.
     */
    record Join(
            Span span,
            Kind kind,
            boolean natural,
            TableReference left,
            TableReference right,
            @Nullable Expr match,
            @Nullable Expr on,
            List<Identifier> using)
            implements TableReference {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        /** The kinds of joins. */
        public enum Kind {
            /** {@code JOIN} or {@code INNER JOIN}. */
            INNER,
            /** {@code LEFT JOIN}. */
            LEFT,
            /** {@code RIGHT JOIN}. */
            RIGHT,
            /** {@code FULL JOIN}. */
            FULL,
            /** {@code CROSS JOIN}. */
            CROSS,
            /** {@code ASOF JOIN}. */
            AS_OF,
            /** {@code LEFT ASOF JOIN}. */
            LEFT_AS_OF
        }
    }

    /**
     * {@code input MATCH_RECOGNIZE (…) AS x}. {@code allRows} is {@code ALL ROWS PER MATCH}. Every measure has an
     * alias.
     */
    record MatchRecognize(
            Span span,
            TableReference input,
            List<Expr> partitionBy,
            List<SortItem> orderBy,
            List<SelectItem.Single> measures,
            boolean allRows,
            @Nullable AfterMatch afterMatch,
            RowPattern pattern,
            @Nullable Expr within,
            List<PatternSubset> subsets,
            List<PatternVariable> definitions,
            @Nullable TableAlias alias)
            implements TableReference {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
