package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** {@code ROWS 3 PRECEDING}, {@code RANGE BETWEEN … AND …}. {@code end} is null without BETWEEN. */
public record WindowFrame(
        Span span, Unit unit, FrameBound start, @Nullable FrameBound end) implements Node {
    /** What a frame counts in. */
    public enum Unit {
        /** Rows. */
        ROWS,
        /** Distance in the ordering value. */
        RANGE,
        /** Groups of peers. */
        GROUPS
    }
}
