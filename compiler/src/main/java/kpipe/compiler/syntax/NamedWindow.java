package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;

/** {@code name AS (…)} of the WINDOW clause. */
public record NamedWindow(Span span, Identifier name, WindowSpec specification) implements Node {}
