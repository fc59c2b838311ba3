package kpipe.stdlib.function;

import java.util.List;
import kpipe.data.Kind;
import kpipe.data.Text;
import kpipe.data.Type;
import kpipe.spi.RecordFunction;
import kpipe.stdlib.format.DatetimePattern;
import org.jspecify.annotations.Nullable;

/** SYS_LOG_PARSE. Not thread-safe. */
public final class SystemLog {

    /** {@code Mon DD HH:MM:SS}. */
    private static final int TIME_LENGTH = 15;

    private static final List<RecordColumn> COLUMNS = List.of(
            new RecordColumn("COLUMN1", Type.of(Kind.TIMESTAMP, true), null, false, -1, -1),
            new RecordColumn("COLUMN2", Type.of(Kind.VARCHAR, true), null, false, -1, -1));

    private final RecordWriter writer = new RecordWriter(COLUMNS);
    private final DatetimePattern pattern = new DatetimePattern("MMM dd HH:mm:ss");

    /** SYS_LOG_PARSE. */
    public static final class SysLogParse extends Definition implements RecordFunction {
        public SysLogParse() {
            super(
                    SystemLog.class,
                    "SYS_LOG_PARSE",
                    "A line of a Unix system log, `Mon DD HH:MM:SS server message`, as a ROW: COLUMN1, its time, a TIMESTAMP in the year 1970, for the line has none, and COLUMN2, all that follows. NULL where the line does not begin so.");
            record("parse", text("s"));
            example("SYS_LOG_PARSE('Jun  9 06:06:20 combo su: session opened').COLUMN1", "1970-06-09 06:06:20.000");
            example("SYS_LOG_PARSE('Jun  9 06:06:20 combo su: session opened').COLUMN2", "combo su: session opened");
        }

        @Override
        public Type record(List<@Nullable Object> constants) {
            return RecordColumns.row(COLUMNS);
        }
    }

    public @Nullable Text parse(Text s) {
        int from = s.offset();
        int end = Strings.end(s);
        byte[] bytes = s.bytes();
        if (from < end && bytes[from] == '<') {
            // A priority, as senders put it before the line.
            int close = Strings.indexOf(s, from, Text.of(">"));
            from = close < 0 ? from : close + 1;
        }
        if (end - from < TIME_LENGTH || end - from > TIME_LENGTH && bytes[from + TIME_LENGTH] != ' ') {
            return null;
        }
        Long time = pattern.parsePrefix(new Text(bytes, from, TIME_LENGTH).toString());
        if (time == null) {
            return null;
        }
        writer.begin();
        writer.addCell(time);
        writer.add(bytes, Math.min(end, from + TIME_LENGTH + 1), end);
        return writer.row();
    }
}
