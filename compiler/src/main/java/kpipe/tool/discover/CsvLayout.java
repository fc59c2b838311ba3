package kpipe.tool.discover;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import kpipe.tool.discover.Layout.Seen;
import org.jspecify.annotations.Nullable;

/** Delimited text: which character stands between fields, whether the first record names them, and which word stands for NULL. */
final class CsvLayout {

    private static final List<Character> DELIMITERS = List.of(',', '\t', ';', '|');
    private static final List<String> NULLS =
            List.of("NA", "N/A", "NULL", "null", "None", "none", "\\N", "-", "NaN", "nan", "?");

    /** How many records the delimiter is looked for in. */
    private static final int LOOK = 200;

    private static final double MOST = 0.9;

    private final List<List<Field>> records;
    private final char delimiter;

    /** A field, and whether it stands in quotes. */
    record Field(String text, boolean quoted) {}

    private CsvLayout(List<List<Field>> records, char delimiter) {
        this.records = records;
        this.delimiter = delimiter;
    }

    /** The layout of a sample; null where it has no fields that a delimiter parts. */
    static @Nullable Layout of(Sample sample, int enough) {
        String text = sample.text();
        if (sample.cut()) {
            text = text.substring(0, text.lastIndexOf('\n') + 1);
        }
        char best = 0;
        double bestShare = MOST;
        int bestFields = 1;
        for (char candidate : DELIMITERS) {
            List<List<Field>> records = records(text, candidate, LOOK);
            int fields = records.isEmpty() ? 0 : records.get(0).size();
            double share =
                    records.stream().filter(record -> record.size() == fields).count()
                            / (double) Math.max(1, records.size());
            if (fields > 1 && (share > bestShare || share >= bestShare && fields > bestFields)) {
                best = candidate;
                bestShare = share;
                bestFields = fields;
            }
        }
        return best == 0 ? null : new CsvLayout(records(text, best, enough + 1), best).layout();
    }

    private Layout layout() {
        List<Field> first = records.get(0);
        boolean header = isHeader(first);
        List<List<Field>> rows = header ? records.subList(1, records.size()) : records;
        List<String> remarks = new ArrayList<>();
        if (header && !hasTypes(rows, first.size())) {
            remarks.add("the first line is taken for names, as none of them is a value further down");
        }
        String marker = marker(rows, first.size());
        List<Evidence> evidence = evidence(rows, first.size(), marker);
        List<Seen> columns = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            columns.add(new Seen(header ? first.get(i).text().strip() : "column_" + (i + 1), null, evidence.get(i)));
        }
        int odd = (int) rows.stream().filter(row -> row.size() != first.size()).count();
        if (odd > 0) {
            remarks.add(odd + " of the records have more or fewer fields than the first");
        }
        return new Layout(format(header, marker), columns, rows.size(), 0, remarks);
    }

    private String format(boolean header, @Nullable String marker) {
        List<String> options = new ArrayList<>();
        if (header) {
            options.add("header = TRUE");
        }
        if (delimiter != ',') {
            options.add("delimiter = '" + delimiter + "'");
        }
        if (marker != null) {
            options.add("null = '" + marker + "'");
        }
        return options.isEmpty() ? "CSV" : "CSV (" + String.join(", ", options) + ")";
    }

    /** Names are texts, none twice; the values below them are of other kinds, or at least none of them is a name. */
    private boolean isHeader(List<Field> first) {
        Set<String> names = new HashSet<>();
        for (Field field : first) {
            Evidence evidence = new Evidence();
            evidence.addField(field.text());
            boolean name = evidence.texts == 1
                    && evidence.times().isEmpty()
                    && field.text().strip().matches("[\\p{L}_@#$][^\\p{Cntrl}]{0,60}");
            if (!name || !names.add(field.text().strip().toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        List<List<Field>> rest = records.subList(1, records.size());
        if (hasTypes(rest, first.size())) {
            return true;
        }
        for (List<Field> row : rest) {
            for (Field field : row) {
                if (names.contains(field.text().strip().toLowerCase(Locale.ROOT))) {
                    return false;
                }
            }
        }
        return first.stream().allMatch(field -> field.text().strip().matches("[\\p{L}_][\\p{L}\\p{N}_. -]{0,40}"))
                && rest.size() > 1;
    }

    /** Whether some column holds only numbers, only times, or only TRUE and FALSE. */
    private static boolean hasTypes(List<List<Field>> rows, int count) {
        return evidence(rows, count, marker(rows, count)).stream().anyMatch(CsvLayout::isTyped);
    }

    private static boolean isTyped(Evidence evidence) {
        return evidence.values() > 0 && evidence.texts == 0 || !evidence.times().isEmpty();
    }

    /** The word that, taken for NULL, gives most columns a type; null where none does. */
    private static @Nullable String marker(List<List<Field>> rows, int count) {
        Set<String> there = new HashSet<>();
        for (List<Field> row : rows) {
            for (Field field : row) {
                if (!field.quoted() && NULLS.contains(field.text())) {
                    there.add(field.text());
                }
            }
        }
        String best = null;
        long most = there.isEmpty()
                ? 0
                : evidence(rows, count, null).stream()
                        .filter(CsvLayout::isTyped)
                        .count();
        for (String candidate : NULLS) {
            if (there.contains(candidate)) {
                long typed = evidence(rows, count, candidate).stream()
                        .filter(CsvLayout::isTyped)
                        .count();
                if (typed > most) {
                    most = typed;
                    best = candidate;
                }
            }
        }
        return best;
    }

    private static List<Evidence> evidence(List<List<Field>> rows, int count, @Nullable String marker) {
        List<Evidence> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Evidence());
        }
        for (List<Field> row : rows) {
            for (int i = 0; i < count; i++) {
                Field field = i < row.size() ? row.get(i) : new Field("", false);
                boolean none = !field.quoted()
                        && (field.text().isEmpty() || field.text().equals(marker));
                if (none) {
                    all.get(i).addNull();
                } else {
                    all.get(i).addField(field.text());
                }
            }
        }
        return all;
    }

    /** The first records, with quotes as RFC 4180 has them. */
    private static List<List<Field>> records(String text, char delimiter, int enough) {
        List<List<Field>> records = new ArrayList<>();
        int at = 0;
        while (at < text.length() && records.size() < enough) {
            List<Field> record = new ArrayList<>();
            at = record(text, at, delimiter, record);
            if (record.size() > 1 || !record.get(0).text().isEmpty()) {
                records.add(record);
            }
        }
        return records;
    }

    private static int record(String text, int start, char delimiter, List<Field> into) {
        int at = start;
        while (true) {
            int close = at < text.length() && text.charAt(at) == '"' ? closing(text, at) : -1;
            if (close > 0) {
                into.add(new Field(text.substring(at + 1, close).replace("\"\"", "\""), true));
                at = close + 1;
            } else {
                int end = at;
                while (end < text.length() && text.charAt(end) != delimiter && text.charAt(end) != '\n') {
                    end++;
                }
                boolean carriage = end > at && text.charAt(end - 1) == '\r';
                into.add(new Field(text.substring(at, carriage ? end - 1 : end), false));
                at = end;
            }
            if (at >= text.length() || text.charAt(at) != delimiter) {
                int line = text.indexOf('\n', at);
                return line < 0 ? text.length() : line + 1;
            }
            at++;
        }
    }

    /** Where the quote ends that begins there; -1 if it never does. */
    private static int closing(String text, int start) {
        int at = text.indexOf('"', start + 1);
        while (at >= 0 && at + 1 < text.length() && text.charAt(at + 1) == '"') {
            at = text.indexOf('"', at + 2);
        }
        return at;
    }
}
