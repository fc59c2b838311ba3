package kpipe.data;

import org.jspecify.annotations.Nullable;

/** Intervals read from the text of their fields: {@code 3} as DAY, {@code 2:30} as MINUTE TO SECOND, {@code 1-02} as YEAR TO MONTH. Fields behind the first stay below what makes one of the field before. Stateless. */
public final class IntervalFields {

    private static final String[] NAMES = {"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"};
    private static final long[] LENGTHS = {12, 1, 86_400_000, 3_600_000, 60_000, 1_000};
    private static final int[] LIMITS = {0, 12, 0, 24, 60, 60};
    private static final char[] SEPARATORS = {0, '-', 0, ' ', ':', ':'};

    private final String text;
    private int at;

    private IntervalFields(String text) {
        this.text = text;
    }

    /**
     * Milliseconds or, of years and months, months.
     *
     * @param fields the first and, behind TO, the last one, if there are several
     * @throws RowException where the text is none of such an interval
     */
    public static long read(Text text, Text fields) {
        Long value = readOrNull(text, fields);
        if (value == null) {
            throw new RowException("BAD_CAST", "'" + text.toString().trim() + "' is no INTERVAL " + fields);
        }
        return value;
    }

    /** As {@link #read}; null where the text is none of such an interval. */
    public static @Nullable Long readOrNull(Text text, Text fields) {
        String names = fields.toString();
        int end = names.indexOf(" TO ");
        int first = field(end < 0 ? names : names.substring(0, end));
        int last = end < 0 ? first : field(names.substring(end + 4));
        try {
            return new IntervalFields(text.toString().trim()).value(first, last);
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            return null;
        }
    }

    private static int field(String name) {
        for (int field = 0; field < NAMES.length; field++) {
            if (NAMES[field].equals(name)) {
                return field;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private @Nullable Long value(int first, int last) {
        boolean negative = takes('-');
        if (!negative) {
            takes('+');
        }
        long value = 0;
        for (int field = first; field <= last; field++) {
            if (field > first && !takes(SEPARATORS[field])) {
                return null;
            }
            int from = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            long number = Long.parseLong(text.substring(from, at));
            if (field > first && number >= LIMITS[field]) {
                return null;
            }
            value = Math.addExact(value, Math.multiplyExact(number, LENGTHS[field]));
        }
        if (last == NAMES.length - 1 && takes('.')) {
            value = Math.addExact(value, fraction());
        }
        return at < text.length() ? null : (Long) (negative ? -value : value);
    }

    private boolean takes(char sign) {
        boolean there = at < text.length() && text.charAt(at) == sign;
        at += there ? 1 : 0;
        return there;
    }

    /** The digits behind the point as milliseconds, the others cut off. */
    private long fraction() {
        long millis = 0;
        long weight = 100;
        int from = at;
        while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0) {
            millis += weight * Character.digit(text.charAt(at), 10);
            weight /= 10;
            at++;
        }
        if (at == from) {
            throw new NumberFormatException(text);
        }
        return millis;
    }
}
