package kpipe.runtime.operator;

import kpipe.data.RowBatch;
import kpipe.data.Schema;

/** Whether rows are equal in some of their columns. NULL is equal to itself. Thread-safe. */
final class RowKeys {

    private final Schema schema;
    private final int[] columns;

    RowKeys(Schema schema, int[] columns) {
        this.schema = schema;
        this.columns = columns.clone();
    }

    /** The same for equal rows. */
    int hash(RowBatch batch, int row) {
        long hash = 17;
        for (int column : columns) {
            long of = 0;
            if (!batch.isNull(column, row)) {
                long cell = batch.values[column][row];
                of = switch (schema.type(column).form()) {
                    case LONG -> Hashes.of(cell);
                    case DOUBLE -> TableIndex.ofDouble(Double.longBitsToDouble(cell));
                    case BYTES -> TableIndex.ofBytes(batch.heap, cell);
                };
            }
            hash = hash * 31 + of;
        }
        return (int) Hashes.of(hash);
    }

    boolean equal(RowBatch batch, int row, RowBatch other, int otherRow) {
        for (int column : columns) {
            boolean isNull = batch.isNull(column, row);
            if (isNull != other.isNull(column, otherRow)) {
                return false;
            }
            if (!isNull && !isEqual(column, batch, row, other, otherRow)) {
                return false;
            }
        }
        return true;
    }

    private boolean isEqual(int column, RowBatch batch, int row, RowBatch other, int otherRow) {
        long cell = batch.values[column][row];
        long otherCell = other.values[column][otherRow];
        return switch (schema.type(column).form()) {
            case LONG -> cell == otherCell;
            case DOUBLE -> Double.longBitsToDouble(cell) == Double.longBitsToDouble(otherCell);
            case BYTES -> Texts.equal(batch.heap, cell, other.heap, otherCell);
        };
    }
}
