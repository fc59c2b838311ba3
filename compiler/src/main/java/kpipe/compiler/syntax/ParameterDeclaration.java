package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;

/** A parameter of a FUNCTION. */
public record ParameterDeclaration(Span span, Identifier name, TypeName type) implements Node {}
