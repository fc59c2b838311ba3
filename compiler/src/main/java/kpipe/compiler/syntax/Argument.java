package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** An argument of a call; {@code name} is there for {@code name => value}. */
public record Argument(Span span, @Nullable Identifier name, Expr value) implements Node {}
