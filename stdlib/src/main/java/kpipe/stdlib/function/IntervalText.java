package kpipe.stdlib.function;

import static kpipe.spi.ScalarFunction.ResultRule.TEXT;

import java.util.List;
import java.util.Locale;
import kpipe.data.Text;

/** Intervals as text. Stateless. */
public final class IntervalText {

    private static final List<String> CLOCK = List.of("DAY", "HOUR", "MINUTE", "SECOND");
    private static final long[] LENGTHS = {86_400_000L, 3_600_000L, 60_000L, 1_000L};

    private IntervalText() {}

    /** INTERVAL_TO_CHAR. */
    public static final class IntervalToChar extends Definition {
        public IntervalToChar() {
            super(
                    IntervalText.class,
                    "INTERVAL_TO_CHAR",
                    "What CAST of an interval to text calls: its fields, `DAY TO SECOND` say, with a sign before the first and zeros before the others.");
            takes(TEXT, "write", interval("i"), text("fields"));
            example("INTERVAL_TO_CHAR(INTERVAL '371' SECOND, 'MINUTE TO SECOND')", "+6:11");
            example("INTERVAL_TO_CHAR(INTERVAL '-3' MONTH, 'YEAR TO MONTH')", "-0-03");
        }
    }

    public static Text write(long interval, Text fields) {
        String[] names = fields.toString().toUpperCase(Locale.ROOT).trim().split(" +TO +");
        String last = names[names.length - 1];
        StringBuilder text = new StringBuilder().append(interval < 0 ? '-' : '+');
        boolean known = names.length <= 2
                && (ofYear(names[0]) ? ofYear(last) : CLOCK.contains(last))
                && (ofYear(names[0]) || CLOCK.contains(names[0]) && CLOCK.indexOf(names[0]) <= CLOCK.indexOf(last));
        if (!known) {
            throw Failures.badArgument("'" + fields + "' are no fields of an interval");
        }
        return Text.of(
                ofYear(names[0])
                        ? months(interval, names[0], last, text)
                        : clock(interval, CLOCK.indexOf(names[0]), CLOCK.indexOf(last), text));
    }

    private static boolean ofYear(String field) {
        return field.equals("YEAR") || field.equals("MONTH");
    }

    private static String months(long months, String first, String last, StringBuilder text) {
        if (first.equals("MONTH")) {
            return text.append(magnitude(months)).toString();
        }
        text.append(magnitude(months / 12));
        return last.equals("MONTH")
                ? text.append(String.format(Locale.ROOT, "-%02d", magnitude(months % 12)))
                        .toString()
                : text.toString();
    }

    private static String clock(long interval, int first, int last, StringBuilder text) {
        text.append(magnitude(interval / LENGTHS[first]));
        for (int field = first + 1; field <= last; field++) {
            long part = magnitude(interval % LENGTHS[field - 1]) / LENGTHS[field];
            text.append(field == 1 ? ' ' : ':').append(String.format(Locale.ROOT, "%02d", part));
        }
        long fraction = magnitude(interval % 1_000L);
        return last == 3 && fraction != 0
                ? text.append(String.format(Locale.ROOT, ".%03d", fraction)).toString()
                : text.toString();
    }

    /** Without its sign; of the least BIGINT, which no calendar reaches, one less. */
    private static long magnitude(long value) {
        return Math.abs(Math.max(value, -Long.MAX_VALUE));
    }
}
