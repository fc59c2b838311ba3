package kpipe.data;

import java.util.Arrays;

/**
 * Up to {@link #capacity} rows of one schema, held column by column in 64-bit cells.
 *
 * <p>{@code values[c][r]} is the cell of column c of row r, in the form of the column's {@link Kind}. Text and bytes stand in the batch's own heap. A cell
 * whose null bit is set has no meaning. Fields are open because generated loops read them; the class has no invariants beyond those below, and the one who fills it keeps them:
 *
 * <ul>
 *   <li>{@code 0 <= size <= capacity}; rows stand in the order in which their lane carries them;
 *   <li>{@code rowtime[r]} is the row's ROWTIME;
 *   <li>{@code watermark[r]} is the watermark that the row carries: the watermark of the input it came in by, as it was when the row (itself included) had
 *       come in. It never falls within a lane's input. A row is late for a window that ends at or before this value, wherever and whenever the row is looked
 *       at, so that threads, shards and batches never change what is late;
 *   <li>{@code endWatermark} is the watermark of the lane after the last row: a promise that no row with a smaller ROWTIME follows which is not late.
 * </ul>
 *
 * <p>A batch has one writer, then, once handed over, only readers, then the owner takes it back with {@link #clear}. Not thread-safe beyond that hand-over.
 */
public final class RowBatch {

    /** Before the first row of a stream. */
    public static final long NO_WATERMARK = Long.MIN_VALUE;

    /** After the last row of a bounded stream: closes everything. */
    public static final long END_WATERMARK = Long.MAX_VALUE;

    private static final int MAX_CAPACITY = 1024;
    private static final int MAX_CELL_BYTES = 1 << 20;

    public final Schema schema;
    public final int capacity;
    public final long[] rowtime;
    public final long[] watermark;
    public final long[][] values;
    /** Null bits of each column, 64 rows a word. */
    public final long[][] nulls;

    private final boolean[] inHeap;

    public int size;
    public long endWatermark = NO_WATERMARK;
    public byte[] heap = new byte[0];
    public int heapSize;

    public RowBatch(Schema schema) {
        this(schema, capacityFor(schema));
    }

    public RowBatch(Schema schema, int capacity) {
        this.schema = schema;
        this.capacity = capacity;
        int columns = schema.size();
        rowtime = new long[capacity];
        watermark = new long[capacity];
        values = new long[columns][capacity];
        nulls = new long[columns][(capacity + 63) >>> 6];
        inHeap = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            inHeap[column] = schema.type(column).form() == Kind.Form.BYTES;
        }
    }

    /** 1,024 rows, fewer where so many columns would make the cells of a batch take more than 1 MB. */
    public static int capacityFor(Schema schema) {
        return Math.max(1, Math.min(MAX_CAPACITY, MAX_CELL_BYTES / (8 * (schema.size() + 2))));
    }

    public boolean isFull() {
        return size == capacity;
    }

    public boolean isNull(int column, int row) {
        return (nulls[column][row >>> 6] >>> row & 1) != 0;
    }

    public void setNull(int column, int row) {
        nulls[column][row >>> 6] |= 1L << row;
    }

    public void clearNull(int column, int row) {
        nulls[column][row >>> 6] &= ~(1L << row);
    }

    public double doubleAt(int column, int row) {
        return Double.longBitsToDouble(values[column][row]);
    }

    public void setDouble(int column, int row, double value) {
        values[column][row] = Double.doubleToRawLongBits(value);
    }

    /** A new view of the text or bytes of a cell. */
    public Text textAt(int column, int row) {
        return new Text().point(heap, values[column][row]);
    }

    public void setBytes(int column, int row, byte[] source, int offset, int length) {
        values[column][row] = appendBytes(source, offset, length);
    }

    /** Copies bytes to the end of the heap and returns their slice. */
    public long appendBytes(byte[] source, int offset, int length) {
        int at = heapSize;
        reserveHeap(length);
        System.arraycopy(source, offset, heap, at, length);
        heapSize = at + length;
        return Slice.of(at, length);
    }

    /** Makes room for {@code count} more bytes at the end of the heap; the caller may write there and then raise {@link #heapSize}. */
    public void reserveHeap(int count) {
        int needed = Math.addExact(heapSize, count);
        if (needed > heap.length) {
            heap = Arrays.copyOf(
                    heap, Math.max(needed, Math.max(4096, Math.min(heap.length, Integer.MAX_VALUE / 2 - 8) * 2)));
        }
    }

    /** Copies a row of a batch of the same column forms to the end of this one, with its ROWTIME and watermark. */
    public void appendRow(RowBatch from, int row) {
        int to = size++;
        rowtime[to] = from.rowtime[row];
        watermark[to] = from.watermark[row];
        for (int column = 0; column < values.length; column++) {
            copyCell(from, column, row, column, to);
        }
    }

    /** Copies one cell, its null bit included; the null bit of the target must be clear. */
    public void copyCell(RowBatch from, int fromColumn, int fromRow, int toColumn, int toRow) {
        if (from.isNull(fromColumn, fromRow)) {
            setNull(toColumn, toRow);
        } else if (inHeap[toColumn]) {
            long slice = from.values[fromColumn][fromRow];
            values[toColumn][toRow] = appendBytes(from.heap, Slice.offset(slice), Slice.length(slice));
        } else {
            values[toColumn][toRow] = from.values[fromColumn][fromRow];
        }
    }

    /** The bytes that the rows take: what queues are bounded by. */
    public long sizeInBytes() {
        return 64 + heapSize + 8L * size * (values.length + 2);
    }

    /** Empties the batch for its next use. A heap that one unusual record blew up is let go. */
    public void clear() {
        size = 0;
        endWatermark = NO_WATERMARK;
        heapSize = 0;
        if (heap.length > 4 * MAX_CELL_BYTES) {
            heap = new byte[0];
        }
        for (long[] bits : nulls) {
            Arrays.fill(bits, 0);
        }
    }
}
