package kpipe.tool.discover;

import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A way in which people write dates and times.
 *
 * @param type the SQL type that holds it
 * @param pattern the PATTERN that reads it; null where none is needed
 * @param shape what all of it looks like
 */
record TimeForm(String type, @Nullable String pattern, Pattern shape) {

    private static final String CLOCK = "(?:[01]\\d|2[0-3]):[0-5]\\d";
    private static final String DAY = "\\d{4}-\\d\\d-\\d\\d";

    /** The more special before the more general. */
    static final List<TimeForm> ALL = List.of(
            of("DATE", null, DAY),
            of("TIME", null, CLOCK + "(?::[0-5]\\d(?:\\.\\d{1,9})?)?"),
            of(
                    "TIMESTAMP",
                    null,
                    DAY + "(?:[ T]" + CLOCK + "(?::[0-5]\\d(?:\\.\\d{1,9})?)?(?:[Zz]|[+-]\\d\\d(?::?\\d\\d)?)?)?"),
            of("TIMESTAMP", "yyyy/MM/dd HH:mm:ss", "\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d"),
            of("TIMESTAMP", "yyyy/MM/dd HH:mm", "\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d"),
            of("DATE", "yyyy/MM/dd", "\\d{4}/\\d\\d/\\d\\d"),
            of("TIMESTAMP", "dd/MMM/yyyy:HH:mm:ss Z", "\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}"),
            of(
                    "TIMESTAMP",
                    "EEE MMM dd HH:mm:ss yyyy",
                    "[A-Z][a-z]{2} [A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d:\\d\\d \\d{4}"),
            of(
                    "TIMESTAMP",
                    "EEE MMM dd HH:mm:ss Z yyyy",
                    "[A-Z][a-z]{2} [A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d:\\d\\d [+-]\\d{4} \\d{4}"),
            of(
                    "TIMESTAMP",
                    "EEE MMM dd HH:mm:ss zzz yyyy",
                    "[A-Z][a-z]{2} [A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d:\\d\\d [A-Z]{3} \\d{4}"),
            of(
                    "TIMESTAMP",
                    "EEE, dd MMM yyyy HH:mm:ss z",
                    "[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d [A-Z]{3}"),
            of("TIMESTAMP", "MM/dd/yyyy HH:mm:ss", "\\d\\d/\\d\\d/\\d{4} \\d\\d:\\d\\d:\\d\\d"),
            of("TIMESTAMP", "dd/MM/yyyy HH:mm:ss", "\\d\\d/\\d\\d/\\d{4} \\d\\d:\\d\\d:\\d\\d"),
            of("TIMESTAMP", "MM/dd/yyyy HH:mm", "\\d\\d/\\d\\d/\\d{4} \\d\\d:\\d\\d"),
            of("TIMESTAMP", "dd/MM/yyyy HH:mm", "\\d\\d/\\d\\d/\\d{4} \\d\\d:\\d\\d"),
            of("TIMESTAMP", "MM/dd/yyyy hh:mm:ss a", "\\d\\d/\\d\\d/\\d{4} \\d\\d:\\d\\d:\\d\\d [AP]M"),
            of("DATE", "MM/dd/yyyy", "\\d\\d/\\d\\d/\\d{4}"),
            of("DATE", "dd/MM/yyyy", "\\d\\d/\\d\\d/\\d{4}"),
            of("TIMESTAMP", "dd.MM.yyyy HH:mm:ss", "\\d\\d\\.\\d\\d\\.\\d{4} \\d\\d:\\d\\d:\\d\\d"),
            of("TIMESTAMP", "dd.MM.yyyy HH:mm", "\\d\\d\\.\\d\\d\\.\\d{4} \\d\\d:\\d\\d"),
            of("DATE", "dd.MM.yyyy", "\\d\\d\\.\\d\\d\\.\\d{4}"),
            of("TIMESTAMP", "dd-MMM-yyyy HH:mm:ss", "\\d\\d-[A-Z][a-z]{2}-\\d{4} \\d\\d:\\d\\d:\\d\\d"),
            of("DATE", "dd-MMM-yyyy", "\\d\\d-[A-Z][a-z]{2}-\\d{4}"),
            of("TIMESTAMP", "yyyy-MM-dd HH:mm:ss,SSS", DAY + " \\d\\d:\\d\\d:\\d\\d,\\d{3}"),
            of("TIMESTAMP", "yyyyMMdd'T'HHmmss'Z'", "\\d{8}T\\d{6}Z"));

    private static TimeForm of(String type, @Nullable String pattern, String shape) {
        return new TimeForm(type, pattern, Pattern.compile(shape));
    }

    /** Whether a text is written in this way, and tells a day that exists. */
    boolean fits(String text) {
        if (text.length() > 40 || !shape.matcher(text).matches()) {
            return false;
        }
        if (pattern != null) {
            SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.US);
            format.setTimeZone(TimeZone.getTimeZone("UTC"));
            format.setLenient(false);
            ParsePosition position = new ParsePosition(0);
            return format.parse(text, position) != null && position.getIndex() == text.length();
        }
        return type.equals("TIME") || exists(text.substring(0, 10));
    }

    private static boolean exists(String day) {
        try {
            LocalDate.parse(day);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
