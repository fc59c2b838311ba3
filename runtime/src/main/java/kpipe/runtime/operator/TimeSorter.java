package kpipe.runtime.operator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.state.SavedColumns;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * Rows that wait until the watermark reaches their time, and come out in its order, ties by an order of rows if there is one, then as they came in. The time is their ROWTIME or, where they are gathered by
 * periods, the end of the period, which becomes their ROWTIME. Rows stand in chunks; a heap of their times says which is next. Not thread-safe.
 */
public final class TimeSorter {

    private static final int CHUNK_ROWS = 256;
    private static final int MAX_SPARE = 4;
    private static final int FIRST_PRUNED_AT = 1024;

    /** Rows as the stage read them, beside what was made of each before the sort: the same batch where nothing was. */
    private static final class Chunk {
        final RowBatch origins;
        final RowBatch rows;
        int waiting;

        Chunk(RowBatch origins, RowBatch rows) {
            this.origins = origins;
            this.rows = rows;
        }
    }

    /** The row that {@link #next} has found: as the stage read it, and what was made of it. Valid until the next call. */
    public @Nullable RowBatch origins;

    public @Nullable RowBatch rows;
    public int row;

    private final Schema input;
    private final @Nullable Schema computed;
    private final List<@Nullable Chunk> chunks = new ArrayList<>();
    private final IntStack freeChunks = new IntStack();
    private final List<Chunk> spare = new ArrayList<>();
    private @Nullable Chunk filling;
    private int fillingNumber;
    private int taken = -1;

    private final TimeHeap waiting;
    private int size;

    private final @Nullable RowOrder keys;
    private final int most;
    private int prunedAt = FIRST_PRUNED_AT;
    private boolean grown;

    private final @Nullable WindowBounds periods;
    private final WindowBounds.Bounds period = new WindowBounds.Bounds();

    /** Whether rows wait until no other row of their ROWTIME can come. */
    private final boolean wholeInstants;

    /**
     * @param input the schema of rows as the stage reads them
     * @param computed the schema of what is made of them before the sort, or null if they wait as they are
     */
    public TimeSorter(Schema input, @Nullable Schema computed) {
        this(input, computed, null, null);
    }

    /**
     * @param input as above
     * @param computed as above; must be there where there are periods, as ROWTIME is not then what it was
     * @param periods windows that follow one another, in which rows are gathered; null where they wait for their own ROWTIME
     * @param order of the rows of one time; null where they come out as they came in
     */
    public TimeSorter(
            Schema input, @Nullable Schema computed, @Nullable WindowBounds periods, @Nullable RowOrder order) {
        this(input, computed, periods, order, null, 0);
    }

    /**
     * @param input as above
     * @param computed as above
     * @param periods as above
     * @param order as above
     * @param keys tells which rows of one time are counted together, those that it finds equal; null where all rows come out
     * @param most how many of them come out, the first ones; twice as many are held
     */
    public TimeSorter(
            Schema input,
            @Nullable Schema computed,
            @Nullable WindowBounds periods,
            @Nullable RowOrder order,
            @Nullable RowOrder keys,
            int most) {
        this.keys = keys;
        this.most = most;
        this.input = input;
        this.computed = computed;
        this.periods = periods;
        wholeInstants = periods == null && order != null;
        waiting = new TimeHeap(order == null ? null : (place, other) -> compare(order, place, other));
    }

    private int compare(RowOrder order, int place, int other) {
        Chunk chunk = chunk(place);
        Chunk otherChunk = chunk(other);
        return order.compare(chunk.rows, place % CHUNK_ROWS, otherChunk.rows, other % CHUNK_ROWS);
    }

    private Chunk chunk(int place) {
        return java.util.Objects.requireNonNull(chunks.get(place / CHUNK_ROWS));
    }

    /** By how much a row that carries this watermark is late, in milliseconds; 0 if it is not. */
    public long lateBy(long rowtime, long watermark) {
        if (periods == null) {
            return Math.max(0, watermark - rowtime);
        }
        long end = endOf(rowtime);
        return watermark < end ? 0 : Math.max(1, watermark - end);
    }

    private long endOf(long rowtime) {
        if (rowtime < period.start || rowtime >= period.end) {
            java.util.Objects.requireNonNull(periods).locate(rowtime, period);
        }
        return period.end;
    }

    /**
     * Takes up a row. What was made of it is written by the caller into the batch that is returned, at its size, which the caller raises; where rows wait as they are
     * that has been done. In both cases {@link #added} must follow.
     */
    public RowBatch add(RowBatch batch, int index) {
        Chunk chunk = filling;
        if (chunk == null || chunk.origins.isFull()) {
            chunk = newChunk();
        }
        chunk.origins.appendRow(batch, index);
        return chunk.rows;
    }

    /** The row that was taken up last is complete, with its ROWTIME. */
    public void added() {
        Chunk chunk = java.util.Objects.requireNonNull(filling);
        chunk.waiting++;
        int last = chunk.rows.size - 1;
        if (periods != null) {
            chunk.rows.rowtime[last] = endOf(chunk.rows.rowtime[last]);
        }
        waiting.push(chunk.rows.rowtime[last], fillingNumber * CHUNK_ROWS + last);
        size++;
        grown = true;
        if (keys != null && size >= prunedAt) {
            prune(keys);
        }
    }

    /** Lets go of the rows that will not come out, and puts the others together in new chunks. It takes time where as many rows have come as had stayed, so that a row costs little. */
    private void prune(RowOrder together) {
        letGo();
        int count = size;
        long[] times = new long[count];
        int[] places = new int[count];
        Integer[] byKey = new Integer[count];
        for (int i = 0; i < count; i++) {
            times[i] = waiting.firstTime();
            places[i] = waiting.pop();
            byKey[i] = i;
        }
        Arrays.sort(byKey, (i, j) -> {
            int order = Long.compare(times[i], times[j]);
            return order != 0 ? order : compare(together, places[i], places[j]);
        });
        boolean[] stays = new boolean[count];
        int number = 0;
        for (int i = 0; i < count; i++) {
            boolean first = i == 0
                    || times[byKey[i]] != times[byKey[i - 1]]
                    || compare(together, places[byKey[i]], places[byKey[i - 1]]) != 0;
            number = first ? 1 : number + 1;
            stays[byKey[i]] = number <= most;
        }
        move(times, places, stays);
        grown = false;
        prunedAt = Math.max(FIRST_PRUNED_AT, 2 * size);
    }

    private void move(long[] times, int[] places, boolean[] stays) {
        List<@Nullable Chunk> old = new ArrayList<>(chunks);
        chunks.clear();
        freeChunks.clear();
        filling = null;
        size = 0;
        for (int i = 0; i < places.length; i++) {
            if (stays[i]) {
                Chunk from = java.util.Objects.requireNonNull(old.get(places[i] / CHUNK_ROWS));
                int index = places[i] % CHUNK_ROWS;
                RowBatch to = add(from.origins, index);
                Chunk chunk = java.util.Objects.requireNonNull(filling);
                if (to != chunk.origins) {
                    to.appendRow(from.rows, index);
                }
                chunk.waiting++;
                waiting.push(times[i], fillingNumber * CHUNK_ROWS + to.size - 1);
                size++;
            }
        }
    }

    private Chunk emptyChunk() {
        RowBatch origin = new RowBatch(input, CHUNK_ROWS);
        return new Chunk(origin, computed == null ? origin : new RowBatch(computed, CHUNK_ROWS));
    }

    private Chunk newChunk() {
        Chunk chunk;
        if (!spare.isEmpty()) {
            chunk = spare.remove(spare.size() - 1);
        } else {
            chunk = emptyChunk();
        }
        filling = chunk;
        if (freeChunks.isEmpty()) {
            fillingNumber = chunks.size();
            chunks.add(chunk);
        } else {
            fillingNumber = freeChunks.pop();
            chunks.set(fillingNumber, chunk);
        }
        return chunk;
    }

    /** Finds the next row that the watermark has reached, or returns false. */
    public boolean next(long watermark) {
        letGo();
        long reached = wholeInstants && watermark != RowBatch.END_WATERMARK ? watermark - 1 : watermark;
        if (waiting.isEmpty() || waiting.firstTime() > reached) {
            return false;
        }
        if (keys != null && grown) {
            prune(keys);
        }
        int place = waiting.pop();
        size--;
        taken = place / CHUNK_ROWS;
        Chunk chunk = java.util.Objects.requireNonNull(chunks.get(taken));
        origins = chunk.origins;
        rows = chunk.rows;
        row = place % CHUNK_ROWS;
        return true;
    }

    /** The row that was taken is no longer needed; a chunk whose rows are all gone is used again. */
    private void letGo() {
        if (taken < 0) {
            return;
        }
        Chunk chunk = java.util.Objects.requireNonNull(chunks.get(taken));
        if (--chunk.waiting == 0) {
            chunk.origins.clear();
            chunk.rows.clear();
            if (chunk != filling) {
                chunks.set(taken, null);
                freeChunks.push(taken);
                if (spare.size() < MAX_SPARE) {
                    spare.add(chunk);
                }
            }
        }
        taken = -1;
    }

    /** How many rows wait. */
    public int size() {
        return size;
    }

    /** Tells what is held. */
    public void holds(Holding held) {
        held.rows += size;
        held.bytes += waiting.bytes();
        for (Chunk chunk : chunks) {
            if (chunk != null) {
                held.bytes +=
                        chunk.origins.sizeInBytes() + (chunk.rows == chunk.origins ? 0 : chunk.rows.sizeInBytes());
            }
        }
        if (!waiting.isEmpty()) {
            held.dueAt(waiting.firstTime() + (wholeInstants ? 1 : 0));
        }
    }

    // ---- what outlives a process

    /** Writes the rows that wait. */
    public void save(StateWriter out) throws IOException {
        letGo();
        out.schema(input);
        out.flag(computed != null);
        if (computed != null) {
            out.schema(computed);
        }
        out.number(chunks.size());
        for (Chunk chunk : chunks) {
            out.number(chunk == null ? -1 : chunk.waiting);
            if (chunk != null) {
                out.rows(chunk.origins);
                if (chunk.rows != chunk.origins) {
                    out.rows(chunk.rows);
                }
            }
        }
        freeChunks.save(out);
        out.number(filling == null ? -1 : fillingNumber);
        waiting.save(out);
        out.number(size);
        out.number(prunedAt);
        out.flag(grown);
    }

    /** Becomes what {@link #save} wrote. */
    public void restore(StateReader in) throws IOException {
        SavedColumns originColumns = in.columns("waiting", input);
        SavedColumns columns = in.flag() != (computed != null)
                ? refuse()
                : computed == null ? originColumns : in.columns("computed", computed);
        for (int left = in.small(); left > 0; left--) {
            int waits = in.small();
            if (waits < 0) {
                chunks.add(null);
                continue;
            }
            Chunk chunk = emptyChunk();
            chunk.waiting = waits;
            in.rows(chunk.origins, originColumns);
            if (chunk.rows != chunk.origins) {
                in.rows(chunk.rows, columns);
            }
            chunks.add(chunk);
        }
        freeChunks.restore(in);
        int number = in.small();
        if (number >= 0) {
            fillingNumber = number;
            filling = chunks.get(number);
        }
        waiting.restore(in);
        size = in.small();
        prunedAt = in.small();
        grown = in.flag();
    }

    private static SavedColumns refuse() throws IOException {
        throw new IOException("the rows that waited were of another form");
    }
}
