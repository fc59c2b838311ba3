package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;

/** {@code name = value} between the parentheses of a connector or a format. */
public record ConnectorOption(Span span, QualifiedName name, OptionValue value) implements Node {}
