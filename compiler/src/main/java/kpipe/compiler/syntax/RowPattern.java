package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** The regular expression of MATCH_RECOGNIZE. */
public sealed interface RowPattern extends Node {
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
        R visit(Variable node);

        R visit(Sequence node);

        R visit(Alternation node);

        R visit(Permutation node);

        R visit(Repeated node);

        R visit(Excluded node);

        R visit(Anchor node);

        R visit(Empty node);
    }

    /** A pattern variable. */
    record Variable(Span span, Identifier name) implements RowPattern {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** One after the other. */
    record Sequence(Span span, List<RowPattern> parts) implements RowPattern {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code a | b}. */
    record Alternation(Span span, List<RowPattern> choices) implements RowPattern {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code PERMUTE(a, b)}. */
    record Permutation(Span span, List<RowPattern> parts) implements RowPattern {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * {@code a*}, {@code a+}, {@code a?}, {@code a{2,3}}, reluctant with a further {@code ?}. {@code least} null
     * is 0, {@code most} null is no bound.
     */
    record Repeated(
            Span span,
            RowPattern part,
            @Nullable Expr least,
            @Nullable Expr most,
            boolean reluctant) implements RowPattern {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code {- a -}}. */
    record Excluded(Span span, RowPattern part) implements RowPattern {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code ^} or {@code $}. */
    record Anchor(Span span, boolean start) implements RowPattern {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code ()}. */
    record Empty(Span span) implements RowPattern {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
