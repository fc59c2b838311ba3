package kpipe.data;

/** Lengths of time as a reader says them. */
public final class DurationText {

    private static final long[] UNITS = {86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L};
    private static final String[] NAMES = {"day", "hour", "minute", "second", "millisecond"};

    private DurationText() {}

    /** {@code 1 minute}, {@code 90 seconds}: in the greatest unit of which it is a whole number. */
    public static String of(long millis) {
        for (int i = 0; i < UNITS.length; i++) {
            if (millis != 0 && millis % UNITS[i] == 0) {
                long count = millis / UNITS[i];
                return count + " " + NAMES[i] + (count == 1 ? "" : "s");
            }
        }
        return "0 seconds";
    }

    /** As {@link #of}, of a long time no more than needs be: {@code 49 hours} for 48 hours and 10 seconds. */
    public static String about(long millis) {
        for (long unit : UNITS) {
            if (unit < UNITS[0] && millis > 2 * unit && millis % unit != 0) {
                return of((millis / unit + 1) * unit);
            }
            if (millis % unit == 0) {
                return of(millis);
            }
        }
        return of(millis);
    }
}
