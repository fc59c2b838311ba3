package kpipe.compiler.parse;

import kpipe.compiler.source.Span;

/** Stops the reading of a statement that is nested more deeply than any pass could follow. Never leaves this package. */
final class NestingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Span span;

    NestingException(Span span) {
        super("nested too deeply", null, false, false);
        this.span = span;
    }

    Span span() {
        return span;
    }
}
