package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.Span;

/** {@code name (columns) AS (query)} of a WITH. {@code columns} is empty where none are listed. */
public record CommonTable(Span span, Identifier name, List<Identifier> columns, Query query) implements Node {}
