package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** {@code DEFAULT x ON EMPTY}, {@code NULL ON ERROR} … {@code defaultValue} is there exactly for DEFAULT. */
public record JsonOnEvent(Span span, Kind kind, @Nullable Expr defaultValue) implements Node {
    /** What to answer. */
    public enum Kind {
        /** {@code NULL}. */
        NULL,
        /** {@code ERROR}. */
        ERROR,
        /** {@code DEFAULT expression}. */
        DEFAULT,
        /** {@code EMPTY ARRAY} or {@code EMPTY}. */
        EMPTY_ARRAY,
        /** {@code EMPTY OBJECT}. */
        EMPTY_OBJECT,
        /** {@code TRUE} of JSON_EXISTS. */
        TRUE,
        /** {@code FALSE} of JSON_EXISTS. */
        FALSE,
        /** {@code UNKNOWN} of JSON_EXISTS. */
        UNKNOWN
    }
}
