package kpipe.runtime.operator;

import java.io.IOException;
import java.util.Arrays;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.state.SavedColumns;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * The latest row of each key. A row that comes takes the place of the one of its key; rows come in the order of ROWTIME. They are found by the hash of their key, and the caller
 * tells keys of equal hashes apart. Not thread-safe.
 *
 * <p>Rows are appended to chunks. Once more than half of those in the chunks have been replaced, the others move together: so the memory is that of the rows that are the latest, twice at
 * most, and a row is copied a constant number of times in all.
 */
public final class LatestRows {

    /** No row. */
    public static final int NONE = -1;

    private static final int CHUNK_ROWS = 256;
    private static final int INITIAL_CHAINS = 64;

    private final Schema schema;
    private @Nullable RowBatch[] chunks = new RowBatch[4];
    private @Nullable RowBatch spare;
    private int[] hashes = new int[4 * CHUNK_ROWS];
    private int[] nexts = new int[4 * CHUNK_ROWS];
    private boolean[] latest = new boolean[4 * CHUNK_ROWS];

    /** All rows below have been replaced or forgotten. */
    private int oldest;

    private int end;
    private int size;
    private int[] heads = new int[INITIAL_CHAINS];

    LatestRows(Schema schema) {
        this.schema = schema;
        Arrays.fill(heads, NONE);
    }

    /** The first row whose key may have that hash, or {@link #NONE}. */
    public int first(long hash) {
        return find(heads[(int) hash & heads.length - 1], (int) hash);
    }

    /** The next row whose key has the same hash, or {@link #NONE}. */
    public int next(int place) {
        return find(nexts[place], hashes[place]);
    }

    private int find(int from, int hash) {
        int place = from;
        while (place != NONE && hashes[place] != hash) {
            place = nexts[place];
        }
        return place;
    }

    /** The batch in which a row stands. */
    public RowBatch batch(int place) {
        return java.util.Objects.requireNonNull(chunks[place / CHUNK_ROWS]);
    }

    /** Its place in the batch. */
    public int row(int place) {
        return place % CHUNK_ROWS;
    }

    /** Takes up a row, in the place of {@code replaced} if that is not {@link #NONE}. */
    void put(RowBatch rows, int row, long hash, int replaced) {
        if (replaced != NONE) {
            remove(replaced);
        }
        if (end - oldest > 2 * (size + CHUNK_ROWS) || oldest > 2 * (size + CHUNK_ROWS)) {
            moveTogether();
        }
        append(rows, row, (int) hash);
    }

    private void append(RowBatch rows, int row, int hash) {
        int number = end / CHUNK_ROWS;
        if (number == chunks.length) {
            chunks = Arrays.copyOf(chunks, number * 2);
            int places = Math.multiplyExact(chunks.length, CHUNK_ROWS);
            hashes = Arrays.copyOf(hashes, places);
            nexts = Arrays.copyOf(nexts, places);
            latest = Arrays.copyOf(latest, places);
        }
        RowBatch chunk = chunks[number];
        if (chunk == null) {
            chunk = spare != null ? spare : new RowBatch(schema, CHUNK_ROWS);
            spare = null;
            chunks[number] = chunk;
        }
        chunk.appendRow(rows, row);
        if (size == heads.length) {
            growIndex();
        }
        hashes[end] = hash;
        latest[end] = true;
        link(end);
        end++;
        size++;
    }

    private void link(int place) {
        int chain = hashes[place] & heads.length - 1;
        nexts[place] = heads[chain];
        heads[chain] = place;
    }

    private void growIndex() {
        heads = new int[heads.length * 2];
        Arrays.fill(heads, NONE);
        for (int place = oldest; place < end; place++) {
            if (latest[place]) {
                link(place);
            }
        }
    }

    private void remove(int place) {
        int chain = hashes[place] & heads.length - 1;
        if (heads[chain] == place) {
            heads[chain] = nexts[place];
        } else {
            int before = heads[chain];
            while (nexts[before] != place) {
                before = nexts[before];
            }
            nexts[before] = nexts[place];
        }
        latest[place] = false;
        size--;
        passOld();
    }

    /** Chunks in which no row is the latest are let go. */
    private void passOld() {
        while (oldest < end && !latest[oldest]) {
            oldest++;
            if (oldest % CHUNK_ROWS == 0) {
                int passed = oldest / CHUNK_ROWS - 1;
                spare = java.util.Objects.requireNonNull(chunks[passed]);
                spare.clear();
                chunks[passed] = null;
            }
        }
    }

    private void moveTogether() {
        @Nullable RowBatch[] old = chunks;
        int[] oldHashes = hashes;
        boolean[] wasLatest = latest;
        int from = oldest;
        int to = end;
        chunks = new RowBatch[Math.max(4, 2 * (size / CHUNK_ROWS + 1))];
        int places = Math.multiplyExact(chunks.length, CHUNK_ROWS);
        hashes = new int[places];
        nexts = new int[places];
        latest = new boolean[places];
        Arrays.fill(heads, NONE);
        oldest = 0;
        end = 0;
        size = 0;
        for (int place = from; place < to; place++) {
            if (wasLatest[place]) {
                append(java.util.Objects.requireNonNull(old[place / CHUNK_ROWS]), place % CHUNK_ROWS, oldHashes[place]);
            }
        }
    }

    /** Forgets the rows with a ROWTIME below {@code time}. */
    void forget(long time) {
        while (oldest < end && batch(oldest).rowtime[oldest % CHUNK_ROWS] < time) {
            remove(oldest);
        }
    }

    /** Tells what is held. */
    void holds(Holding held) {
        held.rows += size;
        held.bytes += 9L * nexts.length + 4L * heads.length;
        for (RowBatch chunk : chunks) {
            if (chunk != null) {
                held.bytes += chunk.sizeInBytes();
            }
        }
    }

    void save(StateWriter out) throws IOException {
        out.schema(schema);
        int first = oldest / CHUNK_ROWS;
        int behind = (end + CHUNK_ROWS - 1) / CHUNK_ROWS;
        out.number(oldest - first * CHUNK_ROWS);
        out.number(end - first * CHUNK_ROWS);
        out.number(size);
        for (int i = first; i < behind; i++) {
            out.rows(batch(i * CHUNK_ROWS));
            out.ints(hashes, i * CHUNK_ROWS, CHUNK_ROWS);
            out.flags(Arrays.copyOfRange(latest, i * CHUNK_ROWS, (i + 1) * CHUNK_ROWS), CHUNK_ROWS);
        }
    }

    void restore(StateReader in) throws IOException {
        SavedColumns columns = in.columns("right", schema);
        oldest = in.small();
        end = in.small();
        size = in.small();
        int count = (end + CHUNK_ROWS - 1) / CHUNK_ROWS;
        chunks = new RowBatch[Math.max(4, count)];
        int places = Math.multiplyExact(chunks.length, CHUNK_ROWS);
        hashes = new int[places];
        nexts = new int[places];
        latest = new boolean[places];
        for (int i = 0; i < count; i++) {
            RowBatch chunk = new RowBatch(schema, CHUNK_ROWS);
            in.rows(chunk, columns);
            chunks[i] = chunk;
            System.arraycopy(in.ints(), 0, hashes, i * CHUNK_ROWS, CHUNK_ROWS);
            System.arraycopy(in.flags(), 0, latest, i * CHUNK_ROWS, CHUNK_ROWS);
        }
        heads = new int[Math.max(INITIAL_CHAINS / 2, Integer.highestOneBit(Math.max(1, size)))];
        growIndex();
    }
}
