package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Things that lead from one to the next and back to the first, as a sentence names them. */
final class Circle {

    private static final int MOST_NAMES = 8;

    private Circle() {}

    /** {@code `a` → `b` → `a`}; of a long circle the beginning and the end. */
    static String words(List<String> names) {
        List<String> way = new ArrayList<>(names);
        way.add(names.get(0));
        if (way.size() <= MOST_NAMES) {
            return arrows(way);
        }
        int half = MOST_NAMES / 2;
        int left = way.size() - 2 * half;
        return arrows(way.subList(0, half)) + " → … (" + left + " more) → "
                + arrows(way.subList(way.size() - half, way.size()));
    }

    private static String arrows(List<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(" → "));
    }
}
