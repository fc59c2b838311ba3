package kpipe.compiler.plan;

import java.util.List;
import kpipe.compiler.source.Span;

/**
 * An ORDER BY.
 *
 * @param keys in the order of their weight; the first is the time up to which rows are gathered
 */
public record SortedRows(List<Key> keys) {

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
        StringBuilder name = new StringBuilder("order by");
        for (Key key : keys) {
            name.append(key.descending() ? " descending" : " ascending").append(key.nullsFirst() ? " nulls first" : "");
        }
        return name.toString();
    }
}
