package kpipe.compiler.model;

import java.util.List;
import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.SortItem;
import org.jspecify.annotations.Nullable;

/**
 * The window of a function with OVER, whichever way the text gives it.
 *
 * @param order the ORDER BY, which must be ROWTIME; empty where nothing is said, which means the same
 * @param frame null where nothing is said
 * @param span of what follows OVER
 */
public record OverWindow(
        List<Expr> partitionBy,
        List<SortItem> order,
        @Nullable Frame frame,
        Span span) {
    public OverWindow {
        partitionBy = List.copyOf(partitionBy);
        order = List.copyOf(order);
    }
}
