package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.Span;

/** {@code AS x (a, b)}. {@code columns} is empty where none are listed. */
public record TableAlias(Span span, Identifier name, List<Identifier> columns) implements Node {}
