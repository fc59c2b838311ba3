package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;

/** A value written as such. */
public sealed interface Literal extends Expr {
    /** How a string is written. */
    enum TextKind {
        /** {@code '…'}. */
        PLAIN,
        /** {@code U&'…'}. */
        UNICODE
    }

    /** A number without sign, as written: {@code 1}, {@code 1.5}, {@code 1e-6}. */
    record Numeric(Span span, String text) implements Literal {
        @Override
        public <R> R accept(Expr.Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * A string. {@code value} is what it stands for: doubled quotes made single, Unicode escapes resolved. {@code
     * ${…}} is left in it, for clauses to replace: {@link ParameterUse#of}.
     */
    record Text(Span span, String value, TextKind kind) implements Literal {
        @Override
        public <R> R accept(Expr.Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code X'3F67'}: the digits, in pairs. */
    record Binary(Span span, String digits) implements Literal {
        @Override
        public <R> R accept(Expr.Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code TRUE}, {@code FALSE}, {@code UNKNOWN}. */
    record Truth(Span span, Value value) implements Literal {
        @Override
        public <R> R accept(Expr.Visitor<R> visitor) {
            return visitor.visit(this);
        }

        /** The truth values. */
        public enum Value {
            /** {@code TRUE}. */
            TRUE,
            /** {@code FALSE}. */
            FALSE,
            /** {@code UNKNOWN}: a NULL of type BOOLEAN. */
            UNKNOWN
        }
    }

    /** {@code NULL}. */
    record Null(Span span) implements Literal {
        @Override
        public <R> R accept(Expr.Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * {@code TIMESTAMP '2026-01-01 00:00:10'}, {@code {ts '…'}} and their like. What is inside the quotes has not
     * been looked at.
     */
    record DateTime(Span span, Kind kind, Text text) implements Literal {
        @Override
        public <R> R accept(Expr.Visitor<R> visitor) {
            return visitor.visit(this);
        }

        /** The kinds of literals of time. */
        public enum Kind {
            /** {@code DATE}. */
            DATE,
            /** {@code TIME}. */
            TIME,
            /** {@code TIMESTAMP}. */
            TIMESTAMP
        }
    }

    /**
     * {@code INTERVAL [-] '5' MINUTE}. {@code negative} is the sign before the quotes; there may be one inside as
     * well.
     */
    record Interval(Span span, boolean negative, Text text, IntervalQualifier qualifier) implements Literal {
        @Override
        public <R> R accept(Expr.Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
