package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a window, declared by WINDOW or written inline after WINDOWED BY. {@code offset} moves the windows
 * against the epoch; {@code zone} is the time zone whose calendar they follow.
 */
public sealed interface WindowShape extends Node {
    /**
     * Calls the method of {@code visitor} for this kind.
     *
     * @param <R> what the visitor answers
     */
    <R> R accept(Visitor<R> visitor);

    /** How far the windows are moved against the epoch; null where nothing is said. */
    @Nullable
    Duration offset();

    /**
     * One method for every kind: a new kind does not compile until each visitor treats it.
     *
     * @param <R> the answer
     */
    interface Visitor<R> {
        R visit(Tumbling node);

        R visit(Hopping node);

        R visit(Cumulating node);

        R visit(Sliding node);

        R visit(SlidingRows node);

        R visit(Session node);

        R visit(Stagger node);
    }

    /** {@code TUMBLING 1 MINUTE}, {@code TUMBLING 1 DAY TIME ZONE 'Europe/Berlin'}. */
    record Tumbling(Span span, Duration size, @Nullable Duration offset, Literal.@Nullable Text zone)
            implements WindowShape {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code HOPPING 5 MINUTES EVERY 1 MINUTE}. */
    record Hopping(
            Span span,
            Duration size,
            Duration every,
            @Nullable Duration offset,
            Literal.@Nullable Text zone) implements WindowShape {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code CUMULATING 1 DAY EVERY 1 HOUR}. */
    record Cumulating(
            Span span,
            Duration size,
            Duration every,
            @Nullable Duration offset,
            Literal.@Nullable Text zone) implements WindowShape {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code SLIDING 1 MINUTE}. */
    record Sliding(Span span, Duration size, @Nullable Duration offset) implements WindowShape {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code SLIDING 10 ROWS}. */
    record SlidingRows(Span span, Expr rows, @Nullable Duration offset) implements WindowShape {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code SESSION GAP 30 MINUTES}. */
    record Session(Span span, Duration gap, @Nullable Duration offset) implements WindowShape {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code STAGGER 1 MINUTE}. */
    record Stagger(Span span, Duration size, @Nullable Duration offset) implements WindowShape {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
