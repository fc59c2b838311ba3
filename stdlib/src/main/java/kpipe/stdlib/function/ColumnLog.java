package kpipe.stdlib.function;

import java.nio.charset.StandardCharsets;
import java.util.List;
import kpipe.data.Text;
import kpipe.data.Type;
import kpipe.spi.RecordFunction;
import kpipe.spi.RecordFunction.BadConstantException;
import org.jspecify.annotations.Nullable;

/** FIXED_COLUMN_LOG_PARSE and VARIABLE_COLUMN_LOG_PARSE. An instance serves one call in the text. Not thread-safe. */
public final class ColumnLog {

    private static final String COLUMNS =
            " A column is a name with an optional type, of a date or time with an optional pattern in quotes, and an optional `NOT NULL`";
    private static final int MOST_COLUMNS = 1_000;

    private @Nullable List<RecordColumn> columns;
    private RecordWriter writer = new RecordWriter(List.of());
    private String escape = "";
    private char open;
    private char close;

    /** FIXED_COLUMN_LOG_PARSE. */
    public static final class FixedColumnLogParse extends Definition implements RecordFunction {
        public FixedColumnLogParse() {
            super(
                    ColumnLog.class,
                    "FIXED_COLUMN_LOG_PARSE",
                    "The columns of a line that stand at fixed places, as the fields of a ROW." + COLUMNS
                            + ", then `START` with the place of its first character, from 0, and `FOR` with how many it has, else all to the end. What the line is too short for is NULL.");
            record("fixed", text("s"), text("columns"));
            example("FIXED_COLUMN_LOG_PARSE('a1234   7', 'k START 0 FOR 1, n INTEGER START 5').N", "7");
            example("FIXED_COLUMN_LOG_PARSE('a1234   7', '\"k\" TYPE VARCHAR(4) START 1 FOR 4').k", "1234");
        }

        @Override
        public Type record(List<@Nullable Object> constants) throws BadConstantException {
            return RecordColumns.row(described(String.valueOf(constants.get(1)), true));
        }
    }

    /** VARIABLE_COLUMN_LOG_PARSE. */
    public static final class VariableColumnLogParse extends Definition implements RecordFunction {
        public VariableColumnLogParse() {
            super(
                    ColumnLog.class,
                    "VARIABLE_COLUMN_LOG_PARSE",
                    "The columns of a line between separators, as the fields of a ROW: so many of them, called COLUMN1 and so on, or as they are described."
                            + COLUMNS
                            + ". What follows the escape, and what stands in quotes, separates nothing; a quote of two characters has different ones before and behind. "
                            + "Columns that the line does not have are NULL; what it has behind the last one is left out.");
            record("variable", text("s"), integer("columns"), text("separator"));
            record("variable", text("s"), integer("columns"), text("separator"), text("escape"));
            record("variable", text("s"), integer("columns"), text("separator"), text("escape"), text("quote"));
            record("variable", text("s"), text("columns"), text("separator"));
            record("variable", text("s"), text("columns"), text("separator"), text("escape"));
            record("variable", text("s"), text("columns"), text("separator"), text("escape"), text("quote"));
            example("VARIABLE_COLUMN_LOG_PARSE('a,b,c', 3, ',').COLUMN2", "b");
            example("VARIABLE_COLUMN_LOG_PARSE('a|12', 'k TYPE VARCHAR(16), n TYPE INTEGER', '|').N", "12");
            example("VARIABLE_COLUMN_LOG_PARSE('a,\"b,c\",d', 3, ',', '\\', '\"').COLUMN2", "b,c");
        }

        @Override
        public Type record(List<@Nullable Object> constants) throws BadConstantException {
            Object columns = constants.get(1);
            if (String.valueOf(constants.get(2)).isEmpty()) {
                throw new BadConstantException(2, 0, 0, "separates nothing");
            }
            if (constants.size() > 4 && String.valueOf(constants.get(4)).length() > 2) {
                throw new BadConstantException(
                        4, 0, String.valueOf(constants.get(4)).length(), "has more than two characters");
            }
            if (!(columns instanceof Long count)) {
                return RecordColumns.row(described(String.valueOf(columns), false));
            }
            if (count < 1 || count > MOST_COLUMNS) {
                throw new BadConstantException(1, 0, 0, "is no number of columns from 1 to " + MOST_COLUMNS);
            }
            return RecordColumns.row(RecordColumns.numbered(count.intValue()));
        }
    }

    private static List<RecordColumn> described(String list, boolean places) throws BadConstantException {
        try {
            return RecordColumns.read(list, places);
        } catch (BadConstantException e) {
            throw e.within(1, 0);
        }
    }

    private List<RecordColumn> use(List<RecordColumn> list) {
        columns = list;
        writer = new RecordWriter(list);
        return list;
    }

    private List<RecordColumn> use(Text list, boolean places) {
        try {
            return use(described(list.toString(), places));
        } catch (BadConstantException e) {
            throw new IllegalStateException(e);
        }
    }

    public Text fixed(Text s, Text list) {
        List<RecordColumn> known = columns == null ? use(list, true) : columns;
        writer.begin();
        int end = Strings.end(s);
        for (RecordColumn column : known) {
            int from = Strings.place(s, column.start());
            if (from == end) {
                writer.addNull();
            } else {
                int to = column.length() < 0 ? end : Strings.place(s, (long) column.start() + column.length());
                writer.add(s.bytes(), from, to);
            }
        }
        return writer.row();
    }

    public Text variable(Text s, long count, Text separator) {
        return variable(s, count, separator, Strings.EMPTY, Strings.EMPTY);
    }

    public Text variable(Text s, long count, Text separator, Text escaping) {
        return variable(s, count, separator, escaping, Strings.EMPTY);
    }

    public Text variable(Text s, long count, Text separator, Text escaping, Text quote) {
        if (columns == null) {
            use(RecordColumns.numbered((int) count));
            quote(escaping, quote);
        }
        return split(s, separator);
    }

    public Text variable(Text s, Text list, Text separator) {
        return variable(s, list, separator, Strings.EMPTY, Strings.EMPTY);
    }

    public Text variable(Text s, Text list, Text separator, Text escaping) {
        return variable(s, list, separator, escaping, Strings.EMPTY);
    }

    public Text variable(Text s, Text list, Text separator, Text escaping, Text quote) {
        if (columns == null) {
            use(list, false);
            quote(escaping, quote);
        }
        return split(s, separator);
    }

    private void quote(Text escaping, Text quote) {
        escape = escaping.toString();
        String quotes = quote.toString();
        open = quotes.isEmpty() ? 0 : quotes.charAt(0);
        close = quotes.isEmpty() ? 0 : quotes.charAt(quotes.length() - 1);
    }

    private Text split(Text s, Text separator) {
        List<RecordColumn> known = columns == null ? List.of() : columns;
        writer.begin();
        if (escape.isEmpty() && open == 0) {
            plain(s, separator, known.size());
        } else {
            quoted(s.toString(), separator.toString(), known.size());
        }
        return writer.row();
    }

    private void plain(Text s, Text separator, int count) {
        int from = s.offset();
        for (int i = 0; i < count && from >= 0; i++) {
            int to = Strings.indexOf(s, from, separator);
            writer.add(s.bytes(), from, to < 0 ? Strings.end(s) : to);
            from = to < 0 ? -1 : to + separator.length();
        }
    }

    private void quoted(String line, String separator, int count) {
        StringBuilder content = new StringBuilder();
        boolean inQuotes = false;
        int written = 0;
        int at = 0;
        while (written < count) {
            if (at >= line.length()) {
                add(content);
                return;
            }
            char c = line.charAt(at);
            if (!escape.isEmpty() && line.startsWith(escape, at) && at + escape.length() < line.length()) {
                content.append(line.charAt(at + escape.length()));
                at += escape.length() + 1;
            } else if (open != 0 && (inQuotes ? c == close : c == open)) {
                inQuotes = !inQuotes;
                at++;
            } else if (!inQuotes && line.startsWith(separator, at)) {
                add(content);
                content.setLength(0);
                written++;
                at += separator.length();
            } else {
                content.append(c);
                at++;
            }
        }
    }

    private void add(StringBuilder content) {
        byte[] bytes = content.toString().getBytes(StandardCharsets.UTF_8);
        writer.add(bytes, 0, bytes.length);
    }
}
