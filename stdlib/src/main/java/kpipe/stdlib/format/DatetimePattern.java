package kpipe.stdlib.format;

import java.nio.charset.StandardCharsets;
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
    private final @Nullable PlainPattern plain;
    private final ParsePosition position = new ParsePosition(0);
    private final Date date = new Date();

    /** @throws IllegalArgumentException if it is no pattern, with a sentence that says why */
    public DatetimePattern(String pattern) {
        format = strict(pattern);
        plain = PlainPattern.of(pattern);
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
        PlainPattern fast = plain;
        if (fast != null) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            long millis = fast.parse(bytes, 0, bytes.length);
            if (millis != PlainPattern.UNSURE) {
                return millis;
            }
        }
        return slowPrefix(text);
    }

    private @Nullable Long slowPrefix(String text) {
        position.setIndex(0);
        position.setErrorIndex(-1);
        Date parsed = format.parse(text, position);
        return parsed == null ? null : parsed.getTime();
    }

    /** Reads UTF-8 text, all of which must fit the pattern. Returns milliseconds since 1970, or null if it does not. */
    public @Nullable Long parse(byte[] bytes, int start, int end) {
        PlainPattern fast = plain;
        long plainly = fast == null ? PlainPattern.UNSURE : fast.parse(bytes, start, end);
        if (plainly != PlainPattern.UNSURE) {
            return plainly;
        }
        String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        Long millis = slowPrefix(text);
        return millis != null && position.getIndex() == text.length() ? millis : null;
    }

    /** Milliseconds since 1970 as text. */
    public String format(long millis) {
        PlainPattern fast = plain;
        String text = fast == null ? null : fast.format(millis);
        if (text != null) {
            return text;
        }
        date.setTime(millis);
        return format.format(date);
    }
}
