package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import kpipe.compiler.pipeline.Aggregate;
import org.jspecify.annotations.Nullable;

/** LISTAGG. */
final class TextLists {

    private TextLists() {}

    /** @param index which aggregate it is */
    static @Nullable Object of(Aggregate aggregate, int index, List<Group.Entry> byArrival) {
        List<Group.Entry> rows = new ArrayList<>(byArrival);
        rows.removeIf(row -> row.arguments().get(index).get(0) == null);
        if (rows.isEmpty()) {
            return null;
        }
        Aggregate.Listing listing = Objects.requireNonNull(aggregate.listing());
        rows.sort((a, b) -> compare(aggregate, listing, index, a, b));
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add((String) row.arguments().get(index).get(0)));
        String joined = String.join(listing.separator(), aggregate.distinct() ? new LinkedHashSet<>(texts) : texts);
        if (Values.length(joined) > aggregate.type().precision()) {
            throw Values.overflow(aggregate.type());
        }
        return joined;
    }

    private static int compare(
            Aggregate aggregate, Aggregate.Listing listing, int index, Group.Entry left, Group.Entry right) {
        for (int i = 0; i < listing.orders().size(); i++) {
            Aggregate.Listing.Order order = listing.orders().get(i);
            Object a = left.arguments().get(index).get(i + 1);
            Object b = right.arguments().get(index).get(i + 1);
            int result;
            if (a == null || b == null) {
                result = a == b ? 0 : (a == null) == order.nullsFirst() ? -1 : 1;
            } else {
                result = Values.compare(a, b, aggregate.arguments().get(i + 1).kind());
                result = order.descending() ? -result : result;
            }
            if (result != 0) {
                return result;
            }
        }
        return Long.compare(left.rowtime(), right.rowtime());
    }
}
