package kpipe.stdlib.function;

import java.util.ArrayList;
import java.util.List;
import kpipe.data.Kind;
import kpipe.data.Text;
import kpipe.data.Type;
import kpipe.spi.RecordFunction;
import kpipe.spi.RecordFunction.BadConstantException;
import org.jspecify.annotations.Nullable;

/** W3C_LOG_PARSE. An instance serves one call in the text, whose format it reads once. Not thread-safe. */
public final class AccessLog {

    private @Nullable AccessFormat format;
    private RecordWriter writer = new RecordWriter(List.of());

    /** W3C_LOG_PARSE. */
    public static final class W3cLogParse extends Definition implements RecordFunction {
        public W3cLogParse() {
            super(
                    AccessLog.class,
                    "W3C_LOG_PARSE",
                    "A line of a web server's log as a ROW, one field for each specifier of the format, called COLUMN1 and so on; NULL where the line does not fit. The format is one of Apache's LogFormat, or `COMMON`, "
                            + "`COMMON WITH VHOST`, `NCSA EXTENDED`, `REFERER`, `AGENT` or `IIS`. Bytes (`%B`), durations (`%D`, `%T`) and what `%I` and `%O` count are BIGINT, ports (`%p`) INTEGER, all others VARCHAR(1024): the status (`%s`) too, "
                            + "every one with a condition, for it may be `-`, and `%b`, which may be that too. `%t` keeps its brackets where the format has none.");
            record("parse", text("s"), text("format"));
            example(
                    "W3C_LOG_PARSE('127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 200 2326', 'COMMON').COLUMN5",
                    "GET / HTTP/1.0");
            example(
                    "W3C_LOG_PARSE('127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 200 2326', 'COMMON').COLUMN6",
                    "200");
            example("W3C_LOG_PARSE('http://a/ ---> /b', 'REFERER').COLUMN2", "/b");
        }

        @Override
        public Type record(List<@Nullable Object> constants) throws BadConstantException {
            AccessFormat format = AccessFormat.read(String.valueOf(constants.get(1)));
            return RecordColumns.row(columns(format));
        }
    }

    private static List<RecordColumn> columns(AccessFormat format) {
        List<RecordColumn> columns = new ArrayList<>();
        for (Kind kind : format.kinds()) {
            Type type = kind == Kind.VARCHAR ? RecordColumn.TEXT : Type.of(kind, true);
            columns.add(new RecordColumn("COLUMN" + (columns.size() + 1), type, null, false, -1, -1));
        }
        return columns;
    }

    public @Nullable Text parse(Text s, Text text) {
        AccessFormat known = format == null ? use(text) : format;
        if (!known.matches(s)) {
            return null;
        }
        writer.begin();
        for (int i = 0; i < known.kinds().size(); i++) {
            writer.add(s.bytes(), known.start(i), known.end(i));
        }
        return writer.row();
    }

    private AccessFormat use(Text text) {
        try {
            AccessFormat read = AccessFormat.read(text.toString());
            format = read;
            writer = new RecordWriter(columns(read));
            return read;
        } catch (BadConstantException e) {
            throw new IllegalStateException(e);
        }
    }
}
