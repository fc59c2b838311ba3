package kpipe.runtime.operator;

import kpipe.data.RowBatch;
import kpipe.data.Schema;

/** Which of two rows comes first, by some of their columns. Text is ordered by code points, bytes as unsigned. Thread-safe. */
public final class RowOrder {

    private static final int LONGS = 0;
    private static final int DOUBLES = 1;
    private static final int BYTES = 2;

    private final int[] columns;
    private final int[] forms;
    private final boolean[] descending;
    private final boolean[] nullsFirst;

    /**
     * @param columns in the order of their weight
     * @param descending for each of them whether the greatest comes first
     * @param nullsFirst for each of them whether NULL comes before all values
     */
    public RowOrder(Schema schema, int[] columns, boolean[] descending, boolean[] nullsFirst) {
        this.columns = columns.clone();
        this.descending = descending.clone();
        this.nullsFirst = nullsFirst.clone();
        forms = new int[columns.length];
        for (int i = 0; i < columns.length; i++) {
            forms[i] = switch (schema.type(columns[i]).form()) {
                case LONG -> LONGS;
                case DOUBLE -> DOUBLES;
                case BYTES -> BYTES;
            };
        }
    }

    /** Less than 0 if the first row comes first, 0 if neither does. Both batches have the schema. */
    public int compare(RowBatch rows, int row, RowBatch others, int other) {
        for (int i = 0; i < columns.length; i++) {
            int column = columns[i];
            boolean isNull = rows.isNull(column, row);
            boolean otherIsNull = others.isNull(column, other);
            int order;
            if (isNull || otherIsNull) {
                order = isNull == otherIsNull ? 0 : isNull == nullsFirst[i] ? -1 : 1;
            } else {
                order = compare(forms[i], rows, others, rows.values[column][row], others.values[column][other]);
                order = descending[i] ? -order : order;
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(int form, RowBatch rows, RowBatch others, long value, long other) {
        if (form == LONGS) {
            return Long.compare(value, other);
        }
        if (form == DOUBLES) {
            // Adding 0 makes of a negative zero the other one, which is equal to it.
            return Double.compare(Double.longBitsToDouble(value) + 0.0, Double.longBitsToDouble(other) + 0.0);
        }
        return Texts.compare(rows.heap, value, others.heap, other);
    }
}
