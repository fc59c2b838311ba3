package kpipe.stdlib.function;

import static kpipe.spi.ScalarFunction.ResultRule.DATE;
import static kpipe.spi.ScalarFunction.ResultRule.TEXT;
import static kpipe.spi.ScalarFunction.ResultRule.TIME;
import static kpipe.spi.ScalarFunction.ResultRule.TIMESTAMP;

import kpipe.data.RowException;
import kpipe.data.Text;
import kpipe.stdlib.format.DatetimePattern;
import kpipe.stdlib.format.Datetimes;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times from text and to it, by patterns of Java's SimpleDateFormat: English names, UTC, strict, and when reading only the front of the text need
 * fit. An instance serves one call in the text and keeps the pattern that it saw last. Not thread-safe.
 */
public final class DatetimeText {

    private static final long DAY = 86_400_000L;
    private static final String FRONT =
            " What follows behind the part that fits is ignored; fields that the pattern lacks are those of 1970-01-01 00:00:00.";

    private @Nullable Text lastPattern;
    private DatetimePattern pattern = new DatetimePattern("");

    private DatetimePattern pattern(Text text) {
        if (!text.equals(lastPattern)) {
            try {
                pattern = new DatetimePattern(text.toString());
            } catch (IllegalArgumentException e) {
                throw new RowException("BAD_ARGUMENT", "'" + text + "' is no date pattern");
            }
            lastPattern = text.copy();
        }
        return pattern;
    }

    /** CHAR_TO_TIMESTAMP. */
    public static final class CharToTimestamp extends Definition {
        public CharToTimestamp() {
            super(
                    DatetimeText.class,
                    "CHAR_TO_TIMESTAMP",
                    "Reads a TIMESTAMP by a pattern of Java's SimpleDateFormat." + FRONT);
            takes(TIMESTAMP, "timestamp", text("pattern"), text("s"));
            example("CHAR_TO_TIMESTAMP('MM/dd/yy hh:mm:ss', '12/19/11 12:11:10')", "2011-12-19 00:11:10.000");
        }
    }

    public long timestamp(Text format, Text s) {
        Long millis = pattern(format).parsePrefix(s.toString());
        if (millis == null) {
            throw new RowException("BAD_CAST", "'" + s + "' does not fit the pattern '" + format + "'");
        }
        return millis;
    }

    /** CHAR_TO_DATE. */
    public static final class CharToDate extends Definition {
        public CharToDate() {
            super(DatetimeText.class, "CHAR_TO_DATE", "Reads a DATE by a pattern of Java's SimpleDateFormat." + FRONT);
            takes(DATE, "date", text("pattern"), text("s"));
            example("CHAR_TO_DATE('dd.MM.yyyy', '19.12.2011')", "2011-12-19");
        }
    }

    public long date(Text format, Text s) {
        return Math.floorDiv(timestamp(format, s), DAY);
    }

    /** CHAR_TO_TIME. */
    public static final class CharToTime extends Definition {
        public CharToTime() {
            super(DatetimeText.class, "CHAR_TO_TIME", "Reads a TIME by a pattern of Java's SimpleDateFormat." + FRONT);
            takes(TIME, "time", text("pattern"), text("s"));
            example("CHAR_TO_TIME('HH:mm', '13:05')", "13:05:00");
        }
    }

    public long time(Text format, Text s) {
        return Math.floorMod(timestamp(format, s), DAY);
    }

    /** TIMESTAMP_TO_CHAR. */
    public static final class TimestampToChar extends Definition {
        public TimestampToChar() {
            super(
                    DatetimeText.class,
                    "TIMESTAMP_TO_CHAR",
                    "A TIMESTAMP as text, by a pattern of Java's SimpleDateFormat; the text `null` for NULL, as in Kinesis Data Analytics.");
            takesNulls(TEXT, false, "timestampToChar", text("pattern"), timestamp("t"));
            example("TIMESTAMP_TO_CHAR('HH:mm', TIMESTAMP '2026-01-01 13:05:00')", "13:05");
        }
    }

    public @Nullable Text timestampToChar(@Nullable Text format, @Nullable Long millis) {
        if (format == null) {
            return null;
        }
        return millis == null ? Text.of("null") : format(format, millis);
    }

    /** DATE_TO_CHAR. */
    public static final class DateToChar extends Definition {
        public DateToChar() {
            super(DatetimeText.class, "DATE_TO_CHAR", "A DATE as text, by a pattern of Java's SimpleDateFormat.");
            takes(TEXT, "dateToChar", text("pattern"), date("d"));
            example("DATE_TO_CHAR('dd.MM.yyyy', DATE '2011-12-19')", "19.12.2011");
        }
    }

    public Text dateToChar(Text format, long days) {
        return format(format, days * DAY);
    }

    /** TIME_TO_CHAR. */
    public static final class TimeToChar extends Definition {
        public TimeToChar() {
            super(DatetimeText.class, "TIME_TO_CHAR", "A TIME as text, by a pattern of Java's SimpleDateFormat.");
            takes(TEXT, "format", text("pattern"), time("t"));
            example("TIME_TO_CHAR('HH.mm', TIME '13:05:00')", "13.05");
        }
    }

    public Text format(Text format, long millis) {
        return Strings.text(pattern(format).format(millis));
    }

    /** DATE_FORMAT. */
    public static final class DateFormat extends Definition {
        public DateFormat() {
            super(
                    DatetimeText.class,
                    "DATE_FORMAT",
                    "A TIMESTAMP as text: TIMESTAMP_TO_CHAR with its arguments the other way round, and NULL for NULL.");
            takes(TEXT, "dateFormat", timestamp("t"), text("pattern"));
            example("DATE_FORMAT(TIMESTAMP '2026-01-01 13:05:00', 'yyyy/MM')", "2026/01");
        }
    }

    public Text dateFormat(long millis, Text format) {
        return format(format, millis);
    }

    /** TO_TIMESTAMP. */
    public static final class ToTimestamp extends Definition {
        public ToTimestamp() {
            super(
                    DatetimeText.class,
                    "TO_TIMESTAMP",
                    "A TIMESTAMP from milliseconds since 1970-01-01 00:00:00 UTC, or from text: ISO 8601, SQL, or by a pattern of Java's SimpleDateFormat.");
            takes(TIMESTAMP, "ofMillis", integer("millis"));
            takes(TIMESTAMP, "ofText", text("s"));
            takes(TIMESTAMP, "ofText", text("s"), text("pattern"));
            example("TO_TIMESTAMP(0)", "1970-01-01 00:00:00.000");
            example("TO_TIMESTAMP('2026-01-01T00:00:10+01:00')", "2025-12-31 23:00:10.000");
        }
    }

    public static long ofMillis(long millis) {
        return millis;
    }

    public static long ofText(Text s) {
        return Datetimes.timestamp(s.bytes(), s.offset(), s.offset() + s.length());
    }

    public long ofText(Text s, Text format) {
        return timestamp(format, s);
    }
}
