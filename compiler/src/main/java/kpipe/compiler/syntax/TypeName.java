package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.Span;

/** A type as written. */
public sealed interface TypeName extends Node {
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
        R visit(Simple node);

        R visit(IntervalOf node);

        R visit(ArrayOf node);

        R visit(MapOf node);

        R visit(RowOf node);
    }

    /**
     * A type by its name, such as {@code VARCHAR(17)} or {@code DOUBLE PRECISION}. {@code name} is in upper case
     * with one blank between words.
     */
    record Simple(Span span, String name, List<Integer> parameters, boolean withTimeZone) implements TypeName {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code INTERVAL DAY TO SECOND}. */
    record IntervalOf(Span span, IntervalQualifier qualifier) implements TypeName {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code INTEGER ARRAY} or {@code ARRAY<INTEGER>}. */
    record ArrayOf(Span span, TypeName element) implements TypeName {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code MAP<VARCHAR, INTEGER>}. */
    record MapOf(Span span, TypeName key, TypeName value) implements TypeName {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code ROW(a INTEGER, b VARCHAR)}. */
    record RowOf(Span span, List<ParameterDeclaration> fields) implements TypeName {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
