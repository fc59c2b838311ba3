package kpipe.spi;

import java.util.List;
import kpipe.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How the columns of a schema stand in a record.
 *
 * @param paths for each column its PATH ({@code $.data.speed}), or null where the column stands under its own name or place
 * @param patterns for each column its PATTERN, or null
 * @param used for each column whether anything reads it. All declared columns are checked when a record comes in; those nobody reads need not be kept.
 *     Encoders write every column
 * @param maxRecordBytes a longer record is an error record, and is not buffered
 */
public record RecordShape(
        Schema schema,
        List<@Nullable String> paths,
        List<@Nullable String> patterns,
        List<Boolean> used,
        Options options,
        int maxRecordBytes) {

    /** What maxRecordBytes is where nothing else is said: 10 MB, the largest record that Kinesis takes. */
    public static final int DEFAULT_MAX_RECORD_BYTES = 10 << 20;

    /** The columns under their own names, all used. */
    public static RecordShape plain(Schema schema, Options options) {
        return new RecordShape(
                schema,
                java.util.Collections.nCopies(schema.size(), null),
                java.util.Collections.nCopies(schema.size(), null),
                java.util.Collections.nCopies(schema.size(), Boolean.TRUE),
                options,
                DEFAULT_MAX_RECORD_BYTES);
    }
}
