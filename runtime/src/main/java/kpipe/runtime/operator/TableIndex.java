package kpipe.runtime.operator;

import java.util.Arrays;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Slice;
import kpipe.data.Text;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one version of a reference table, found by a hash of some of its columns. Rows with a NULL in one of them are not in it, because NULL equals nothing; they are found
 * apart from the others. It finds rows of equal hash, in the order of the table; the one who asks compares the values. Immutable, so that all kernels over a version share one.
 */
public final class TableIndex {

    /** No row, or no further one. */
    public static final int NONE = -1;

    private final ReferenceTable.Snapshot snapshot;
    private final int[] columns;
    private final RowBatch[] batches;

    /** One more than the first entry of each bucket; 0 for none. */
    private final int[] heads;

    /** One more than the first entry of a row with a NULL; 0 for none. */
    private int headOfNulls;

    /** For each entry one more than the next one of its bucket. */
    private final int[] nexts;

    private final int[] hashes;
    private final int[] places;
    private final int[] batchNumbers;

    TableIndex(ReferenceTable.Snapshot snapshot, int[] columns) {
        this.snapshot = snapshot;
        this.columns = columns.clone();
        batches = snapshot.batches().toArray(new RowBatch[0]);
        int rows = 0;
        for (RowBatch batch : batches) {
            rows = Math.addExact(rows, batch.size);
        }
        heads = new int[Math.max(2, Integer.highestOneBit(Math.max(1, Math.min(rows, 1 << 29))) << 1)];
        nexts = new int[rows];
        hashes = new int[rows];
        places = new int[rows];
        batchNumbers = new int[rows];
        // From the last row to the first, so that each bucket begins with the first.
        int entry = 0;
        for (int number = batches.length - 1; number >= 0; number--) {
            RowBatch batch = batches[number];
            for (int row = batch.size - 1; row >= 0; row--) {
                if (!hasNull(batch, row)) {
                    add(entry++, number, row, (int) hash(batch, row));
                } else {
                    place(entry, number, row);
                    nexts[entry] = headOfNulls;
                    headOfNulls = ++entry;
                }
            }
        }
    }

    private void add(int entry, int number, int row, int hash) {
        int bucket = hash & heads.length - 1;
        nexts[entry] = heads[bucket];
        heads[bucket] = entry + 1;
        hashes[entry] = hash;
        place(entry, number, row);
    }

    private void place(int entry, int number, int row) {
        places[entry] = row;
        batchNumbers[entry] = number;
    }

    private boolean hasNull(RowBatch batch, int row) {
        for (int column : columns) {
            if (batch.isNull(column, row)) {
                return true;
            }
        }
        return false;
    }

    private long hash(RowBatch batch, int row) {
        long hash = 0;
        for (int i = 0; i < columns.length; i++) {
            long next = hash(batch.schema.type(columns[i]), batch.values[columns[i]][row], batch.heap);
            hash = i == 0 ? next : Hashes.combine(hash, next);
        }
        return hash;
    }

    private static long hash(Type type, long cell, byte[] heap) {
        if (type.kind() == Kind.CHAR) {
            return ofPadded(heap, cell);
        }
        return switch (type.form()) {
            case LONG -> Hashes.of(cell);
            case DOUBLE -> ofDouble(Double.longBitsToDouble(cell));
            case BYTES -> ofBytes(heap, cell);
        };
    }

    /** The index of the table as it is now: the one given where that is of the same version. Generated kernels call it with each batch. */
    public static TableIndex current(@Nullable TableIndex last, ReferenceTable table, int[] columns) {
        ReferenceTable.Snapshot now = table.current();
        return last != null && last.snapshot == now ? last : now.index(columns);
    }

    /** Whether it is over these columns. */
    boolean isOver(int[] others) {
        return Arrays.equals(columns, others);
    }

    /** The first row of that hash, or {@link #NONE}. */
    public int first(long hash) {
        return find(heads[(int) hash & heads.length - 1] - 1, (int) hash);
    }

    /** The next row of the same hash, or {@link #NONE}. */
    public int next(int match) {
        return find(nexts[match] - 1, hashes[match]);
    }

    /** The first row in which one of the columns is NULL, or {@link #NONE}. */
    public int firstWithNull() {
        return headOfNulls - 1;
    }

    /** The next row in which one of the columns is NULL, or {@link #NONE}. */
    public int nextWithNull(int match) {
        return nexts[match] - 1;
    }

    private int find(int from, int hash) {
        int match = from;
        while (match >= 0 && hashes[match] != hash) {
            match = nexts[match] - 1;
        }
        return match;
    }

    /** The batch in which a row stands. */
    public RowBatch batch(int match) {
        return batches[batchNumbers[match]];
    }

    /** Its place in the batch. */
    public int row(int match) {
        return places[match];
    }

    /** The hash of a DOUBLE key; -0.0 is 0.0. */
    public static long ofDouble(double key) {
        return Hashes.of(Double.doubleToRawLongBits(key + 0.0));
    }

    /** The hash of a text or binary key. */
    public static long ofBytes(byte[] heap, long slice) {
        return Text.hash(heap, Slice.offset(slice), Slice.length(slice));
    }

    /** The hash of a CHAR key, in which blanks at the end do not count. */
    public static long ofPadded(byte[] heap, long slice) {
        int offset = Slice.offset(slice);
        int length = Slice.length(slice);
        while (length > 0 && heap[offset + length - 1] == ' ') {
            length--;
        }
        return Text.hash(heap, offset, length);
    }

    public static long ofBytes(Text key) {
        return Text.hash(key.bytes(), key.offset(), key.length());
    }

    public static long ofPadded(Text key) {
        return ofPadded(key.bytes(), Slice.of(key.offset(), key.length()));
    }
}
