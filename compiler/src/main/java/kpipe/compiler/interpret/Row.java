package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import kpipe.data.RowBatch;
import org.jspecify.annotations.Nullable;

/**
 * A row on its way through a stage, boxed.
 *
 * @param values as {@link Values} says
 * @param watermark that the row carries
 * @param origin a batch of one row: the row of the stage's input that this one was made of; null for the result of a window
 * @param made the ROWTIME that it had before the query set another: of the result of a window, its end
 */
record Row(
        List<@Nullable Object> values,
        long rowtime,
        long watermark,
        @Nullable RowBatch origin,
        long made) {

    /** A row without columns. */
    static final Row NONE = new Row(List.of(), 0, 0, null, 0);

    /** The row of a batch. */
    static Row of(RowBatch batch, int row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int column = 0; column < batch.schema.size(); column++) {
            values.add(Values.read(batch, column, row));
        }
        RowBatch origin = new RowBatch(batch.schema, 1);
        origin.appendRow(batch, row);
        return new Row(values, batch.rowtime[row], batch.watermark[row], origin, batch.rowtime[row]);
    }

    Row withValues(List<@Nullable Object> newValues) {
        return new Row(Collections.unmodifiableList(newValues), rowtime, watermark, origin, made);
    }
}
