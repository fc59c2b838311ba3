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
 * What a join of two streams holds of one of them. A row first waits until its turn in the order of ROWTIME has come; then it is held as long as it may meet rows of the
 * other side, and is found by the hash of its key. A row stays in one place from when it comes until it is let go. Not thread-safe.
 *
 * <p>Rows are held, and let go, in the order in which their turns have come, so that the one to go is always the first of its chain.
 */
public final class JoinSide {

    /** No row, or no further one. */
    public static final int NONE = -1;

    /** Chunks are large, so that what leads to a row, and is the same for all of its chunk, stays in the caches. */
    private static final int CHUNK_BITS = 10;

    private static final int CHUNK_ROWS = 1 << CHUNK_BITS;
    /** A chunk whose texts have come to so many bytes takes no further rows. */
    private static final int FULL_HEAP = 1 << 24;

    private static final int MAX_SPARE = 4;
    private static final int INITIAL_CHAINS = 64;

    private final Schema schema;

    /** How long a row is held, in milliseconds, and how many are at most; -1 for any number. */
    private final long holdMillis;

    private final int holdRows;

    // ---- rows by their places

    private @Nullable RowBatch[] chunks = new RowBatch[4];
    private int[] chunkRows = new int[4];
    private int chunkCount;
    private final IntStack freeChunks = new IntStack();
    private final RowBatch[] spare = new RowBatch[MAX_SPARE];
    private int spareCount;
    private int filling = NONE;

    private int[] hashes = new int[0];
    private int[] nexts = new int[0];
    private boolean[] linked = new boolean[0];
    private boolean[] matched = new boolean[0];

    // ---- rows that wait: those that came in order of ROWTIME, and once some did not, the others

    private int[] inOrder = new int[64];
    private int inOrderHead;
    private int inOrderCount;
    private final TimeHeap outOfOrder = new TimeHeap(null);
    private long lastInOrder;
    private long nextTime = Long.MAX_VALUE;

    // ---- rows that are held, in the order of their turns

    private int[] held = new int[64];
    private int heldHead;
    private int heldCount;
    private long firstEnd = Long.MAX_VALUE;

    private int[] heads = new int[INITIAL_CHAINS];
    private int[] tails = new int[INITIAL_CHAINS];
    private int linkedCount;

    /**
     * @param holdMillis for how long a row meets rows of the other side that come after it; not looked at where rows are counted
     * @param holdRows how many rows are held at most, or -1: they are held by time
     */
    JoinSide(Schema schema, long holdMillis, int holdRows) {
        this.schema = schema;
        this.holdMillis = holdMillis;
        this.holdRows = holdRows;
        Arrays.fill(heads, NONE);
    }

    // ---- a batch

    /** Takes up rows to wait for their turns. A row older than the watermark that it carries is late: its turn has passed. */
    public void take(RowBatch rows, LateOutlet late) {
        for (int row = 0; row < rows.size; row++) {
            long time = rows.rowtime[row];
            if (time < rows.watermark[row]) {
                late.late(rows, row, rows.watermark[row] - time);
            } else {
                await(store(rows, row), time);
            }
        }
    }

    private int store(RowBatch rows, int row) {
        RowBatch chunk = filling == NONE ? null : chunks[filling];
        if (chunk == null || chunk.isFull() || chunk.heapSize > FULL_HEAP) {
            chunk = newChunk();
        }
        int place = (filling << CHUNK_BITS) + chunk.size;
        chunk.appendRow(rows, row);
        chunkRows[filling]++;
        linked[place] = false;
        matched[place] = false;
        return place;
    }

    private RowBatch newChunk() {
        RowBatch chunk = spareCount > 0 ? spare[--spareCount] : new RowBatch(schema, CHUNK_ROWS);
        if (freeChunks.isEmpty()) {
            filling = chunkCount++;
            if (chunkCount > chunks.length) {
                chunks = Arrays.copyOf(chunks, chunkCount * 2);
                chunkRows = Arrays.copyOf(chunkRows, chunkCount * 2);
            }
            if (chunkCount * CHUNK_ROWS > nexts.length) {
                int places = Math.multiplyExact(chunks.length, CHUNK_ROWS);
                hashes = Arrays.copyOf(hashes, places);
                nexts = Arrays.copyOf(nexts, places);
                linked = Arrays.copyOf(linked, places);
                matched = Arrays.copyOf(matched, places);
            }
        } else {
            filling = freeChunks.pop();
        }
        chunks[filling] = chunk;
        return chunk;
    }

    private void await(int place, long time) {
        nextTime = Math.min(nextTime, time);
        boolean behind = inOrderCount == 0 || time >= lastInOrder;
        if (!behind || !outOfOrder.isEmpty()) {
            outOfOrder.push(time, place);
            return;
        }
        if (inOrderCount == inOrder.length) {
            inOrder = grown(inOrder, inOrderHead);
            inOrderHead = 0;
        }
        inOrder[inOrderHead + inOrderCount++ & inOrder.length - 1] = place;
        lastInOrder = time;
    }

    /** A full ring with twice the room, its first element at 0. */
    private static int[] grown(int[] ring, int head) {
        int[] more = new int[ring.length * 2];
        System.arraycopy(ring, head, more, 0, ring.length - head);
        System.arraycopy(ring, 0, more, ring.length - head, head);
        return more;
    }

    // ---- turns

    /** The ROWTIME of the row whose turn is next, or {@link Long#MAX_VALUE}. */
    long nextTime() {
        return nextTime;
    }

    /** Takes the row whose turn is next; of those of one ROWTIME the one that came first. It is to be held or let go. */
    int takeNext() {
        boolean first =
                outOfOrder.isEmpty() || inOrderCount > 0 && timeOf(inOrder[inOrderHead]) <= outOfOrder.firstTime();
        int place = first ? inOrder[inOrderHead] : outOfOrder.pop();
        if (first) {
            inOrderHead = inOrderHead + 1 & inOrder.length - 1;
            inOrderCount--;
        }
        nextTime = inOrderCount == 0 ? Long.MAX_VALUE : timeOf(inOrder[inOrderHead]);
        if (!outOfOrder.isEmpty()) {
            nextTime = Math.min(nextTime, outOfOrder.firstTime());
        }
        return place;
    }

    private long timeOf(int place) {
        return batch(place).rowtime[place & CHUNK_ROWS - 1];
    }

    /** The batch in which a row stands. */
    public RowBatch batch(int place) {
        return java.util.Objects.requireNonNull(chunks[place >>> CHUNK_BITS]);
    }

    /** Its place in the batch. */
    public int row(int place) {
        return place & CHUNK_ROWS - 1;
    }

    // ---- rows that are held

    /** Holds the row whose turn it is, to be found by the hash of its key. */
    public void hold(int place, long hash) {
        keep(place);
        if (++linkedCount * 2 > heads.length) {
            growIndex();
        }
        hashes[place] = (int) hash;
        linked[place] = true;
        link(place);
    }

    /** Holds the row whose turn it is though nothing can match it: it has to be given out alone when its time is over. */
    public void keep(int place) {
        if (heldCount == held.length) {
            held = grown(held, heldHead);
            heldHead = 0;
        }
        held[heldHead + heldCount++ & held.length - 1] = place;
        if (heldCount == 1) {
            firstEnd = endOf(place);
        }
    }

    private void link(int place) {
        int chain = hashes[place] & heads.length - 1;
        nexts[place] = NONE;
        if (heads[chain] == NONE) {
            heads[chain] = place;
        } else {
            nexts[tails[chain]] = place;
        }
        tails[chain] = place;
    }

    private void growIndex() {
        heads = new int[heads.length * 2];
        tails = new int[heads.length];
        Arrays.fill(heads, NONE);
        for (int i = 0; i < heldCount; i++) {
            int place = held[heldHead + i & held.length - 1];
            if (linked[place]) {
                link(place);
            }
        }
    }

    /** The first row of that hash that is held, in the order of ROWTIME, or {@link #NONE}. */
    public int first(long hash) {
        return find(heads[(int) hash & heads.length - 1], (int) hash);
    }

    /** The next row of the same hash, or {@link #NONE}. */
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

    /** A row has met one of the other side. */
    public void match(int place) {
        matched[place] = true;
    }

    boolean isMatched(int place) {
        return matched[place];
    }

    /** Whether more rows are held than may be. */
    boolean overflows() {
        return holdRows >= 0 && heldCount > holdRows;
    }

    boolean holdsAny() {
        return heldCount > 0;
    }

    /** The last time at which the first of the rows that are held may meet another, or {@link Long#MAX_VALUE}. */
    long firstEnd() {
        return firstEnd;
    }

    private long endOf(int place) {
        long time = timeOf(place);
        return holdRows >= 0 || time > Long.MAX_VALUE - holdMillis ? Long.MAX_VALUE : time + holdMillis;
    }

    /** Takes the first of the rows that are held out of reach. Its values stay until it is let go. */
    int release() {
        int place = held[heldHead];
        heldHead = heldHead + 1 & held.length - 1;
        heldCount--;
        firstEnd = heldCount == 0 ? Long.MAX_VALUE : endOf(held[heldHead]);
        if (linked[place]) {
            linkedCount--;
            int chain = hashes[place] & heads.length - 1;
            heads[chain] = nexts[place];
        }
        return place;
    }

    /** Nobody needs the row any more; a chunk whose rows are all gone is used again. */
    public void letGo(int place) {
        int number = place >>> CHUNK_BITS;
        if (--chunkRows[number] > 0) {
            return;
        }
        RowBatch chunk = java.util.Objects.requireNonNull(chunks[number]);
        chunk.clear();
        if (number != filling) {
            chunks[number] = null;
            freeChunks.push(number);
            if (spareCount < MAX_SPARE) {
                spare[spareCount++] = chunk;
            }
        }
    }

    /**
     * Tells what is held.
     *
     * @param kept whether rows that have met nobody are given out when their time is over
     * @param strict whether turns wait until time is past
     */
    void holds(Holding told, boolean kept, boolean strict) {
        told.rows += heldCount + inOrderCount + outOfOrder.size();
        told.bytes += 10L * nexts.length + 4L * (inOrder.length + held.length + 2L * heads.length) + outOfOrder.bytes();
        for (int i = 0; i < chunkCount; i++) {
            RowBatch chunk = chunks[i];
            if (chunk != null) {
                told.bytes += chunk.sizeInBytes();
            }
        }
        long next = nextTime();
        told.dueAt(next == Long.MAX_VALUE || !strict ? next : next + 1);
        long end = firstEnd();
        if (kept && end < Long.MAX_VALUE) {
            told.dueAt(end + 1);
        }
    }

    // ---- what outlives a process

    void save(StateWriter out) throws IOException {
        out.schema(schema);
        out.number(chunkCount);
        for (int i = 0; i < chunkCount; i++) {
            RowBatch chunk = chunks[i];
            out.number(chunk == null ? -1 : chunkRows[i]);
            if (chunk != null) {
                out.rows(chunk);
            }
        }
        freeChunks.save(out);
        out.number(filling);
        int places = chunkCount * CHUNK_ROWS;
        out.ints(hashes, 0, places);
        out.flags(linked, places);
        out.flags(matched, places);
        saveRing(out, inOrder, inOrderHead, inOrderCount);
        outOfOrder.save(out);
        out.number(lastInOrder);
        out.number(nextTime);
        saveRing(out, held, heldHead, heldCount);
        out.number(firstEnd);
        out.number(linkedCount);
    }

    private static void saveRing(StateWriter out, int[] ring, int head, int count) throws IOException {
        int[] straight = new int[count];
        for (int i = 0; i < count; i++) {
            straight[i] = ring[head + i & ring.length - 1];
        }
        out.ints(straight, 0, count);
    }

    /** @param part which side it is */
    void restore(StateReader in, String part) throws IOException {
        SavedColumns columns = in.columns(part, schema);
        chunkCount = in.small();
        chunks = new RowBatch[Math.max(4, chunkCount)];
        chunkRows = new int[chunks.length];
        for (int i = 0; i < chunkCount; i++) {
            int rows = in.small();
            if (rows >= 0) {
                RowBatch chunk = new RowBatch(schema, CHUNK_ROWS);
                in.rows(chunk, columns);
                chunks[i] = chunk;
                chunkRows[i] = rows;
            }
        }
        freeChunks.restore(in);
        filling = in.small();
        hashes = in.ints();
        nexts = new int[hashes.length];
        linked = in.flags();
        matched = in.flags();
        int[] ring = in.ints();
        inOrderHead = 0;
        inOrderCount = ring.length;
        inOrder = Arrays.copyOf(ring, ringRoom(inOrderCount));
        outOfOrder.restore(in);
        lastInOrder = in.number();
        nextTime = in.number();
        ring = in.ints();
        heldHead = 0;
        heldCount = ring.length;
        held = Arrays.copyOf(ring, ringRoom(heldCount));
        firstEnd = in.number();
        linkedCount = in.small();
        heads = new int[Math.max(INITIAL_CHAINS / 2, Integer.highestOneBit(Math.max(1, linkedCount)))];
        growIndex();
    }

    private static int ringRoom(int count) {
        return Math.max(64, Integer.highestOneBit(Math.max(1, count - 1)) * 2);
    }
}
