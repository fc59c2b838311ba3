package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** {@code AFTER MATCH SKIP …}. {@code variable} is there exactly for the kinds that name one. */
public record AfterMatch(Span span, Kind kind, @Nullable Identifier variable) implements Node {
    /** Where to go on after a match. */
    public enum Kind {
        /** {@code SKIP PAST LAST ROW}. */
        PAST_LAST_ROW,
        /** {@code SKIP TO NEXT ROW}. */
        NEXT_ROW,
        /** {@code SKIP TO FIRST variable}. */
        FIRST,
        /** {@code SKIP TO LAST variable} or {@code SKIP TO variable}. */
        LAST
    }
}
