package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * {@code MINUTE TO SECOND(3)}. {@code end} is null for a single unit; for {@code SECOND(p, s)} both precisions
 * stand with {@code start}.
 */
public record IntervalQualifier(
        Span span,
        TimeUnit start,
        @Nullable Integer startPrecision,
        @Nullable TimeUnit end,
        @Nullable Integer fractionPrecision)
        implements Node {}
