package kpipe.compiler;

import kpipe.compiler.diagnostic.Counted;
import kpipe.data.DurationText;

/** Lengths of time, sizes and counts as a reader says them. */
final class AmountText {

    private static final long KILOBYTE = 1L << 10;
    private static final long MEGABYTE = 1L << 20;

    private AmountText() {}

    /** {@code 1 minute}, {@code 90 seconds}: in the greatest unit of which it is a whole number. */
    static String time(long millis) {
        return DurationText.of(millis);
    }

    /** {@code 64 KB}, {@code 1 MB}: in the greatest unit of which it is a whole number. */
    static String bytes(long count) {
        if (count != 0 && count % MEGABYTE == 0) {
            return count / MEGABYTE + " MB";
        }
        return count != 0 && count % KILOBYTE == 0 ? count / KILOBYTE + " KB" : Counted.of(count, "byte");
    }
}
