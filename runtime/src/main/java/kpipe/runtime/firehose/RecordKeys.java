package kpipe.runtime.firehose;

import java.nio.charset.StandardCharsets;
import java.util.List;
import kpipe.data.ByteBuilder;
import kpipe.data.RowBatch;
import kpipe.runtime.stream.CellText;
import kpipe.spi.Delivery;
import org.jspecify.annotations.Nullable;

/** The texts of columns that stand before each record where a sink takes records and not objects: its keys, in the layout of {@link Delivery}. Not thread-safe. */
final class RecordKeys {

    private final List<Integer> columns;
    private final ByteBuilder text = new ByteBuilder();

    /** @param columns -1 for a key that only a transform may set */
    RecordKeys(List<Integer> columns) {
        this.columns = columns;
    }

    /** Appends the keys of a row. */
    void append(RowBatch rows, int row, ByteBuilder out) {
        append(rows, row, null, out);
    }

    /** @param first what the first of them is instead of the row's, or null */
    void append(RowBatch rows, int row, @Nullable String first, ByteBuilder out) {
        for (int i = 0; i < columns.size(); i++) {
            text.clear();
            boolean missing = false;
            if (i == 0 && first != null) {
                text.append(first.getBytes(StandardCharsets.UTF_8));
            } else if (isNull(rows, columns.get(i), row)) {
                missing = true;
            } else {
                CellText.append(rows, columns.get(i), row, text);
            }
            int length = Math.min(text.length(), Delivery.NO_KEY - 1);
            int head = missing ? Delivery.NO_KEY : length;
            out.append((byte) (head >>> 8));
            out.append((byte) head);
            out.append(text.bytes(), 0, length);
        }
    }

    private static boolean isNull(RowBatch rows, int column, int row) {
        return column < 0 || rows.isNull(column, row);
    }

    /** The first key of a row, or null. */
    @Nullable
    String first(RowBatch rows, int row) {
        if (columns.isEmpty() || isNull(rows, columns.get(0), row)) {
            return null;
        }
        text.clear();
        CellText.append(rows, columns.get(0), row, text);
        return new String(text.bytes(), 0, text.length(), StandardCharsets.UTF_8);
    }

    /** Where the record itself begins. */
    int behind(byte[] bytes, int start) {
        return Delivery.behindKeys(bytes, start, columns.size());
    }
}
