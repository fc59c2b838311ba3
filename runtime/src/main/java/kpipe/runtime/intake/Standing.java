package kpipe.runtime.intake;

import java.util.List;

/**
 * How far a source has come, as it was when it was asked for. Times are milliseconds; a watermark is {@link kpipe.data.RowBatch#NO_WATERMARK} where no row has come yet.
 *
 * @param byClock whether ROWTIME is the time of arrival
 * @param moved when its watermark moved last, or 0
 * @param rows how many rows or records it has brought
 * @param ended whether nothing comes any more
 * @param inputs those that are open, the one that is furthest behind first
 */
public record Standing(
        boolean byClock,
        long latenessMillis,
        long idleAfterMillis,
        long watermark,
        long moved,
        long rows,
        boolean ended,
        List<One> inputs) {

    public Standing {
        inputs = List.copyOf(inputs);
    }

    /**
     * One input: a file, a partition.
     *
     * @param name as the source calls it; empty where there is only one
     * @param heard when it last brought something, or 0
     * @param idle whether it no longer holds time back
     */
    public record One(String name, long watermark, long heard, boolean idle) {}
}
