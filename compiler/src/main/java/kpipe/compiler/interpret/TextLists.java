package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.data.Nested;
import kpipe.data.NestedParts;
import kpipe.data.Text;
import kpipe.runtime.operator.TextList;
import org.jspecify.annotations.Nullable;

/** LISTAGG and ARRAY_AGG. */
final class TextLists {

    private TextLists() {}

    /** @param index which aggregate it is */
    static @Nullable Object of(Aggregate aggregate, int index, List<Group.Entry> byArrival) {
        Aggregate.Listing listing = Objects.requireNonNull(aggregate.listing());
        List<Group.Entry> rows = sorted(aggregate, listing, index, byArrival);
        if (rows.isEmpty()) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add((String) row.arguments().get(index).get(0)));
        String joined = String.join(listing.separator(), aggregate.distinct() ? new LinkedHashSet<>(texts) : texts);
        if (Values.length(joined) > aggregate.type().precision()) {
            throw Values.overflow(aggregate.type());
        }
        return joined;
    }

    private static List<Group.Entry> sorted(
            Aggregate aggregate, Aggregate.Listing listing, int index, List<Group.Entry> byArrival) {
        List<Group.Entry> rows = new ArrayList<>(byArrival);
        rows.removeIf(row -> row.arguments().get(index).get(0) == null);
        rows.sort((a, b) -> compare(aggregate, listing, index, a, b));
        return rows;
    }

    /** The elements of the ARRAYs of one that the rows have. */
    static @Nullable Object array(Aggregate aggregate, int index, List<Group.Entry> byArrival) {
        List<@Nullable Text> elements = new ArrayList<>();
        Set<Text> seen = new HashSet<>();
        long given = 0;
        for (Group.Entry row : sorted(aggregate, Objects.requireNonNull(aggregate.listing()), index, byArrival)) {
            Text element = Text.of(
                    (byte[]) Objects.requireNonNull(row.arguments().get(index).get(0)));
            given += element.length();
            if (!aggregate.distinct() || seen.add(element)) {
                elements.add(NestedParts.bytes(element, 0));
            }
        }
        if (given > TextList.MOST_BYTES) {
            throw TextList.tooLarge();
        }
        return given == 0
                ? null
                : Values.ofJavaForm(Nested.of(elements.toArray(new @Nullable Text[0])), aggregate.type());
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
