package kpipe.runtime.engine;

import kpipe.runtime.stream.Tally;

/**
 * The counts of one statement, as they were when they were asked for.
 *
 * @param kind {@code stream}, {@code table}, {@code pump} or {@code destination}
 * @param watermark how far time has come, {@link kpipe.data.RowBatch#NO_WATERMARK} where it has not begun or there is none
 * @param queuedBytes what waits in its queues
 */
public record Count(String kind, String name, Tally tally, long watermark, long queuedBytes) {

    /** How many rows came too late. */
    public long late() {
        return tally.late;
    }

    /** How many records were no rows, and rows failed. */
    public long errors() {
        return tally.errors;
    }
}
