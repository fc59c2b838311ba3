package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** An end of a frame. {@code distance} is there exactly for PRECEDING and FOLLOWING. */
public record FrameBound(Span span, Kind kind, @Nullable Expr distance) implements Node {
    /** The kinds of ends. */
    public enum Kind {
        /** {@code UNBOUNDED PRECEDING}. */
        UNBOUNDED_PRECEDING,
        /** {@code n PRECEDING}. */
        PRECEDING,
        /** {@code CURRENT ROW}. */
        CURRENT_ROW,
        /** {@code n FOLLOWING}. */
        FOLLOWING,
        /** {@code UNBOUNDED FOLLOWING}. */
        UNBOUNDED_FOLLOWING
    }
}
