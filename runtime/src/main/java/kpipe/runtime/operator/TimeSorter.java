package kpipe.runtime.operator;

import java.util.ArrayList;
import java.util.List;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Rows that wait until the watermark reaches their ROWTIME, and come out in its order, ties as they came in. Rows stand in chunks; a heap of their times says which is next. Not
 * thread-safe.
 */
public final class TimeSorter {

    private static final int CHUNK_ROWS = 256;
    private static final int MAX_SPARE = 4;

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

    private final @Nullable Schema computed;
    private final List<@Nullable Chunk> chunks = new ArrayList<>();
    private final IntStack freeChunks = new IntStack();
    private final List<Chunk> spare = new ArrayList<>();
    private @Nullable Chunk filling;
    private int fillingNumber;
    private int taken = -1;

    private final TimeHeap waiting = new TimeHeap();
    private int size;

    /**
     * @param computed the schema of what is made of them before the sort, or null if they wait as they are
     */
    public TimeSorter(@Nullable Schema computed) {
        this.computed = computed;
    }

    /**
     * Takes up a row. What was made of it is written by the caller into the batch that is returned, at its size, which the caller raises; where rows wait as they are
     * that has been done. In both cases {@link #added} must follow.
     */
    public RowBatch add(RowBatch batch, int index) {
        Chunk chunk = filling;
        if (chunk == null || chunk.origins.isFull()) {
            chunk = newChunk(batch.schema);
        }
        chunk.origins.appendRow(batch, index);
        return chunk.rows;
    }

    /** The row that was taken up last is complete, with its ROWTIME. */
    public void added() {
        Chunk chunk = java.util.Objects.requireNonNull(filling);
        chunk.waiting++;
        int last = chunk.rows.size - 1;
        waiting.push(chunk.rows.rowtime[last], fillingNumber * CHUNK_ROWS + last);
        size++;
    }

    private Chunk newChunk(Schema input) {
        Chunk chunk;
        if (!spare.isEmpty()) {
            chunk = spare.remove(spare.size() - 1);
        } else {
            RowBatch origin = new RowBatch(input, CHUNK_ROWS);
            chunk = new Chunk(origin, computed == null ? origin : new RowBatch(computed, CHUNK_ROWS));
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
        if (waiting.isEmpty() || waiting.firstTime() > watermark) {
            return false;
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

    /** Roughly. */
    public long bytes() {
        long bytes = waiting.bytes();
        for (Chunk chunk : chunks) {
            if (chunk != null) {
                bytes += chunk.origins.sizeInBytes() + (chunk.rows == chunk.origins ? 0 : chunk.rows.sizeInBytes());
            }
        }
        return bytes;
    }
}
