package kpipe.compiler.plan;

import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * A select that groups, as far as messages need it.
 *
 * @param span the whole select
 * @param place what groups: the clause GROUP BY, or where there is none the select
 * @param grouped whether there is a GROUP BY
 * @param stream the name of the stream in FROM; null where it is a query
 * @param keys the keys of GROUP BY
 */
public record GroupedSelect(
        Span span, Span place, boolean grouped, @Nullable Span stream, List<Span> keys) {
    public GroupedSelect {
        keys = List.copyOf(keys);
    }
}
