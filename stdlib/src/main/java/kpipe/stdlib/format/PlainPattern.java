package kpipe.stdlib.format;

import java.util.Arrays;
import java.util.Locale;
import kpipe.data.ByteBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A date pattern of fields of fixed width ({@code yyyy}, {@code MM}, {@code MMM}, {@code dd}, {@code HH}, {@code mm}, {@code ss}, {@code SSS}, {@code Z}) and
 * text between them: read from bytes and written to them without SimpleDateFormat, which takes some twenty times as long.
 *
 * <p>What it reads and writes is what SimpleDateFormat would; of what it is not sure it says so, and SimpleDateFormat decides. Immutable.
 */
final class PlainPattern {

    /** In place of milliseconds: the text is not of the plain form; it may fit the pattern all the same. */
    static final long UNSURE = Long.MIN_VALUE;

    private static final long DAY = 86_400_000L;
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

    /** Before it SimpleDateFormat counts in the Julian calendar. */
    private static final int FIRST_YEAR = 1583;

    /** Of a time zone, as hours and minutes: behind it SimpleDateFormat takes some and refuses others. */
    private static final int GREATEST_OFFSET = 1300;

    private static final long FIRST_MILLIS = Datetimes.day(FIRST_YEAR, 1, 1) * DAY;
    private static final long LAST_MILLIS = Datetimes.day(10_000, 1, 1) * DAY;

    /** Each part: a letter of {@code yMNdHmsSZ} for a field (N: the name of a month), or 0 and the byte that must stand there. */
    private final byte[] fields;

    private final byte[] literals;

    private PlainPattern(byte[] fields, byte[] literals) {
        this.fields = fields;
        this.literals = literals;
    }

    /** The pattern, or null where it has other fields or the same one twice. */
    static @Nullable PlainPattern of(String pattern) {
        ByteBuilder fields = new ByteBuilder();
        ByteBuilder literals = new ByteBuilder();
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c >= 0x80) {
                return null;
            }
            if (c == '\'') {
                boolean twice = i + 1 < pattern.length() && pattern.charAt(i + 1) == '\'';
                if (!twice) {
                    quoted = !quoted;
                    continue;
                }
                i++;
            } else if (!quoted && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z')) {
                int end = i;
                while (end < pattern.length() && pattern.charAt(end) == c) {
                    end++;
                }
                byte field = field(pattern.substring(i, end));
                if (field == 0 || contains(fields, field)) {
                    return null;
                }
                fields.append(field);
                literals.append((byte) 0);
                i = end - 1;
                continue;
            }
            fields.append((byte) 0);
            literals.append((byte) c);
        }
        return quoted ? null : new PlainPattern(fields.toBytes(), literals.toBytes());
    }

    private static boolean contains(ByteBuilder fields, byte field) {
        for (int i = 0; i < fields.length(); i++) {
            byte other = fields.bytes()[i];
            if (other == field || other + field == 'M' + 'N') {
                return true;
            }
        }
        return false;
    }

    private static byte field(String letters) {
        return switch (letters) {
            case "yyyy" -> 'y';
            case "MM" -> 'M';
            case "MMM" -> 'N';
            case "dd" -> 'd';
            case "HH" -> 'H';
            case "mm" -> 'm';
            case "ss" -> 's';
            case "SSS" -> 'S';
            case "Z" -> 'Z';
            default -> 0;
        };
    }

    private static int width(byte field) {
        return switch (field) {
            case 'y' -> 4;
            case 'N', 'S' -> 3;
            case 'Z' -> 5;
            default -> field == 0 ? 1 : 2;
        };
    }

    /** Milliseconds since 1970 of a text that is as long as the pattern says, or {@link #UNSURE}. */
    long parse(byte[] bytes, int start, int end) {
        int year = 1970;
        int month = 1;
        int day = 1;
        long time = 0;
        int at = start;
        for (int i = 0; i < fields.length; i++) {
            byte field = fields[i];
            int width = width(field);
            if (end - at < width) {
                return UNSURE;
            }
            if (field == 0) {
                if (bytes[at++] != literals[i]) {
                    return UNSURE;
                }
                continue;
            }
            int value = field == 'N' ? monthNamed(bytes, at) : digits(bytes, field == 'Z' ? at + 1 : at, at + width);
            if (value < 0) {
                return UNSURE;
            }
            switch (field) {
                case 'y' -> year = value;
                case 'M', 'N' -> month = value;
                case 'd' -> day = value;
                case 'Z' -> {
                    if (bytes[at] != '+' && bytes[at] != '-' || value > GREATEST_OFFSET || value % 100 > 59) {
                        return UNSURE;
                    }
                    long offset = (value / 100 * 60 + value % 100) * 60_000L;
                    time += bytes[at] == '+' ? -offset : offset;
                }
                default -> {
                    if (value >= limit(field)) {
                        return UNSURE;
                    }
                    time += value * unit(field);
                }
            }
            at += width;
        }
        if (at < end
                || year < FIRST_YEAR
                || month < 1
                || month > 12
                || day < 1
                || day > Datetimes.daysOfMonth(year, month)) {
            return UNSURE;
        }
        return Datetimes.day(year, month, day) * DAY + time;
    }

    private static int limit(byte field) {
        return field == 'H' ? 24 : field == 'S' ? 1000 : 60;
    }

    private static long unit(byte field) {
        return switch (field) {
            case 'H' -> 3_600_000L;
            case 'm' -> 60_000L;
            case 's' -> 1000L;
            default -> 1L;
        };
    }

    private static int digits(byte[] bytes, int at, int end) {
        int value = 0;
        for (int i = at; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static int monthNamed(byte[] bytes, int at) {
        for (int month = 0; month < 12; month++) {
            boolean same = true;
            for (int i = 0; i < 3; i++) {
                same &= (bytes[at + i] | 0x20) == MONTHS.charAt(3 * month + i);
            }
            if (same) {
                return month + 1;
            }
        }
        return -1;
    }

    /** The text of an instant, or null where only SimpleDateFormat knows it. */
    @Nullable
    String format(long millis) {
        if (millis < FIRST_MILLIS || millis >= LAST_MILLIS) {
            return null;
        }
        long day = Math.floorDiv(millis, DAY);
        int time = (int) (millis - day * DAY);
        long civil = Datetimes.civil(day);
        int length = 0;
        for (byte field : fields) {
            length += width(field);
        }
        byte[] out = new byte[length];
        int at = 0;
        for (int i = 0; i < fields.length; i++) {
            byte field = fields[i];
            int width = width(field);
            switch (field) {
                case 0 -> out[at] = literals[i];
                case 'y' -> Numbers.writeDigits(civil / 10_000, out, at, at + width);
                case 'M' -> Numbers.writeDigits(civil / 100 % 100, out, at, at + width);
                case 'N' -> monthName((int) (civil / 100 % 100), out, at);
                case 'd' -> Numbers.writeDigits(civil % 100, out, at, at + width);
                case 'Z' -> {
                    Arrays.fill(out, at, at + width, (byte) '0');
                    out[at] = '+';
                }
                default -> Numbers.writeDigits(time / unit(field) % limit(field), out, at, at + width);
            }
            at += width;
        }
        return new String(out, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static void monthName(int month, byte[] out, int at) {
        String name = MONTHS.substring(3 * month - 3, 3 * month);
        out[at] = (byte) name.substring(0, 1).toUpperCase(Locale.ROOT).charAt(0);
        out[at + 1] = (byte) name.charAt(1);
        out[at + 2] = (byte) name.charAt(2);
    }
}
