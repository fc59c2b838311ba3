package kpipe.runtime.operator;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import kpipe.data.RowException;
import kpipe.data.Text;

/** Values from text, as CAST reads them: blanks around the text are passed over, anything else that does not belong fails the row. */
public final class Parse {

    private Parse() {}

    public static long integer(Text text, long least, long greatest, String type) {
        byte[] bytes = text.bytes();
        int at = start(text);
        int end = end(text);
        boolean negative = at < end && bytes[at] == '-';
        if (at < end && (bytes[at] == '-' || bytes[at] == '+')) {
            at++;
        }
        if (at == end) {
            throw bad(text, type);
        }
        // Counted downwards, because the least long has no positive counterpart.
        long value = 0;
        boolean tooLong = false;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                throw bad(text, type);
            }
            tooLong |= value < Long.MIN_VALUE / 10 || value * 10 < Long.MIN_VALUE + digit;
            value = value * 10 - digit;
        }
        if (tooLong || !negative && value == Long.MIN_VALUE) {
            throw Exact.overflow(type);
        }
        return Exact.inRange(negative ? value : -value, least, greatest, type);
    }

    public static long decimal(Text text, int scale, int precision, String type) {
        return Decimals.fromBig(number(text, type), scale, precision, type);
    }

    public static double doubleValue(Text text, String type) {
        number(text, type);
        return Exact.finite(Double.parseDouble(trimmed(text)), type);
    }

    public static double real(Text text, String type) {
        number(text, type);
        return Exact.finite(Float.parseFloat(trimmed(text)), type);
    }

    /** TRUE or FALSE in any case. */
    public static boolean booleanValue(Text text, String type) {
        String value = trimmed(text);
        if (value.equalsIgnoreCase("true")) {
            return true;
        }
        if (value.equalsIgnoreCase("false")) {
            return false;
        }
        throw bad(text, type);
    }

    /** {@code yyyy-MM-dd}. */
    public static long date(Text text, String type) {
        int at = start(text);
        if (end(text) - at != 10) {
            throw bad(text, type);
        }
        return dateAt(text, at, type);
    }

    /** {@code HH:mm:ss}, with a fraction of the second if there is one; digits behind the milliseconds are dropped. */
    public static long time(Text text, String type) {
        return timeAt(text, start(text), end(text), type);
    }

    /** {@code yyyy-MM-dd HH:mm:ss}, with a fraction of the second if there is one. */
    public static long timestamp(Text text, String type) {
        int at = start(text);
        int end = end(text);
        if (end - at < 19 || text.bytes()[at + 10] != ' ') {
            throw bad(text, type);
        }
        return dateAt(text, at, type) * Calendars.DAY + timeAt(text, at + 11, end, type);
    }

    /** {@code [+|-]d HH:mm:ss[.f]}. */
    public static long dayTimeInterval(Text text, String type) {
        byte[] bytes = text.bytes();
        int at = start(text);
        int end = end(text);
        boolean negative = at < end && bytes[at] == '-';
        if (at < end && (bytes[at] == '-' || bytes[at] == '+')) {
            at++;
        }
        int blank = at;
        while (blank < end && bytes[blank] != ' ') {
            blank++;
        }
        if (blank == at || blank - at > 9 || blank == end) {
            throw bad(text, type);
        }
        long millis = digits(text, at, blank, type) * Calendars.DAY + timeAt(text, blank + 1, end, type);
        return negative ? -millis : millis;
    }

    private static long dateAt(Text text, int at, String type) {
        byte[] bytes = text.bytes();
        if (bytes[at + 4] != '-' || bytes[at + 7] != '-') {
            throw bad(text, type);
        }
        try {
            return LocalDate.of(
                            digits(text, at, at + 4, type),
                            digits(text, at + 5, at + 7, type),
                            digits(text, at + 8, at + 10, type))
                    .toEpochDay();
        } catch (DateTimeException noSuchDay) {
            throw bad(text, type);
        }
    }

    private static long timeAt(Text text, int at, int end, String type) {
        byte[] bytes = text.bytes();
        int length = end - at;
        if (length < 8 || bytes[at + 2] != ':' || bytes[at + 5] != ':') {
            throw bad(text, type);
        }
        int hour = digits(text, at, at + 2, type);
        int minute = digits(text, at + 3, at + 5, type);
        int second = digits(text, at + 6, at + 8, type);
        int millis = 0;
        if (length > 8) {
            if (bytes[at + 8] != '.' || length == 9) {
                throw bad(text, type);
            }
            int scale = 100;
            for (int i = at + 9; i < end; i++) {
                millis += digits(text, i, i + 1, type) * scale;
                scale /= 10;
            }
        }
        if (hour > 23 || minute > 59 || second > 59) {
            throw bad(text, type);
        }
        return ((hour * 60L + minute) * 60 + second) * 1000 + millis;
    }

    private static int digits(Text text, int from, int to, String type) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.bytes()[i] - '0';
            if (digit < 0 || digit > 9) {
                throw bad(text, type);
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** A number as SQL writes it: digits, a point, an exponent; none of what Java takes beyond that. */
    private static BigDecimal number(Text text, String type) {
        for (int i = start(text), end = end(text); i < end; i++) {
            byte c = text.bytes()[i];
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                throw bad(text, type);
            }
        }
        try {
            return new BigDecimal(trimmed(text));
        } catch (NumberFormatException noNumber) {
            throw bad(text, type);
        }
    }

    private static String trimmed(Text text) {
        int start = start(text);
        return new String(text.bytes(), start, end(text) - start, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static int start(Text text) {
        int at = text.offset();
        int end = at + text.length();
        while (at < end && text.bytes()[at] == ' ') {
            at++;
        }
        return at;
    }

    private static int end(Text text) {
        int end = text.offset() + text.length();
        while (end > text.offset() && text.bytes()[end - 1] == ' ') {
            end--;
        }
        return Math.max(end, start(text));
    }

    private static RowException bad(Text text, String type) {
        return new RowException(RowErrors.BAD_CAST, "'" + text + "' is no " + type);
    }
}
