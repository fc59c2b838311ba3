package kpipe.compiler.resolve;

import java.math.BigDecimal;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads what stands in the quotes of an interval literal. */
final class IntervalText {

    private static final long[] DAY_TIME_MILLIS = {86_400_000, 3_600_000, 60_000, 1_000};

    private IntervalText() {}

    /** One of the two is 0. */
    record Length(long millis, int months) {}

    /** The length of the interval, or null where the text is no interval of the qualifier's kind. */
    static @Nullable Length parse(Literal.Interval interval) {
        String text = interval.text().value().trim();
        boolean negative = interval.negative();
        if (text.startsWith("-") || text.startsWith("+")) {
            negative ^= text.startsWith("-");
            text = text.substring(1).trim();
        }
        TimeUnit start = interval.qualifier().start();
        TimeUnit end = interval.qualifier().end();
        String[] fields = text.split("[ :\\-]", -1);
        try {
            if (start == TimeUnit.YEAR || start == TimeUnit.MONTH || start == TimeUnit.QUARTER) {
                return months(start, end, fields, negative);
            }
            if (start == TimeUnit.WEEK) {
                return fields.length == 1 ? new Length(signed(whole(fields[0]) * 604_800_000L, negative), 0) : null;
            }
            return dayTime(start, end == null ? start : end, fields, negative);
        } catch (ArithmeticException | NumberFormatException notThatKind) {
            return null;
        }
    }

    private static @Nullable Length months(TimeUnit start, @Nullable TimeUnit end, String[] fields, boolean negative) {
        boolean both = start == TimeUnit.YEAR && end == TimeUnit.MONTH;
        if (fields.length != (both ? 2 : 1)) {
            return null;
        }
        int unit = start == TimeUnit.YEAR ? 12 : start == TimeUnit.QUARTER ? 3 : 1;
        long months = whole(fields[0]) * unit + (both ? whole(fields[1]) : 0);
        return new Length(0, Math.toIntExact(signed(months, negative)));
    }

    private static @Nullable Length dayTime(TimeUnit start, TimeUnit end, String[] fields, boolean negative) {
        int first = place(start);
        int last = place(end);
        if (first < 0 || last < first || fields.length != last - first + 1) {
            return null;
        }
        long millis = 0;
        for (int i = first; i <= last; i++) {
            String field = fields[i - first];
            long value = i == 3
                    ? new BigDecimal(field).multiply(BigDecimal.valueOf(1_000)).longValueExact()
                    : Math.multiplyExact(whole(field), DAY_TIME_MILLIS[i]);
            if (value < 0) {
                return null;
            }
            millis = Math.addExact(millis, value);
        }
        return new Length(signed(millis, negative), 0);
    }

    private static int place(TimeUnit unit) {
        return switch (unit) {
            case DAY -> 0;
            case HOUR -> 1;
            case MINUTE -> 2;
            case SECOND -> 3;
            default -> -1;
        };
    }

    private static long whole(String field) {
        return Long.parseLong(field);
    }

    private static long signed(long value, boolean negative) {
        return negative ? -value : value;
    }
}
