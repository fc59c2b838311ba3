package kpipe.stdlib.format;

import kpipe.data.Words;

/**
 * Reads timestamps of the forms that most inputs have, {@code yyyy-MM-dd HH:mm:ss} and {@code yyyy-MM-ddTHH:mm:ss}, with or without milliseconds and Z. The date read last is
 * remembered, since the next one mostly has the same. Not thread-safe.
 */
public final class TimestampReader {

    /** Instead of a time: the text has another form, or is no timestamp; {@link Datetimes#timestamp} tells. */
    public static final long OTHER = Long.MIN_VALUE;

    private static final int DATE_LENGTH = 10;
    private static final int SECONDS_LENGTH = 19;
    private static final int MILLIS_LENGTH = 23;

    private static final long CLOCK = 0x3030_3A30_303A_3030L;
    private static final long CLOCK_HIGH = 0xF0F0_FFF0_F0FF_F0F0L;
    private static final long CLOCK_SIXES = 0x0606_0006_0600_0606L;

    /** The first eight bytes of the date read last, and its last eight; before there is one, two words that cannot overlap. */
    private long dateStart;

    private long dateEnd = -1;
    private long dateMillis;

    /** Milliseconds since 1970, or {@link #OTHER}. */
    public long read(byte[] bytes, int start, int end) {
        int stop = end > start && bytes[end - 1] == 'Z' ? end - 1 : end;
        int length = stop - start;
        if (length != SECONDS_LENGTH && length != MILLIS_LENGTH) {
            return OTHER;
        }
        byte separator = bytes[start + DATE_LENGTH];
        if (separator != ' ' && separator != 'T' || !isDate(bytes, start)) {
            return OTHER;
        }
        long clock = Words.at(bytes, start + DATE_LENGTH + 1) ^ CLOCK;
        if ((clock & CLOCK_HIGH | clock + CLOCK_SIXES & CLOCK_HIGH) != 0) {
            return OTHER;
        }
        long hour = (clock & 0xF) * 10 + (clock >>> 8 & 0xF);
        long minute = (clock >>> 24 & 0xF) * 10 + (clock >>> 32 & 0xF);
        long second = (clock >>> 48 & 0xF) * 10 + (clock >>> 56);
        if (hour > 23 || minute > 59 || second > 59) {
            return OTHER;
        }
        long millis = dateMillis + hour * 3_600_000 + minute * 60_000 + second * 1000;
        return length == SECONDS_LENGTH ? millis : withFraction(millis, bytes, start + SECONDS_LENGTH);
    }

    private static long withFraction(long millis, byte[] bytes, int at) {
        int hundreds = bytes[at + 1] - '0';
        int tens = bytes[at + 2] - '0';
        int ones = bytes[at + 3] - '0';
        boolean digits = (hundreds | tens | ones | 9 - hundreds | 9 - tens | 9 - ones) >= 0;
        return bytes[at] == '.' && digits ? millis + hundreds * 100L + tens * 10L + ones : OTHER;
    }

    private boolean isDate(byte[] bytes, int at) {
        long first = Words.at(bytes, at);
        long last = Words.at(bytes, at + DATE_LENGTH - 8);
        if (first == dateStart && last == dateEnd) {
            return true;
        }
        long day = Datetimes.dateAt(bytes, at, at + DATE_LENGTH);
        if (day == Datetimes.NONE) {
            return false;
        }
        dateStart = first;
        dateEnd = last;
        dateMillis = day * Datetimes.DAY;
        return true;
    }
}
