package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;

/** {@code DEFINE a AS condition}. */
public record PatternVariable(Span span, Identifier name, Expr condition) implements Node {}
