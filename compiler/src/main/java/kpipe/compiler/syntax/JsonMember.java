package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;

/** A member of a JSON_OBJECT. */
public record JsonMember(Span span, Expr key, Expr value) implements Node {}
