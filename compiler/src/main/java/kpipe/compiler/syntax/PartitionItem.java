package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** One part of a PARTITION BY clause. */
public record PartitionItem(
        Span span, Expr expression, @Nullable Identifier alias) implements Node {}
