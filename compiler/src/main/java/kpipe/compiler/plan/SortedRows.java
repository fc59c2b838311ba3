package kpipe.compiler.plan;

import java.util.List;
import kpipe.compiler.model.Bindings;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * An ORDER BY.
 *
 * @param keys in the order of their weight; the first is the time up to which rows are gathered
 * @param within how far apart rows may come that are sorted by the time that becomes their ROWTIME, in milliseconds; 0 where they are in the order of time
 * @param limit how many rows of each time are wanted; null for all
 */
public record SortedRows(List<Key> keys, long within, Bindings.@Nullable Limit limit) {

    /**
     * One of its keys.
     *
     * @param nullsFirst whether NULL comes before all values; where nothing is said it counts as the greatest
     */
    public record Key(boolean descending, boolean nullsFirst, Span span) {}

    public SortedRows {
        keys = List.copyOf(keys);
    }

    /** Two of one name mean the same. */
    String name() {
        StringBuilder name = new StringBuilder("order by within " + within + " limit " + limit);
        for (Key key : keys) {
            name.append(key.descending() ? " descending" : " ascending").append(key.nullsFirst() ? " nulls first" : "");
        }
        return name.toString();
    }
}
