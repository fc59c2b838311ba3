package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** What stands in {@code JSON_VALUE(input, path …)} and its like. */
public record JsonQuery(
        Span span,
        Kind kind,
        Expr input,
        Expr path,
        @Nullable TypeName returning,
        @Nullable Wrapper wrapper,
        @Nullable JsonOnEvent onEmpty,
        @Nullable JsonOnEvent onError)
        implements Node {
    /** Which function. */
    public enum Kind {
        /** {@code JSON_VALUE}. */
        VALUE,
        /** {@code JSON_QUERY}. */
        QUERY,
        /** {@code JSON_EXISTS}. */
        EXISTS
    }

    /** Whether JSON_QUERY puts its result into an array. */
    public enum Wrapper {
        /** {@code WITHOUT [ARRAY] WRAPPER}. */
        WITHOUT,
        /** {@code WITH CONDITIONAL [ARRAY] WRAPPER}. */
        CONDITIONAL,
        /** {@code WITH [UNCONDITIONAL] [ARRAY] WRAPPER}. */
        UNCONDITIONAL
    }
}
