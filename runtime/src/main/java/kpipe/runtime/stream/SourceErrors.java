package kpipe.runtime.stream;

import java.nio.charset.StandardCharsets;
import kpipe.data.RowBatch;
import kpipe.spi.Clock;
import org.jspecify.annotations.Nullable;

/** {@code s.errors}: the records of a source that are no rows. Thread-safe. */
public final class SourceErrors extends SideStream {

    public SourceErrors(Stream stream, Clock clock) {
        super(stream, clock);
    }

    /** @param shard the file or shard that the record came from */
    public synchronized void append(
            byte[] record,
            int offset,
            int length,
            String shard,
            @Nullable String sequenceNumber,
            String name,
            String reason) {
        RowBatch rows = begin();
        int shown = Math.min(length, 4 * rows.schema.type(0).precision());
        text(rows, 0, new String(record, offset, shown, StandardCharsets.UTF_8));
        text(rows, 1, shard);
        text(rows, 2, sequenceNumber);
        text(rows, 3, name);
        text(rows, 4, reason);
        commit();
    }
}
