package kpipe.runtime.operator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import kpipe.data.RowException;
import kpipe.data.Text;

/**
 * Makes text and bytes for one place of a generated expression, in an array that is used again for the next row. What a method returns is valid until the next call
 * of any method of the same instance. Not thread-safe.
 */
public final class TextBuilder {

    private static final byte[] TRUE = {'T', 'R', 'U', 'E'};
    private static final byte[] FALSE = {'F', 'A', 'L', 'S', 'E'};

    private byte[] bytes = new byte[32];
    private int length;
    private final Text view = new Text();

    // ---- text from text

    public Text concatenate(Text left, Text right) {
        length = 0;
        append(left.bytes(), left.offset(), left.length());
        append(right.bytes(), right.offset(), right.length());
        return result();
    }

    /** The first {@code characters} characters. */
    public Text cut(Text text, int characters) {
        return text.length() <= characters ? text : point(text, prefix(text, characters));
    }

    /** The text if it has no more than {@code characters} characters, blanks at its end aside; else the row fails. */
    public Text fit(Text text, int characters, String type) {
        if (text.length() <= characters) {
            return text;
        }
        int kept = prefix(text, characters);
        for (int i = kept; i < text.length(); i++) {
            if (text.bytes()[text.offset() + i] != ' ') {
                throw tooLong(text, type);
            }
        }
        return point(text, kept);
    }

    /** Filled up with blanks to {@code characters} characters. */
    public Text pad(Text text, int characters) {
        int missing = characters - text.characters();
        return missing <= 0 ? text : fill(text, missing, (byte) ' ');
    }

    public Text cutBytes(Text text, int count) {
        return text.length() <= count ? text : point(text, count);
    }

    public Text fitBytes(Text text, int count, String type) {
        if (text.length() > count) {
            throw new RowException(RowErrors.TEXT_TOO_LONG, text.length() + " bytes do not fit " + type);
        }
        return text;
    }

    /** Filled up with zero bytes to {@code count} bytes. */
    public Text padBytes(Text text, int count) {
        return text.length() >= count ? text : fill(text, count - text.length(), (byte) 0);
    }

    // ---- text from other values; the result may be longer than the type, which fit() finds

    public Text fromLong(long value) {
        length = 0;
        appendLong(value);
        return result();
    }

    /** With all digits of its scale: {@code 1.50}. */
    public Text fromDecimal(long unscaled, int scale) {
        length = 0;
        if (scale == 0) {
            appendLong(unscaled);
            return result();
        }
        if (unscaled < 0) {
            append('-');
        }
        String digits = unscaled < 0 ? Long.toString(unscaled).substring(1) : Long.toString(unscaled);
        int whole = digits.length() - scale;
        if (whole <= 0) {
            append('0');
        } else {
            appendAscii(digits.substring(0, whole));
        }
        append('.');
        for (int i = whole; i < 0; i++) {
            append('0');
        }
        appendAscii(digits.substring(Math.max(whole, 0)));
        return result();
    }

    /** The shortest text that reads back as the same number, as Java writes it. */
    public Text fromDouble(double value) {
        length = 0;
        appendAscii(Double.toString(value));
        return result();
    }

    public Text fromReal(double value) {
        length = 0;
        appendAscii(Float.toString((float) value));
        return result();
    }

    public Text fromBoolean(boolean value) {
        length = 0;
        append(value ? TRUE : FALSE, 0, value ? 4 : 5);
        return result();
    }

    /** {@code yyyy-MM-dd}. */
    public Text fromDate(long days) {
        length = 0;
        appendDate(days);
        return result();
    }

    /** {@code HH:mm:ss}, with {@code .SSS} where there are milliseconds. */
    public Text fromTime(long millis) {
        length = 0;
        appendTime(millis);
        return result();
    }

    /** {@code yyyy-MM-dd HH:mm:ss}, with {@code .SSS} where there are milliseconds. */
    public Text fromTimestamp(long millis) {
        length = 0;
        appendDate(Math.floorDiv(millis, Calendars.DAY));
        append(' ');
        appendTime(Math.floorMod(millis, Calendars.DAY));
        return result();
    }

    /** {@code +1 02:03:04}, with {@code .SSS} where there are milliseconds. */
    public Text fromDayTimeInterval(long millis) {
        length = 0;
        append(millis < 0 ? '-' : '+');
        long rest = Math.abs(millis);
        appendLong(rest / Calendars.DAY);
        append(' ');
        appendTime(rest % Calendars.DAY);
        return result();
    }

    /** {@code +1-02}. */
    public Text fromYearMonthInterval(long months) {
        length = 0;
        append(months < 0 ? '-' : '+');
        appendLong(Math.abs(months) / 12);
        append('-');
        appendDigits((int) (Math.abs(months) % 12), 2);
        return result();
    }

    /** A Java value of inline code or a plug-in. */
    public Text fromString(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        length = 0;
        append(utf8, 0, utf8.length);
        return result();
    }

    // ---- inside

    private static int prefix(Text text, int characters) {
        byte[] source = text.bytes();
        int at = text.offset();
        int end = at + text.length();
        int left = characters;
        while (at < end) {
            if ((source[at] & 0xC0) != 0x80 && left-- == 0) {
                break;
            }
            at++;
        }
        return at - text.offset();
    }

    private Text fill(Text text, int count, byte filler) {
        length = 0;
        append(text.bytes(), text.offset(), text.length());
        reserve(count);
        Arrays.fill(bytes, length, length + count, filler);
        length += count;
        return result();
    }

    private Text point(Text text, int count) {
        return view.point(text.bytes(), kpipe.data.Slice.of(text.offset(), count));
    }

    private Text result() {
        return view.point(bytes, kpipe.data.Slice.of(0, length));
    }

    private void appendDate(long days) {
        java.time.LocalDate date = Calendars.date(days);
        int year = date.getYear();
        if (year < 0 || year > 9999) {
            appendAscii(date.toString());
            return;
        }
        appendDigits(year, 4);
        append('-');
        appendDigits(date.getMonthValue(), 2);
        append('-');
        appendDigits(date.getDayOfMonth(), 2);
    }

    private void appendTime(long millisOfDay) {
        int seconds = (int) (millisOfDay / 1000);
        appendDigits(seconds / 3600, 2);
        append(':');
        appendDigits(seconds / 60 % 60, 2);
        append(':');
        appendDigits(seconds % 60, 2);
        int millis = (int) (millisOfDay % 1000);
        if (millis != 0) {
            append('.');
            appendDigits(millis, 3);
        }
    }

    private void appendDigits(int value, int count) {
        reserve(count);
        int rest = value;
        for (int i = length + count - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    private void appendLong(long value) {
        if (value < 0 || value > Integer.MAX_VALUE) {
            appendAscii(Long.toString(value));
            return;
        }
        int digits = 1;
        for (long power = 10; power <= value; power *= 10) {
            digits++;
        }
        appendDigits((int) value, digits);
    }

    private void append(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
    }

    private void appendAscii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    private void append(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    private void reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, count), bytes.length * 2));
        }
    }

    private static RowException tooLong(Text text, String type) {
        return new RowException(RowErrors.TEXT_TOO_LONG, "'" + text + "' does not fit " + type);
    }
}
