package kpipe.runtime.engine;

import java.util.ArrayList;
import java.util.List;
import kpipe.runtime.stream.Troubles;

/** The counts of a run as a table of text. */
final class Summary {

    /** So many kinds of errors are told of. */
    static final int MOST_KINDS = 5;

    private static final String[] HEADINGS = {"", "read", "late", "errors", "delivered"};

    private Summary() {}

    /**
     * The table; lines end with a newline.
     *
     * @param nothingRead the sentence below it if nothing was read
     */
    static String of(List<Count> counts, String nothingRead) {
        List<String[]> rows = new ArrayList<>();
        rows.add(HEADINGS);
        long read = 0;
        for (Count count : counts) {
            if (count.kind().equals("stream")) {
                read += count.tally().read;
            }
            rows.add(cells(count));
        }
        StringBuilder out = new StringBuilder();
        int[] widths = widths(rows);
        for (String[] row : rows) {
            line(row, widths, out);
        }
        if (read == 0) {
            out.append(nothingRead).append('\n');
        }
        return out.toString();
    }

    /** Why there are errors: the first of each kind and how many there are; empty where there are none. */
    static String errors(Troubles troubles, boolean delivered) {
        List<Troubles.Trouble> all = troubles.all();
        if (all.isEmpty()) {
            return "";
        }
        List<Troubles.Trouble> shown = all.subList(0, Math.min(all.size(), MOST_KINDS));
        int width = 0;
        for (Troubles.Trouble trouble : shown) {
            width = Math.max(width, grouped(trouble.count()).length());
        }
        StringBuilder out = new StringBuilder("errors, and what the first of each kind says:\n");
        for (Troubles.Trouble trouble : shown) {
            String count = grouped(trouble.count());
            out.append("  ").append(" ".repeat(width - count.length())).append(count);
            out.append("  ")
                    .append(trouble.where())
                    .append(": ")
                    .append(trouble.first())
                    .append('\n');
        }
        long others = troubles.others();
        for (Troubles.Trouble trouble : all.subList(shown.size(), all.size())) {
            others += trouble.count();
        }
        if (others > 0) {
            out.append("  and ").append(grouped(others)).append(" of other kinds\n");
        }
        if (!delivered) {
            out.append("a DESTINATION from `error_stream` delivers them all, with their rows\n");
        }
        return out.toString();
    }

    private static String[] cells(Count count) {
        boolean destination = count.kind().equals("destination");
        boolean pump = count.kind().equals("pump");
        return new String[] {
            count.kind() + " " + count.name(),
            destination ? "" : grouped(count.tally().read),
            pump ? grouped(count.tally().late) : "",
            grouped(count.tally().errors),
            destination ? grouped(count.tally().delivered) : ""
        };
    }

    private static int[] widths(List<String[]> rows) {
        int[] widths = new int[HEADINGS.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return widths;
    }

    private static void line(String[] row, int[] widths, StringBuilder out) {
        int start = out.length();
        for (int i = 0; i < row.length; i++) {
            if (i > 0) {
                out.append("  ").append(" ".repeat(widths[i] - row[i].length()));
            }
            out.append(row[i]);
            if (i == 0) {
                out.append(" ".repeat(widths[i] - row[i].length()));
            }
        }
        int end = out.length();
        while (end > start && out.charAt(end - 1) == ' ') {
            end--;
        }
        out.setLength(end);
        out.append('\n');
    }

    /** Digits in groups of three. */
    static String grouped(long value) {
        StringBuilder digits = new StringBuilder(Long.toString(value));
        for (int i = digits.length() - 3; i > 0; i -= 3) {
            digits.insert(i, ',');
        }
        return digits.toString();
    }
}
