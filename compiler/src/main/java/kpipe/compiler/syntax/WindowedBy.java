package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.Span;

/** What follows WINDOWED BY. */
public sealed interface WindowedBy extends Node {
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

        R visit(KeyedStagger node);
    }

    /** A declared window. */
    record Named(Span span, Identifier window) implements WindowedBy {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code TUMBLING (INTERVAL '1' MINUTE)}. */
    record Inline(Span span, WindowShape shape) implements WindowedBy {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * {@code STAGGER (PARTITION BY keys RANGE interval)}: holds the keys itself, so GROUP BY is forbidden beside
     * it.
     */
    record KeyedStagger(Span span, List<Expr> keys, Duration range) implements WindowedBy {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
