package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** An item of a select list. */
public sealed interface SelectItem extends Node {
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
        R visit(All node);

        R visit(Single node);
    }

    /** {@code *} or {@code t.*}. */
    record All(Span span, @Nullable QualifiedName qualifier) implements SelectItem {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code expression [[AS] alias]}. */
    record Single(Span span, Expr expression, @Nullable Identifier alias) implements SelectItem {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
