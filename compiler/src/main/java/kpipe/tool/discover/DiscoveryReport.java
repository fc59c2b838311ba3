package kpipe.tool.discover;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kpipe.tool.discover.Discovery.Found;

/** Tells people and machines what was found. */
public final class DiscoveryReport {

    private static final int WIDEST = 40;

    private DiscoveryReport() {}

    /** For people: the columns with what speaks for them, and the first rows. */
    public static String text(Found found) {
        StringBuilder text = new StringBuilder();
        text.append(found.title()).append(": ").append(found.format()).append(", ");
        text.append(counted(found.rows(), "row")).append(" looked at\n");
        found.remarks().forEach(remark -> text.append(remark).append('\n'));
        if (found.odd() > 0) {
            text.append(counted(found.odd(), "record"))
                    .append(found.odd() == 1 ? " is" : " are")
                    .append(" of another form\n");
        }
        text.append('\n');
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("column", "type", "values", "NULL", "sure", "what was seen"));
        for (ColumnFinding column : found.columns()) {
            table.add(List.of(
                    column.name(),
                    column.type(),
                    number(column.values()),
                    number(column.nulls()),
                    column.sureness().toString().toLowerCase(Locale.ROOT),
                    seen(column)));
        }
        table(table, text);
        text.append('\n');
        if (found.eventTime() != null) {
            text.append("If the time of a row is in it: ")
                    .append(found.eventTime())
                    .append("\n\n");
        }
        text.append("The first rows, as they are read:\n\n");
        List<List<String>> rows = new ArrayList<>();
        rows.add(found.columns().stream().map(ColumnFinding::name).toList());
        rows.addAll(found.read().first());
        table(rows, text);
        text.append('\n').append(counted(found.read().count(), "row")).append(" of the sample can be read");
        if (found.read().rejected() > 0) {
            text.append(", ").append(counted(found.read().rejected(), "record")).append(" cannot: ");
            text.append(String.join("; ", found.read().reasons()));
        }
        return text.append('\n').toString();
    }

    private static String seen(ColumnFinding column) {
        List<String> parts = new ArrayList<>(column.remarks());
        if (!column.examples().isEmpty()) {
            parts.add("such as "
                    + String.join(
                            ", ",
                            column.examples().stream().map(DiscoveryReport::cut).toList()));
        }
        return String.join("; ", parts);
    }

    private static void table(List<List<String>> rows, StringBuilder into) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], (i + 1 < columns ? cut(row.get(i)) : row.get(i)).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int i = 0; i < columns; i++) {
                String cell = i + 1 < columns ? cut(row.get(i)) : row.get(i);
                boolean number = cell.matches("-?[\\d,.]+");
                String blanks = " ".repeat(i + 1 < columns || number ? widths[i] - cell.length() : 0);
                line.append(number ? blanks + cell : cell + blanks).append("  ");
            }
            into.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 1) + "…";
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String counted(long count, String thing) {
        return number(count) + " " + thing + (count == 1 ? "" : "s");
    }

    /** For machines: one object of JSON, without a line's end. */
    public static String json(Found found) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < found.columns().size(); i++) {
            ColumnFinding column = found.columns().get(i);
            columns.add("    {\"name\": " + text(column.name())
                    + ", \"type\": " + text(column.type())
                    + ", \"path\": " + (column.path() == null ? "null" : text(column.path()))
                    + ", \"pattern\": " + (column.pattern() == null ? "null" : text(column.pattern()))
                    + ", \"values\": " + column.values()
                    + ", \"nulls\": " + column.nulls()
                    + ", \"sureness\": " + text(column.sureness().toString().toLowerCase(Locale.ROOT))
                    + ", \"remarks\": " + texts(column.remarks())
                    + ", \"examples\": " + texts(column.examples()) + "}");
        }
        List<String> rows =
                found.read().first().stream().map(row -> "    " + texts(row)).toList();
        return "{\n  \"sample\": " + text(found.title())
                + ",\n  \"format\": " + text(found.format())
                + ",\n  \"rows\": " + found.rows()
                + ",\n  \"odd\": " + found.odd()
                + ",\n  \"read\": " + found.read().count()
                + ",\n  \"rejected\": " + found.read().rejected()
                + ",\n  \"reasons\": " + texts(found.read().reasons())
                + ",\n  \"eventTime\": " + (found.eventTime() == null ? "null" : text(found.eventTime()))
                + ",\n  \"remarks\": " + texts(found.remarks())
                + ",\n  \"columns\": [\n" + String.join(",\n", columns)
                + "\n  ],\n  \"firstRows\": [\n" + String.join(",\n", rows)
                + "\n  ],\n  \"declaration\": " + text(found.declaration()) + "\n}";
    }

    private static String texts(List<String> all) {
        return "[" + String.join(", ", all.stream().map(DiscoveryReport::text).toList()) + "]";
    }

    private static String text(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ') {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
