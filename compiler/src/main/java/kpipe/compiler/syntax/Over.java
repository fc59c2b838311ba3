package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;

/** What follows OVER, after a function or in FROM. */
public sealed interface Over extends Node {
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

        R visit(Inline node);
    }

    /** {@code OVER w}: a window of the WINDOW clause, or a declared SLIDING one. */
    record Named(Span span, Identifier window) implements Over {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code OVER (…)}. */
    record Inline(Span span, WindowSpec specification) implements Over {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
