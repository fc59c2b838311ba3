package kpipe.tool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** The rows that were expected beside those that came, as multisets: which agree, which are missing, which are unexpected. */
final class RowDifference {

    /** So many rows that agree are shown before and behind what differs. */
    private static final int CONTEXT = 3;

    private static final int MAX_LINES = 60;

    /** A line of the picture: a row that agrees ({@code ' '}), is missing ({@code '-'}) or is unexpected ({@code '+'}). */
    private record Line(char mark, TestRow row) {}

    private final List<Line> lines = new ArrayList<>();
    private int missing;
    private int unexpected;

    private RowDifference() {}

    static RowDifference of(List<TestRow> expected, List<TestRow> actual) {
        RowDifference difference = new RowDifference();
        List<TestRow> left = new ArrayList<>(actual);
        List<@Nullable TestRow> wanting = new ArrayList<>();
        for (TestRow row : expected) {
            wanting.add(take(row, left) ? null : row);
        }
        for (int i = 0; i < expected.size(); i++) {
            TestRow absent = wanting.get(i);
            if (absent == null) {
                difference.lines.add(new Line(' ', expected.get(i)));
            } else {
                difference.lines.add(new Line('-', absent));
                difference.missing++;
                difference.nearest(absent, left);
            }
        }
        for (TestRow row : left) {
            difference.unexpected(row);
        }
        return difference;
    }

    /** Takes the row out of {@code rows}, if it is there. */
    private static boolean take(TestRow row, List<TestRow> rows) {
        for (int i = 0; i < rows.size(); i++) {
            if (row.sameAs(rows.get(i))) {
                rows.remove(i);
                return true;
            }
        }
        return false;
    }

    /** Below a missing row stands the unexpected one that is likest to it, if more than half of its values are the same. */
    private void nearest(TestRow absent, List<TestRow> left) {
        TestRow best =
                left.stream().min(Comparator.comparingInt(absent::differences)).orElse(null);
        if (best != null && absent.differences(best) * 2 <= absent.values().size()) {
            left.remove(best);
            unexpected(best);
        }
    }

    private void unexpected(TestRow row) {
        lines.add(new Line('+', row));
        unexpected++;
    }

    boolean isEmpty() {
        return missing == 0 && unexpected == 0;
    }

    /** {@code 1 row is missing, 2 are unexpected}. */
    String summary() {
        List<String> parts = new ArrayList<>();
        if (missing > 0) {
            parts.add(missing == 1 ? "1 row is missing" : missing + " rows are missing");
        }
        if (unexpected > 0) {
            String rows = parts.isEmpty() ? unexpected == 1 ? " row" : " rows" : "";
            parts.add(unexpected + rows + (unexpected == 1 ? " is unexpected" : " are unexpected"));
        }
        return String.join(", ", parts);
    }

    /** The rows in columns, under the columns' names: {@code -} before what is missing, {@code +} before what is unexpected. */
    List<String> picture(List<String> names, List<Type> types) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(names);
        lines.forEach(line -> cells.add(line.row().shown(types)));
        int[] widths = new int[names.size()];
        for (List<String> row : cells) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
            }
        }
        List<String> picture = new ArrayList<>();
        picture.add("  " + join(names, widths));
        boolean cut = false;
        for (int i = 0; i < lines.size() && picture.size() < MAX_LINES; i++) {
            if (isNearDifference(i)) {
                picture.add(lines.get(i).mark() + " " + join(cells.get(i + 1), widths));
                cut = false;
            } else if (!cut) {
                picture.add("  …");
                cut = true;
            }
        }
        if (picture.size() == MAX_LINES) {
            picture.add("  … and more");
        }
        return picture;
    }

    private boolean isNearDifference(int index) {
        for (int i = Math.max(0, index - CONTEXT); i <= Math.min(lines.size() - 1, index + CONTEXT); i++) {
            if (lines.get(i).mark() != ' ') {
                return true;
            }
        }
        return false;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String join(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            line.append(cells.get(column)).append(" ".repeat(widths[column] - width(cells.get(column)) + 2));
        }
        return line.toString().stripTrailing();
    }
}
