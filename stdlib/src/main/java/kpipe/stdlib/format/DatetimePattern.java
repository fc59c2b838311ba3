package kpipe.stdlib.format;

import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * A date pattern such as {@code yyyy/MM/dd HH:mm}: Java's SimpleDateFormat with English names, in UTC and strict, as the functions CHAR_TO_TIMESTAMP and
 * TIMESTAMP_TO_CHAR read it. Not thread-safe.
 */
public final class DatetimePattern {

    private final SimpleDateFormat format;
    private final ParsePosition position = new ParsePosition(0);
    private final Date date = new Date();

    /** @throws IllegalArgumentException if it is no pattern, with a sentence that says why */
    public DatetimePattern(String pattern) {
        format = strict(pattern);
    }

    private static SimpleDateFormat strict(String pattern) {
        try {
            SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.US);
            format.setTimeZone(TimeZone.getTimeZone("UTC"));
            format.setLenient(false);
            return format;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + pattern + "' is no date pattern", e);
        }
    }

    /** Reads the front of a text; what follows is ignored. Returns milliseconds since 1970, or null if the text does not fit the pattern. */
    public @Nullable Long parsePrefix(String text) {
        position.setIndex(0);
        position.setErrorIndex(-1);
        Date parsed = format.parse(text, position);
        return parsed == null ? null : parsed.getTime();
    }

    /** As {@link #parsePrefix}, but the whole text must fit. */
    public @Nullable Long parse(String text) {
        Long millis = parsePrefix(text);
        return millis != null && position.getIndex() == text.length() ? millis : null;
    }

    /** Milliseconds since 1970 as text. */
    public String format(long millis) {
        date.setTime(millis);
        return format.format(date);
    }
}
