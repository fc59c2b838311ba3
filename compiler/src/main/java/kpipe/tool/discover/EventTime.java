package kpipe.tool.discover;

import java.util.List;
import kpipe.tool.SampleRows;
import org.jspecify.annotations.Nullable;

/** Guesses which column tells when what a row reports has happened. */
final class EventTime {

    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    /** The lengths that people write, in milliseconds. */
    private static final long[] LENGTHS = {
        SECOND,
        2 * SECOND,
        5 * SECOND,
        10 * SECOND,
        30 * SECOND,
        MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY
    };

    private EventTime() {}

    /** The clause for the column that has a time in every row and goes back least; null where none does, or all go back by days. */
    static @Nullable String clause(List<ColumnFinding> columns, SampleRows read, StreamText text) {
        int best = -1;
        for (int i = 0; i < columns.size(); i++) {
            long disorder = read.disorder().get(i);
            boolean usable = disorder >= 0 && disorder <= DAY && read.count() > 0;
            if (usable && (best < 0 || disorder < read.disorder().get(best))) {
                best = i;
            }
        }
        if (best < 0) {
            return null;
        }
        long disorder = read.disorder().get(best);
        String clause = "EVENT TIME " + text.written(columns.get(best));
        return disorder == 0 ? clause : clause + " LATENESS " + length(disorder);
    }

    private static String length(long millis) {
        long enough = DAY;
        for (int i = LENGTHS.length - 1; i >= 0 && LENGTHS[i] >= millis; i--) {
            enough = LENGTHS[i];
        }
        if (enough >= HOUR) {
            return counted(enough / HOUR, "HOUR");
        }
        return enough >= MINUTE ? counted(enough / MINUTE, "MINUTE") : counted(enough / SECOND, "SECOND");
    }

    private static String counted(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "S");
    }
}
