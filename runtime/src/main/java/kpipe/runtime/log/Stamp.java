package kpipe.runtime.log;

/**
 * What a pipeline says of a record that it writes itself: it is part of a checkpoint, and its time is known. Records of clients have none. May be used again for the next record; not thread-safe.
 */
public final class Stamp {

    /** The number of the checkpoint that will cover the record; greater than 0. */
    public long epoch;

    /** The ROWTIME of the row, in milliseconds since 1970. */
    public long rowtime;

    /** The watermark that the row carries. */
    public long watermark;

    /** How far time has come in all that is written into the stream: no row behind is older that is not late. {@link LogRecord#NO_WATERMARK} where nothing is said. */
    public long promise = LogRecord.NO_WATERMARK;
}
