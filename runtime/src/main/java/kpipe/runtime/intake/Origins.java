package kpipe.runtime.intake;

import java.util.Arrays;
import kpipe.spi.RecordFrames;
import org.jspecify.annotations.Nullable;

/** Which record each of a run of rows comes from. Rows are counted from 0 at the first of the run. Not thread-safe. */
final class Origins {

    private final RecordFrames frames;
    private int[] records = new int[64];
    private int rows;

    Origins(RecordFrames frames) {
        this.frames = frames;
    }

    /** The next rows come from the record. */
    void add(int count, int record) {
        if (rows + count > records.length) {
            records = Arrays.copyOf(records, Math.max(rows + count, 2 * records.length));
        }
        Arrays.fill(records, rows, rows + count, record);
        rows += count;
    }

    /** A new run begins. */
    void clear() {
        rows = 0;
    }

    boolean isEmpty() {
        return rows == 0;
    }

    long arrivalMillis(int row) {
        return frames.arrivalMillis(records[row]);
    }

    @Nullable
    String partitionKey(int row) {
        return frames.partitionKey(records[row]);
    }

    String sequenceNumber(int row) {
        return frames.sequenceNumber(records[row]);
    }
}
