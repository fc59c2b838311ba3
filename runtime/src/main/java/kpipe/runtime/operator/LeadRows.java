package kpipe.runtime.operator;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.state.SavedColumns;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * Rows that wait for values of later rows of their key. They come in the order of ROWTIME and go in the same order: a row goes once each of its values is there, or can no longer come because
 * time has passed the last at which it would count. Values are copied when the row goes, for the rows behind it are still there. Not thread-safe.
 */
public final class LeadRows {

    private static final int CHUNK_ROWS = 256;
    private static final int MAX_SPARE = 4;
    private static final int NO_KEY = -1;
    private static final long UNKNOWN = -1;

    /** The rows of one key that lack a value: for each function their numbers and how many rows it had counted when they came. */
    private static final class Waiting {
        final LongQueue[] rows;
        final LongQueue[] counts;
        final long[] counted;
        int lacking;
        long last;
        int hash;
        int next;

        Waiting(int functions) {
            rows = new LongQueue[functions];
            counts = new LongQueue[functions];
            counted = new long[functions];
            Arrays.setAll(rows, i -> new LongQueue());
            Arrays.setAll(counts, i -> new LongQueue());
        }

        void save(StateWriter out) throws IOException {
            for (int i = 0; i < counted.length; i++) {
                rows[i].save(out);
                counts[i].save(out);
                out.number(counted[i]);
            }
            out.number(lacking);
            out.number(last);
            out.number(hash);
        }

        void restore(StateReader in) throws IOException {
            for (int i = 0; i < counted.length; i++) {
                rows[i].restore(in);
                counts[i].restore(in);
                counted[i] = in.number();
            }
            lacking = in.small();
            last = in.number();
            hash = in.small();
        }
    }

    /** The row that {@link #next} has found, its values behind the columns that it had. Valid until the next call. */
    public @Nullable RowBatch rows;

    public int row;

    private final Schema schema;
    private final RowKeys rowKeys;
    private final LeadFunction[] functions;
    private final int firstValue;
    private final @Nullable WindowBounds periods;
    private final WindowBounds.Bounds period = new WindowBounds.Bounds();

    /** The chunk of row number n is n / CHUNK_ROWS, which stands at its remainder. */
    private RowBatch[] chunks;

    private final ArrayDeque<RowBatch> spare = new ArrayDeque<>();

    /** By the remainder of a row's number: its key, and for each function the number of the row that has its value. */
    private int[] keyOf;

    private long[] found;

    private long head;
    private long end;
    private long reached = RowBatch.NO_WATERMARK;

    private @Nullable Waiting[] keys = new Waiting[16];
    private int keyCount;
    private final IntStack freeKeys = new IntStack();
    private int[] heads = new int[64];
    private int living;

    /**
     * @param schema the columns of rows, of which the last are the values, one for each function
     * @param keyColumns in which rows of one key are equal
     * @param periods windows that follow one another, of which rows see those of their own alone; null where there are none
     */
    public LeadRows(Schema schema, int[] keyColumns, LeadFunction[] functions, @Nullable WindowBounds periods) {
        this.schema = schema;
        this.rowKeys = new RowKeys(schema, keyColumns);
        this.functions = functions.clone();
        this.periods = periods;
        firstValue = schema.size() - functions.length;
        chunks = new RowBatch[] {new RowBatch(schema, CHUNK_ROWS)};
        keyOf = new int[CHUNK_ROWS];
        found = new long[CHUNK_ROWS * functions.length];
        Arrays.fill(heads, NO_KEY);
    }

    // ---- rows that come

    /** The batch into which the next row is written, at its size, but for its values; {@link #added} follows. */
    public RowBatch add() {
        int at = (int) (end % CHUNK_ROWS);
        if (at == 0 && end > 0) {
            int used = (int) (end / CHUNK_ROWS - firstChunk());
            if (used == chunks.length) {
                grow();
            }
            RowBatch chunk = spare.isEmpty() ? new RowBatch(schema, CHUNK_ROWS) : spare.pop();
            chunks[place(end)] = chunk;
        }
        return chunks[place(end)];
    }

    private long firstChunk() {
        // The row that was taken last is still read.
        return Math.max(0, rows == null ? head : head - 1) / CHUNK_ROWS;
    }

    private int place(long number) {
        return (int) (number / CHUNK_ROWS % chunks.length);
    }

    private int index(long number) {
        return (int) (number % keyOf.length);
    }

    private void grow() {
        RowBatch[] oldChunks = chunks;
        int[] oldKeys = keyOf;
        long[] oldFound = found;
        long first = firstChunk();
        chunks = new RowBatch[oldChunks.length * 2];
        keyOf = new int[chunks.length * CHUNK_ROWS];
        found = new long[keyOf.length * functions.length];
        for (long chunk = first; chunk < first + oldChunks.length; chunk++) {
            int from = (int) (chunk % oldChunks.length);
            int to = (int) (chunk % chunks.length);
            chunks[to] = oldChunks[from];
            System.arraycopy(oldKeys, from * CHUNK_ROWS, keyOf, to * CHUNK_ROWS, CHUNK_ROWS);
            int words = CHUNK_ROWS * functions.length;
            System.arraycopy(oldFound, from * words, found, to * words, words);
        }
    }

    /** The row that was written is complete. */
    public void added() {
        long number = end++;
        RowBatch batch = chunks[place(number)];
        int at = (int) (number % CHUNK_ROWS);
        reached = Math.max(reached, batch.rowtime[at]);
        int hash = rowKeys.hash(batch, at);
        int key = find(hash, batch, at);
        if (key == NO_KEY) {
            key = newKey(hash);
        }
        Waiting waiting = waiting(key);
        waiting.last = number;
        keyOf[index(number)] = key;
        int values = index(number) * functions.length;
        for (int i = 0; i < functions.length; i++) {
            LeadFunction function = functions[i];
            if (!function.ignoreNulls() || !batch.isNull(function.column(), at)) {
                long counted = ++waiting.counted[i];
                LongQueue counts = waiting.counts[i];
                while (!counts.isEmpty() && counts.first() + function.number() <= counted) {
                    counts.take();
                    found[index(waiting.rows[i].take()) * functions.length + i] = number;
                    waiting.lacking--;
                }
            }
            if (function.number() == 0) {
                found[values + i] = number;
                continue;
            }
            found[values + i] = UNKNOWN;
            waiting.rows[i].add(number);
            waiting.counts[i].add(waiting.counted[i]);
            waiting.lacking++;
        }
        forgetWhole(key);
    }

    // ---- rows that go

    /** Time has come to {@code watermark}. */
    public void time(long watermark) {
        reached = Math.max(reached, watermark);
    }

    /** Finds the next row whose values are known, or returns false. */
    public boolean next() {
        letGo();
        if (head == end || !isReady()) {
            return false;
        }
        RowBatch batch = chunks[place(head)];
        int at = (int) (head % CHUNK_ROWS);
        for (int i = 0; i < functions.length; i++) {
            value(i, batch, at);
        }
        head++;
        rows = batch;
        row = at;
        return true;
    }

    private boolean isReady() {
        if (reached == RowBatch.END_WATERMARK) {
            return true;
        }
        int values = index(head) * functions.length;
        for (int i = 0; i < functions.length; i++) {
            if (found[values + i] == UNKNOWN && latest(head, functions[i]) >= reached) {
                return false;
            }
        }
        return true;
    }

    private void value(int function, RowBatch batch, int at) {
        LeadFunction lead = functions[function];
        long later = found[index(head) * functions.length + function];
        int to = firstValue + function;
        batch.clearNull(to, at);
        if (later == UNKNOWN) {
            int key = keyOf[index(head)];
            Waiting waiting = waiting(key);
            waiting.rows[function].take();
            waiting.counts[function].take();
            waiting.lacking--;
            forgetWhole(key);
        } else if (rowtime(later) <= latest(head, lead)) {
            batch.copyCell(chunks[place(later)], lead.column(), (int) (later % CHUNK_ROWS), to, at);
            return;
        }
        if (lead.otherwise() < 0) {
            batch.setNull(to, at);
        } else {
            batch.copyCell(batch, lead.otherwise(), at, to, at);
        }
    }

    /** The last time at which a row counts for another one. */
    private long latest(long number, LeadFunction function) {
        long rowtime = rowtime(number);
        long last = rowtime > Long.MAX_VALUE - function.within() ? Long.MAX_VALUE : rowtime + function.within();
        if (periods == null) {
            return last;
        }
        if (rowtime < period.start || rowtime >= period.end) {
            periods.locate(rowtime, period);
        }
        return Math.min(last, period.end - 1);
    }

    private long rowtime(long number) {
        return chunks[place(number)].rowtime[(int) (number % CHUNK_ROWS)];
    }

    /** The row that was taken is no longer needed; a chunk whose rows are all gone is used again. */
    private void letGo() {
        if (rows == null) {
            return;
        }
        if (head % CHUNK_ROWS == 0) {
            RowBatch chunk = rows;
            chunk.clear();
            if (spare.size() < MAX_SPARE) {
                spare.push(chunk);
            }
        }
        rows = null;
    }

    /** What may be promised of the rows to come once the time is {@code watermark}: none is earlier than the first that waits. */
    public long promise(long watermark) {
        return head == end ? watermark : Math.min(watermark, rowtime(head));
    }

    // ---- keys

    private Waiting waiting(int key) {
        return java.util.Objects.requireNonNull(keys[key]);
    }

    private int find(int hash, RowBatch batch, int at) {
        int key = heads[hash & heads.length - 1];
        while (key != NO_KEY) {
            Waiting waiting = waiting(key);
            if (waiting.hash == hash
                    && rowKeys.equal(batch, at, chunks[place(waiting.last)], (int) (waiting.last % CHUNK_ROWS))) {
                return key;
            }
            key = waiting.next;
        }
        return NO_KEY;
    }

    private int newKey(int hash) {
        int key;
        if (freeKeys.isEmpty()) {
            key = keyCount++;
            if (key == keys.length) {
                keys = Arrays.copyOf(keys, key * 2);
            }
        } else {
            key = freeKeys.pop();
        }
        Waiting waiting = new Waiting(functions.length);
        waiting.hash = hash;
        keys[key] = waiting;
        if (++living > heads.length) {
            linkAll(heads.length * 2);
        } else {
            link(key);
        }
        return key;
    }

    private void linkAll(int chains) {
        heads = new int[chains];
        Arrays.fill(heads, NO_KEY);
        for (int key = 0; key < keyCount; key++) {
            if (keys[key] != null) {
                link(key);
            }
        }
    }

    private void link(int key) {
        Waiting waiting = waiting(key);
        int chain = waiting.hash & heads.length - 1;
        waiting.next = heads[chain];
        heads[chain] = key;
    }

    /** Forgets a key of which no row waits. */
    private void forgetWhole(int key) {
        Waiting waiting = waiting(key);
        if (waiting.lacking > 0) {
            return;
        }
        int chain = waiting.hash & heads.length - 1;
        if (heads[chain] == key) {
            heads[chain] = waiting.next;
        } else {
            Waiting before = waiting(heads[chain]);
            while (before.next != key) {
                before = waiting(before.next);
            }
            before.next = waiting.next;
        }
        keys[key] = null;
        freeKeys.push(key);
        living--;
    }

    /** Tells what is held. */
    public void holds(Holding held) {
        held.rows += end - head;
        held.groups += living;
        held.bytes += 4L * keyOf.length + 8L * found.length;
        for (long chunk = firstChunk(); chunk * CHUNK_ROWS < end; chunk++) {
            held.bytes += chunks[(int) (chunk % chunks.length)].sizeInBytes();
        }
        if (head < end) {
            long due = rowtime(head);
            for (LeadFunction function : functions) {
                due = Math.max(due, latest(head, function) + 1);
            }
            held.dueAt(due);
        }
    }

    // ---- what outlives a process

    /** Writes the rows that wait. */
    public void save(StateWriter out) throws IOException {
        letGo();
        out.schema(schema);
        out.number(head);
        out.number(end);
        out.number(reached);
        for (long chunk = head / CHUNK_ROWS; chunk * CHUNK_ROWS < end; chunk++) {
            out.rows(chunks[(int) (chunk % chunks.length)]);
        }
        for (long number = head; number < end; number++) {
            out.number(keyOf[index(number)]);
            for (int i = 0; i < functions.length; i++) {
                out.number(found[index(number) * functions.length + i]);
            }
        }
        out.number(keyCount);
        for (int key = 0; key < keyCount; key++) {
            Waiting waiting = keys[key];
            out.flag(waiting != null);
            if (waiting != null) {
                waiting.save(out);
            }
        }
        freeKeys.save(out);
    }

    /** Becomes what {@link #save} wrote. */
    public void restore(StateReader in) throws IOException {
        SavedColumns columns = in.columns(schema);
        head = in.number();
        end = in.number();
        reached = in.number();
        long first = head / CHUNK_ROWS;
        int count = (int) ((end + CHUNK_ROWS - 1) / CHUNK_ROWS - first);
        chunks = new RowBatch[Math.max(1, count)];
        chunks[(int) (first % chunks.length)] = new RowBatch(schema, CHUNK_ROWS);
        for (long chunk = first; chunk < first + count; chunk++) {
            RowBatch batch = new RowBatch(schema, CHUNK_ROWS);
            in.rows(batch, columns);
            chunks[(int) (chunk % chunks.length)] = batch;
        }
        keyOf = new int[chunks.length * CHUNK_ROWS];
        found = new long[keyOf.length * functions.length];
        for (long number = head; number < end; number++) {
            keyOf[index(number)] = in.small();
            for (int i = 0; i < functions.length; i++) {
                found[index(number) * functions.length + i] = in.number();
            }
        }
        keyCount = in.small();
        keys = new Waiting[Math.max(16, keyCount)];
        living = 0;
        for (int key = 0; key < keyCount; key++) {
            if (in.flag()) {
                Waiting waiting = new Waiting(functions.length);
                waiting.restore(in);
                keys[key] = waiting;
                living++;
            }
        }
        freeKeys.restore(in);
        linkAll(Math.max(64, Integer.highestOneBit(Math.max(1, living)) * 2));
    }
}
