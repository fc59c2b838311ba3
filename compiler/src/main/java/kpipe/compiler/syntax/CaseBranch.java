package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;

/** {@code WHEN … THEN …}. */
public record CaseBranch(Span span, Expr when, Expr then) implements Node {}
