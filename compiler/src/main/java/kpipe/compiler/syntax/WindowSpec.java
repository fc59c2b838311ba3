package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** What stands between the parentheses after OVER. */
public record WindowSpec(
        Span span,
        @Nullable Identifier base,
        List<Expr> partitionBy,
        List<SortItem> orderBy,
        @Nullable WindowFrame frame)
        implements Node {}
