package kpipe.compiler;

import kpipe.compiler.diagnostic.Counted;

/** Lengths of time, sizes and counts as a reader says them. */
final class AmountText {

    private static final long[] UNITS = {86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L};
    private static final String[] NAMES = {"day", "hour", "minute", "second", "millisecond"};

    private static final long KILOBYTE = 1L << 10;
    private static final long MEGABYTE = 1L << 20;

    private AmountText() {}

    /** {@code 1 minute}, {@code 90 seconds}: in the greatest unit of which it is a whole number. */
    static String time(long millis) {
        for (int i = 0; i < UNITS.length; i++) {
            if (millis != 0 && millis % UNITS[i] == 0) {
                return Counted.of(millis / UNITS[i], NAMES[i]);
            }
        }
        return "0 seconds";
    }

    /** {@code 64 KB}, {@code 1 MB}: in the greatest unit of which it is a whole number. */
    static String bytes(long count) {
        if (count != 0 && count % MEGABYTE == 0) {
            return count / MEGABYTE + " MB";
        }
        return count != 0 && count % KILOBYTE == 0 ? count / KILOBYTE + " KB" : Counted.of(count, "byte");
    }
}
