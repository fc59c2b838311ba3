package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.Span;

/** {@code SUBSET u = (a, b)}. */
public record PatternSubset(Span span, Identifier name, List<Identifier> variables) implements Node {}
