package kpipe.compiler.plan;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the text of DATE, TIME and TIMESTAMP literals, strictly: {@code yyyy-MM-dd}, {@code HH:mm:ss[.SSS]}, both with one blank between. */
final class DatetimeText {

    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");
    private static final Pattern TIME = Pattern.compile("(\\d{2}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,3}))?");
    private static final long DAY = 86_400_000L;

    private DatetimeText() {}

    /** Days since 1970-01-01, or null. */
    static @Nullable Long date(String text) {
        Matcher matcher = DATE.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        try {
            return LocalDate.of(number(matcher, 1), number(matcher, 2), number(matcher, 3))
                    .toEpochDay();
        } catch (DateTimeException impossible) {
            return null;
        }
    }

    /** Milliseconds since midnight, or null. */
    static @Nullable Long time(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        try {
            LocalTime time = LocalTime.of(number(matcher, 1), number(matcher, 2), number(matcher, 3));
            String fraction = matcher.group(4) == null ? "0" : matcher.group(4);
            long millis = Long.parseLong((fraction + "00").substring(0, 3));
            return time.toSecondOfDay() * 1000L + millis;
        } catch (DateTimeException impossible) {
            return null;
        }
    }

    /** Milliseconds since 1970-01-01 00:00:00, or null. */
    static @Nullable Long timestamp(String text) {
        int blank = text.indexOf(' ');
        if (blank < 0) {
            return null;
        }
        Long days = date(text.substring(0, blank));
        Long millis = time(text.substring(blank + 1));
        return days == null || millis == null ? null : Long.valueOf(days * DAY + millis);
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
