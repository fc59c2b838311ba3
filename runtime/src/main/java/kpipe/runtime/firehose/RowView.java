package kpipe.runtime.firehose;

import java.util.ArrayList;
import java.util.List;
import kpipe.data.Column;
import kpipe.data.RowBatch;
import kpipe.data.Schema;

/** A batch as its encoder should see it: only the columns that are written, in their order. Not thread-safe. */
final class RowView {

    private final List<Integer> columns;
    private final boolean whole;
    private RowBatch view;

    RowView(Schema schema, List<Integer> columns) {
        this.columns = columns;
        List<Column> seen = new ArrayList<>();
        boolean inOrder = columns.size() == schema.size();
        for (int i = 0; i < columns.size(); i++) {
            seen.add(schema.column(columns.get(i)));
            inOrder &= columns.get(i) == i;
        }
        whole = inOrder;
        view = new RowBatch(new Schema(seen), 0);
    }

    /** The view of a batch, valid until the next call. */
    RowBatch of(RowBatch rows) {
        if (whole) {
            return rows;
        }
        if (view.capacity < rows.capacity) {
            view = new RowBatch(view.schema, rows.capacity);
        }
        RowBatch result = view;
        for (int i = 0; i < columns.size(); i++) {
            result.values[i] = rows.values[columns.get(i)];
            result.nulls[i] = rows.nulls[columns.get(i)];
        }
        result.heap = rows.heap;
        result.heapSize = rows.heapSize;
        result.size = rows.size;
        System.arraycopy(rows.rowtime, 0, result.rowtime, 0, rows.size);
        return result;
    }
}
