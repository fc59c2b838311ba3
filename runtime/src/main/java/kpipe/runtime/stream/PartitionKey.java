package kpipe.runtime.stream;

import java.util.List;
import kpipe.data.ByteBuilder;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Slice;

/** The partition key of a row: the text of some of its columns, joined by U+001F. Not thread-safe. */
final class PartitionKey {

    private static final byte UNIT_SEPARATOR = 0x1F;

    private final int[] columns;
    private final boolean bare;
    private final ByteBuilder key = new ByteBuilder();

    private byte[] bytes = new byte[0];
    private int offset;
    private int length;

    PartitionKey(Schema schema, List<Integer> columns) {
        this.columns = new int[columns.size()];
        for (int i = 0; i < this.columns.length; i++) {
            this.columns[i] = columns.get(i);
        }
        bare = this.columns.length == 1 && schema.type(this.columns[0]).kind().isText();
    }

    /** Makes {@link #bytes} the key of a row, until the next call. */
    void of(RowBatch rows, int row) {
        if (bare && !rows.isNull(columns[0], row)) {
            long slice = rows.values[columns[0]][row];
            bytes = rows.heap;
            offset = Slice.offset(slice);
            length = Slice.length(slice);
            return;
        }
        key.clear();
        for (int i = 0; i < columns.length; i++) {
            if (i > 0) {
                key.append(UNIT_SEPARATOR);
            }
            CellText.append(rows, columns[i], row, key);
        }
        bytes = key.bytes();
        offset = 0;
        length = key.length();
    }

    byte[] bytes() {
        return bytes;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }
}
