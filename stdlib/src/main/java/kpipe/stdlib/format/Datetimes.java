package kpipe.stdlib.format;

import kpipe.data.ByteBuilder;
import kpipe.data.RowException;

/**
 * Dates and times as text, in the proleptic Gregorian calendar and UTC: ISO 8601 and SQL forms are read, SQL forms written. Stateless.
 */
public final class Datetimes {

    /** The milliseconds of a day. */
    static final long DAY = 86_400_000L;

    /** In the place of a day or time: the text is none. */
    static final long NONE = Long.MIN_VALUE;

    private static final int DAYS_TO_1970 = 719_468;

    private Datetimes() {}

    /** Days since 1970-01-01 of a date that exists. */
    public static long day(long year, int month, int day) {
        long shifted = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(shifted, 400L);
        long yearOfEra = shifted - era * 400;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - DAYS_TO_1970;
    }

    /** Days of a month, 1 to 12. */
    public static int daysOfMonth(long year, int month) {
        if (month == 2) {
            return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return 30 + ((month + (month >> 3)) & 1);
    }

    /** Year, month and day in one number: year * 10,000 + month * 100 + day; years before 0 are not given. */
    public static long civil(long day) {
        long shifted = day + DAYS_TO_1970;
        long era = Math.floorDiv(shifted, 146_097L);
        long dayOfEra = shifted - era * 146_097;
        long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long shiftedMonth = (5 * dayOfYear + 2) / 153;
        long dayOfMonth = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
        long month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return year * 10_000 + month * 100 + dayOfMonth;
    }

    /**
     * Reads a TIMESTAMP: {@code yyyy-MM-dd}, then optionally a blank or T and {@code HH:mm[:ss[.fraction]]}, then optionally a zone (Z or an offset). Without
     * a zone it is UTC; what is finer than a millisecond is cut.
     *
     * @return milliseconds since 1970
     * @throws RowException if it is none
     */
    public static long timestamp(byte[] bytes, int start, int end) {
        int from = skipBlanks(bytes, start, end);
        int to = trimEnd(bytes, from, end);
        long day = dateAt(bytes, from, to);
        if (day == NONE) {
            throw Numbers.notA(bytes, start, end, "TIMESTAMP");
        }
        if (to - from == 10) {
            return day * DAY;
        }
        byte separator = bytes[from + 10];
        long time =
                separator == ' ' || separator == 'T' || separator == 't' ? timeAt(bytes, from + 11, to, true) : NONE;
        if (time == NONE) {
            throw Numbers.notA(bytes, start, end, "TIMESTAMP");
        }
        return day * DAY + time;
    }

    /** Reads a DATE, {@code yyyy-MM-dd}, as days since 1970. */
    public static long date(byte[] bytes, int start, int end) {
        int from = skipBlanks(bytes, start, end);
        int to = trimEnd(bytes, from, end);
        long day = to - from == 10 ? dateAt(bytes, from, to) : NONE;
        if (day == NONE) {
            throw Numbers.notA(bytes, start, end, "DATE");
        }
        return day;
    }

    /** Reads a TIME, {@code HH:mm[:ss[.fraction]]}, as milliseconds since midnight. */
    public static long time(byte[] bytes, int start, int end) {
        int from = skipBlanks(bytes, start, end);
        long time = timeAt(bytes, from, trimEnd(bytes, from, end), false);
        if (time == NONE) {
            throw Numbers.notA(bytes, start, end, "TIME");
        }
        return time;
    }

    /** The days since 1970 of the date at {@code at}, or {@link #NONE}. */
    static long dateAt(byte[] bytes, int at, int end) {
        if (end - at < 10 || bytes[at + 4] != '-' || bytes[at + 7] != '-') {
            return NONE;
        }
        int century = twoDigits(bytes, at);
        int year = twoDigits(bytes, at + 2);
        int month = twoDigits(bytes, at + 5);
        int day = twoDigits(bytes, at + 8);
        if ((century | year) < 0 || month < 1 || month > 12 || day < 1) {
            return NONE;
        }
        int fullYear = century * 100 + year;
        return day <= 28 || day <= daysOfMonth(fullYear, month) ? day(fullYear, month, day) : NONE;
    }

    private static long timeAt(byte[] bytes, int at, int end, boolean zoneAllowed) {
        if (end - at < 5 || bytes[at + 2] != ':') {
            return NONE;
        }
        int hour = twoDigits(bytes, at);
        int minute = twoDigits(bytes, at + 3);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
            return NONE;
        }
        long millis = hour * 3_600_000L + minute * 60_000L;
        at += 5;
        if (at < end && bytes[at] == ':') {
            int second = at + 3 <= end ? twoDigits(bytes, at + 1) : -1;
            if (second < 0 || second > 59) {
                return NONE;
            }
            millis += second * 1000L;
            at += 3;
            if (at < end && bytes[at] == '.') {
                int digits = 0;
                int fraction = 0;
                while (++at < end && bytes[at] >= '0' && bytes[at] <= '9') {
                    fraction = digits < 3 ? fraction * 10 + bytes[at] - '0' : fraction;
                    digits++;
                }
                if (digits == 0) {
                    return NONE;
                }
                millis += digits >= 3 ? fraction : digits == 2 ? fraction * 10 : fraction * 100;
            }
        }
        if (at == end) {
            return millis;
        }
        return zoneAllowed ? minusOffset(millis, bytes, at, end) : NONE;
    }

    /** Takes the offset of a zone ({@code Z}, {@code +02:00}, {@code +0200}, {@code +02}) off a local time. */
    private static long minusOffset(long millis, byte[] bytes, int at, int end) {
        byte sign = bytes[at];
        int length = end - at;
        if (sign == 'Z' || sign == 'z') {
            return length == 1 ? millis : NONE;
        }
        if (sign != '+' && sign != '-' || length < 3) {
            return NONE;
        }
        int hours = twoDigits(bytes, at + 1);
        int minutes = switch (length) {
            case 3 -> 0;
            case 5 -> twoDigits(bytes, at + 3);
            case 6 -> bytes[at + 3] == ':' ? twoDigits(bytes, at + 4) : -1;
            default -> -1;
        };
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return NONE;
        }
        long offset = hours * 3_600_000L + minutes * 60_000L;
        return sign == '+' ? millis - offset : millis + offset;
    }

    private static int twoDigits(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }

    private static int skipBlanks(byte[] bytes, int start, int end) {
        while (start < end && bytes[start] == ' ') {
            start++;
        }
        return start;
    }

    private static int trimEnd(byte[] bytes, int start, int end) {
        while (end > start && bytes[end - 1] == ' ') {
            end--;
        }
        return end;
    }

    /** Appends {@code yyyy-MM-dd HH:mm:ss.SSS}. */
    public static void writeTimestamp(long millis, ByteBuilder out) {
        long day = Math.floorDiv(millis, DAY);
        writeDate(day, out);
        out.append((byte) ' ');
        writeTime(millis - day * DAY, true, out);
    }

    /** Appends {@code yyyy-MM-dd}; a year beyond 9999 or before 0 with its sign and all its digits. */
    public static void writeDate(long day, ByteBuilder out) {
        long civil = civil(day);
        if (civil < 0 || civil > 9999_12_31L) {
            out.append(java.time.LocalDate.ofEpochDay(day).toString());
            return;
        }
        byte[] bytes = out.reserve(10);
        int at = out.length();
        Numbers.writeDigits(civil / 10_000, bytes, at, at + 4);
        bytes[at + 4] = '-';
        Numbers.writeDigits(civil / 100 % 100, bytes, at + 5, at + 7);
        bytes[at + 7] = '-';
        Numbers.writeDigits(civil % 100, bytes, at + 8, at + 10);
        out.advance(10);
    }

    /** Appends {@code HH:mm:ss}, with {@code .SSS} where wanted. */
    public static void writeTime(long millis, boolean withMillis, ByteBuilder out) {
        byte[] bytes = out.reserve(12);
        int at = out.length();
        int time = (int) millis;
        Numbers.writeDigits(time / 3_600_000, bytes, at, at + 2);
        bytes[at + 2] = ':';
        Numbers.writeDigits(time / 60_000 % 60, bytes, at + 3, at + 5);
        bytes[at + 5] = ':';
        Numbers.writeDigits(time / 1000 % 60, bytes, at + 6, at + 8);
        if (withMillis) {
            bytes[at + 8] = '.';
            Numbers.writeDigits(time % 1000, bytes, at + 9, at + 12);
        }
        out.advance(withMillis ? 12 : 8);
    }
}
