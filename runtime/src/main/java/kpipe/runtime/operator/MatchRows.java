package kpipe.runtime.operator;

import java.io.IOException;
import java.util.Arrays;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.state.SavedColumns;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

/** The rows that patterns may still need, of all partitions, in chunks. A row has one place from when it is added until it is let go or all rows move together. Not thread-safe. */
final class MatchRows {

    private static final int CHUNK_ROWS = 256;
    private static final int FEW_CHUNKS = 8;

    private final Schema schema;
    private @Nullable RowBatch[] chunks = new RowBatch[4];
    private int[] living = new int[4];
    private int chunkCount;
    private int usedChunks;
    private int filling = -1;
    private final IntStack free = new IntStack();
    private @Nullable RowBatch spare;
    private int size;
    private boolean[] told = new boolean[4 * CHUNK_ROWS];

    MatchRows(Schema schema) {
        this.schema = schema;
    }

    /** A batch with room for one row more. */
    RowBatch filling() {
        RowBatch chunk = filling < 0 ? null : chunks[filling];
        if (chunk == null || chunk.isFull()) {
            chunk = spare != null ? spare : new RowBatch(schema, CHUNK_ROWS);
            spare = null;
            if (free.isEmpty()) {
                filling = chunkCount++;
                if (filling == chunks.length) {
                    chunks = Arrays.copyOf(chunks, filling * 2);
                    living = Arrays.copyOf(living, filling * 2);
                    told = Arrays.copyOf(told, Math.multiplyExact(filling * 2, CHUNK_ROWS));
                }
            } else {
                filling = free.pop();
            }
            chunks[filling] = chunk;
            living[filling] = 0;
            usedChunks++;
        }
        return chunk;
    }

    /** The place of the row that was written last into {@link #filling}. */
    int added() {
        RowBatch chunk = java.util.Objects.requireNonNull(chunks[filling]);
        living[filling]++;
        size++;
        int place = filling * CHUNK_ROWS + chunk.size - 1;
        told[place] = false;
        return place;
    }

    /** Notes that a failure for this row is told; returns whether it is the first one. */
    boolean tells(int place) {
        boolean first = !told[place];
        told[place] = true;
        return first;
    }

    RowBatch batch(int place) {
        return java.util.Objects.requireNonNull(chunks[place / CHUNK_ROWS]);
    }

    int row(int place) {
        return place % CHUNK_ROWS;
    }

    void letGo(int place) {
        int number = place / CHUNK_ROWS;
        size--;
        if (--living[number] == 0 && number != filling) {
            RowBatch chunk = java.util.Objects.requireNonNull(chunks[number]);
            chunk.clear();
            spare = chunk;
            chunks[number] = null;
            free.push(number);
            usedChunks--;
        }
    }

    /** Whether most of what the chunks hold is let go already, so that all rows should {@link #moved}. */
    boolean isSparse() {
        return usedChunks > FEW_CHUNKS && (long) usedChunks * CHUNK_ROWS > 4L * size;
    }

    /** Copies a row of the rows before the move; returns its place here. */
    int moved(MatchRows before, int place) {
        filling().appendRow(before.batch(place), before.row(place));
        int to = added();
        told[to] = before.told[place];
        return to;
    }

    /** How many rows there are. */
    int size() {
        return size;
    }

    /** Roughly. */
    long bytes() {
        long bytes = 0;
        for (RowBatch chunk : chunks) {
            if (chunk != null) {
                bytes += chunk.sizeInBytes();
            }
        }
        return bytes;
    }

    void save(StateWriter out) throws IOException {
        out.schema(schema);
        out.number(chunkCount);
        for (int i = 0; i < chunkCount; i++) {
            RowBatch chunk = chunks[i];
            out.number(chunk == null ? -1 : living[i]);
            if (chunk != null) {
                out.rows(chunk);
            }
        }
        out.flags(told, chunkCount * CHUNK_ROWS);
        free.save(out);
        out.number(filling);
    }

    void restore(StateReader in) throws IOException {
        SavedColumns columns = in.columns(schema);
        chunkCount = in.small();
        chunks = new RowBatch[Math.max(4, chunkCount)];
        living = new int[chunks.length];
        for (int i = 0; i < chunkCount; i++) {
            int rows = in.small();
            if (rows >= 0) {
                RowBatch chunk = new RowBatch(schema, CHUNK_ROWS);
                in.rows(chunk, columns);
                chunks[i] = chunk;
                living[i] = rows;
                usedChunks++;
                size += rows;
            }
        }
        told = Arrays.copyOf(in.flags(), chunks.length * CHUNK_ROWS);
        free.restore(in);
        filling = in.small();
    }
}
