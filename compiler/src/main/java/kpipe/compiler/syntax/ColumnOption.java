package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;

/** What follows the type of a column. The reader reports an option given twice. */
public sealed interface ColumnOption extends Node {
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
        R visit(NotNull node);

        R visit(Null node);

        R visit(Path node);

        R visit(Metadata node);

        R visit(Pattern node);

        R visit(Was node);

        R visit(Description node);
    }

    /** {@code NOT NULL}. */
    record NotNull(Span span) implements ColumnOption {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code NULL}: says what holds anyway. */
    record Null(Span span) implements ColumnOption {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code PATH '$.data.speed'}: where in the record the value is. */
    record Path(Span span, Literal.Text path) implements ColumnOption {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code METADATA PARTITION_KEY}: the value is the record's own. */
    record Metadata(Span span, Identifier property) implements ColumnOption {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code PATTERN 'dd.MM.yyyy'}: how a date or time is written. */
    record Pattern(Span span, Literal.Text pattern) implements ColumnOption {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code WAS old_name}: what the column was called before. */
    record Was(Span span, Identifier oldName) implements ColumnOption {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code DESCRIPTION '…'}. */
    record Description(Span span, Literal.Text text) implements ColumnOption {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
