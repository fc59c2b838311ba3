package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** A step of a TEST, in the order in which it is taken. */
public sealed interface TestStep extends Node {
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
        R visit(Given node);

        R visit(At node);

        R visit(Idle node);

        R visit(Restart node);

        R visit(Expect node);

        R visit(ExpectNothing node);
    }

    /** {@code GIVEN s [SHARD n] (columns) VALUES …}. {@code columns} is null where none are listed. */
    record Given(
            Span span,
            QualifiedName into,
            @Nullable Expr shard,
            @Nullable List<Identifier> columns,
            TestRows rows) implements TestStep {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code AT TIMESTAMP '…'}: time moves to there. */
    record At(Span span, Expr time) implements TestStep {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code IDLE s SHARD n}. */
    record Idle(Span span, QualifiedName stream, @Nullable Expr shard) implements TestStep {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code RESTART}: crash and recover here. */
    record Restart(Span span) implements TestStep {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code EXPECT s (columns) VALUES …}: exactly these rows. */
    record Expect(Span span, QualifiedName from, @Nullable List<Identifier> columns, TestRows rows)
            implements TestStep {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code EXPECT NOTHING FROM s}. */
    record ExpectNothing(Span span, QualifiedName from) implements TestStep {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
