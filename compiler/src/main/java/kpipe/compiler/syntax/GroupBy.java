package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** {@code GROUP BY …}. */
public record GroupBy(Span span, @Nullable SetQuantifier quantifier, List<GroupItem> items) implements Node {}
