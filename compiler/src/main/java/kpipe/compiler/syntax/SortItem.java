package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** {@code expression [ASC|DESC] [NULLS FIRST|LAST]}; null where nothing is said. */
public record SortItem(
        Span span,
        Expr expression,
        @Nullable Direction direction,
        @Nullable Nulls nulls) implements Node {
    /** Which way to sort. */
    public enum Direction {
        /** Smallest first. */
        ASCENDING,
        /** Greatest first. */
        DESCENDING
    }

    /** Where NULL goes. */
    public enum Nulls {
        /** Before all values. */
        FIRST,
        /** After all values. */
        LAST
    }
}
