package kpipe.runtime.operator;

import java.io.IOException;
import java.util.Arrays;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Schema;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * Finds the matches of a pattern in the rows of each partition, which come in the order of ROWTIME. In a partition one attempt is made after the other: a match is searched that begins with one row; once it
 * is found, or it is sure that there is none, the next attempt begins where the text says. Rows that no attempt can need any more are let go. Not thread-safe.
 *
 * <p>Where a match has to be complete within a time, an attempt ends when that is over; such ends have their turns between the rows, in the order of time, so that results do not depend on when the
 * kernel is called.
 */
public final class RowMatcher {

    /** Where the next attempt begins after a match. */
    public static final int PAST_LAST_ROW = 0;

    public static final int TO_NEXT_ROW = 1;
    public static final int TO_FIRST = 2;
    public static final int TO_LAST = 3;

    private static final int NO_PARTITION = -1;

    /** The rows with one key. */
    private static final class Partition {
        int[] rows = new int[4];
        int size;

        /** The row with which the attempt begins; those before it are there for PREV. */
        int start;

        boolean tries;
        final MatchAttempt attempt;
        long matches;
        int hash;
        int next;

        Partition(MatchAttempt attempt) {
            this.attempt = attempt;
        }
    }

    /** The time of the turn: what results have as ROWTIME. */
    public long time = RowBatch.NO_WATERMARK;

    private final Schema schema;
    private final RowKeys keys;
    private final int[] program;
    /** Of which variables the condition looks at no other variable. */
    private final boolean[] plain;

    private final boolean merges;
    private final MatchSlot[] testSlots;
    private final int[][] testsOf;
    private final MatchSlot[] resultSlots;
    private final String[] names;
    private final long within;
    private final int history;
    private final boolean allRows;
    private final int skip;
    private final long skipTo;
    private final MatchTests tests;
    private final MatchValues values;
    private final MatchAttempt.Test holds = this::holds;

    private MatchRows rows;
    private @Nullable Partition[] partitions = new Partition[16];
    private int partitionCount;
    private final IntStack freePartitions = new IntStack();
    private int[] heads = new int[64];
    private int living;
    private final TimeHeap ends = new TimeHeap(null);
    private final RowBatch tested;
    private final RowBatch result;

    // What is asked for now.
    private Partition current;
    private int cell;
    private int lastRow;
    private int resultRow;

    /**
     * A matcher.
     *
     * @param keys the columns by which rows are of one partition
     * @param program instructions of three numbers: 0 asks for a row of a variable (its number times two, plus one where the row is not given out), 1 goes on at two places, the better first, 2 at one, 3 is the end
     * @param testSlots what conditions look at; {@code testSchema} has a column for each
     * @param testsOf which of them the condition of each variable needs; null where there is none
     * @param resultSlots what is given of a match
     * @param names of the variables
     * @param within how long a match may take; {@link Long#MAX_VALUE} for any time
     * @param history how many rows before an attempt are kept
     * @param allRows whether each row of a match gives a result, rather than the match
     * @param skipTo the variables of TO_FIRST and TO_LAST, a bit for each
     */
    public RowMatcher(
            Schema schema,
            int[] keys,
            int[] program,
            MatchSlot[] testSlots,
            Schema testSchema,
            int[][] testsOf,
            MatchSlot[] resultSlots,
            Schema resultSchema,
            String[] names,
            long within,
            int history,
            boolean allRows,
            int skip,
            long skipTo,
            MatchTests tests) {
        this.schema = schema;
        this.keys = new RowKeys(schema, keys);
        this.program = program;
        this.testSlots = testSlots;
        this.testsOf = testsOf;
        this.resultSlots = resultSlots;
        this.names = names;
        this.within = within;
        this.history = history;
        this.allRows = allRows;
        this.skip = skip;
        this.skipTo = skipTo;
        this.tests = tests;
        plain = new boolean[testsOf.length];
        boolean all = true;
        for (int variable = 0; variable < testsOf.length; variable++) {
            plain[variable] = true;
            for (int slot : testsOf[variable]) {
                plain[variable] &= testSlots[slot].isPlain(variable);
            }
            all &= plain[variable];
        }
        merges = all;
        rows = new MatchRows(schema);
        tested = new RowBatch(testSchema, 1);
        result = new RowBatch(resultSchema, 1);
        values = new MatchValues(schema, names);
        current = new Partition(new MatchAttempt(program, merges));
        Arrays.fill(heads, NO_PARTITION);
    }

    // ---- turns

    /** The batch into which the next row is written, at its size; {@link #added} follows. */
    public RowBatch add() {
        return rows.filling();
    }

    /** The row that was written has its turn. */
    public void added() {
        int place = rows.added();
        RowBatch batch = rows.batch(place);
        int row = rows.row(place);
        long rowtime = batch.rowtime[row];
        endBefore(rowtime);
        time = Math.max(time, rowtime);
        int hash = keys.hash(batch, row);
        int number = find(hash, batch, row);
        if (number == NO_PARTITION) {
            number = newPartition(hash);
        }
        Partition partition = partition(number);
        if (partition.size == partition.rows.length) {
            partition.rows = Arrays.copyOf(partition.rows, partition.size * 2);
        }
        partition.rows[partition.size++] = place;
        drive(number, Long.MIN_VALUE);
        if (rows.isSparse()) {
            moveTogether();
        }
    }

    /** Time has come to {@code watermark}: attempts that had to be complete before it end. */
    public void time(long watermark) {
        endBefore(watermark);
        if (watermark == RowBatch.END_WATERMARK) {
            for (int number = 0; number < partitionCount; number++) {
                if (partitions[number] != null) {
                    drive(number, Long.MAX_VALUE);
                }
            }
        }
    }

    private void endBefore(long limit) {
        while (!ends.isEmpty() && ends.firstTime() < limit) {
            long end = ends.firstTime();
            int number = ends.pop();
            time = Math.max(time, end);
            if (partitions[number] != null) {
                drive(number, end);
            }
        }
    }

    /** Goes on with the attempts of a partition; one whose last time is no more than {@code over} gets no further rows. */
    private void drive(int number, long over) {
        Partition partition = partition(number);
        current = partition;
        while (partition.tries || partition.start < partition.size) {
            boolean begins = !partition.tries;
            if (begins) {
                partition.attempt.begin();
                partition.tries = true;
            }
            long end = end(partition);
            boolean ended = end <= over;
            MatchAttempt attempt = partition.attempt;
            while (!attempt.isOver() && partition.start + attempt.rows < partition.size) {
                int next = partition.start + attempt.rows;
                if (rowtime(partition, next) > end) {
                    ended = true;
                    break;
                }
                lastRow = next;
                attempt.take(holds);
            }
            if (!attempt.isOver() && !ended) {
                if (begins && end != Long.MAX_VALUE) {
                    ends.push(end, number);
                }
                return;
            }
            decide(partition);
        }
        if (partition.size == 0) {
            remove(number);
        }
    }

    private long end(Partition partition) {
        long from = rowtime(partition, partition.start);
        return from > Long.MAX_VALUE - within ? Long.MAX_VALUE : from + within;
    }

    private long rowtime(Partition partition, int index) {
        int place = partition.rows[index];
        return rows.batch(place).rowtime[rows.row(place)];
    }

    /** The attempt is over: what it has found is given, and rows are let go. */
    private void decide(Partition partition) {
        MatchAttempt attempt = partition.attempt;
        int next = partition.start + 1;
        if (attempt.givenUp) {
            lastRow = partition.start;
            tests.failed(new RowException(
                    RowErrors.BAD_ARGUMENT, "the pattern can be matched in too many ways from this row on"));
        }
        if (attempt.accepted != MatchAttempt.NONE) {
            partition.matches++;
            values.read(attempt, attempt.accepted, attempt.acceptedRows);
            give(partition);
            next = partition.start + following(attempt.acceptedRows);
        }
        partition.tries = false;
        partition.start = next;
        int gone = Math.max(0, next - history);
        for (int i = 0; i < gone; i++) {
            rows.letGo(partition.rows[i]);
        }
        System.arraycopy(partition.rows, gone, partition.rows, 0, partition.size - gone);
        partition.size -= gone;
        partition.start -= gone;
    }

    /** How many rows behind the first of the match the next attempt begins; never with the same row again. */
    private int following(int count) {
        switch (skip) {
            case PAST_LAST_ROW:
                return count;
            case TO_FIRST:
                for (int i = 0; i < count; i++) {
                    if (values.isOf(i, skipTo)) {
                        return Math.max(1, i);
                    }
                }
                return 1;
            case TO_LAST:
                for (int i = count - 1; i >= 0; i--) {
                    if (values.isOf(i, skipTo)) {
                        return Math.max(1, i);
                    }
                }
                return 1;
            default:
                return 1;
        }
    }

    private void give(Partition partition) {
        int count = partition.attempt.acceptedRows;
        for (int i = allRows ? 0 : count - 1; i < count; i++) {
            if (!allRows || !values.isExcluded(i)) {
                resultRow = i;
                lastRow = partition.start + i;
                tests.give();
            }
        }
    }

    // ---- what kernels ask for

    private boolean holds(int variable, int testedCell) {
        if (testsOf[variable].length == 0) {
            return true;
        }
        cell = testedCell;
        return tests.holds(variable);
    }

    /**
     * What the condition of a variable looks at.
     *
     * @throws RowException where an aggregate does not fit its type
     */
    public RowBatch tested(int variable) throws RowException {
        tested.clear();
        tested.size = 1;
        values.within(rows, current.rows, current.size, current.start, current.matches + 1);
        if (plain[variable]) {
            values.ofLast(current.attempt.rows, variable);
        } else {
            values.read(current.attempt, cell, current.attempt.rows);
        }
        for (int slot : testsOf[variable]) {
            values.write(testSlots[slot], current.attempt.rows - 1, tested, slot);
        }
        return tested;
    }

    /**
     * The values of a row of a match.
     *
     * @throws RowException where an aggregate does not fit its type
     */
    public RowBatch result() throws RowException {
        result.clear();
        result.size = 1;
        result.rowtime[0] = time;
        result.watermark[0] = time;
        values.within(rows, current.rows, current.size, current.start, current.matches);
        for (int slot = 0; slot < resultSlots.length; slot++) {
            values.write(resultSlots[slot], resultRow, result, slot);
        }
        return result;
    }

    /** The batch of the row that is looked at, for what fails. */
    public RowBatch batch() {
        return rows.batch(current.rows[lastRow]);
    }

    /** Its place there. */
    public int row() {
        return rows.row(current.rows[lastRow]);
    }

    /** Whether no failure of a condition has been told for this row yet; it is then. */
    public boolean tells() {
        return rows.tells(current.rows[lastRow]);
    }

    // ---- partitions

    private Partition partition(int number) {
        return java.util.Objects.requireNonNull(partitions[number]);
    }

    private int newPartition(int hash) {
        int number;
        if (freePartitions.isEmpty()) {
            number = partitionCount++;
            if (number == partitions.length) {
                partitions = Arrays.copyOf(partitions, number * 2);
            }
        } else {
            number = freePartitions.pop();
        }
        Partition partition = new Partition(new MatchAttempt(program, merges));
        partition.hash = hash;
        partitions[number] = partition;
        if (++living > heads.length) {
            linkAll(heads.length * 2);
        } else {
            link(number);
        }
        return number;
    }

    private void linkAll(int chains) {
        heads = new int[chains];
        Arrays.fill(heads, NO_PARTITION);
        for (int number = 0; number < partitionCount; number++) {
            if (partitions[number] != null) {
                link(number);
            }
        }
    }

    private void link(int number) {
        Partition partition = partition(number);
        int chain = partition.hash & heads.length - 1;
        partition.next = heads[chain];
        heads[chain] = number;
    }

    private void remove(int number) {
        Partition partition = partition(number);
        int chain = partition.hash & heads.length - 1;
        if (heads[chain] == number) {
            heads[chain] = partition.next;
        } else {
            Partition before = partition(heads[chain]);
            while (before.next != number) {
                before = partition(before.next);
            }
            before.next = partition.next;
        }
        partitions[number] = null;
        freePartitions.push(number);
        living--;
    }

    private int find(int hash, RowBatch batch, int row) {
        for (int number = heads[hash & heads.length - 1]; number != NO_PARTITION; ) {
            Partition partition = partition(number);
            if (partition.hash == hash && isOf(partition, batch, row)) {
                return number;
            }
            number = partition.next;
        }
        return NO_PARTITION;
    }

    private boolean isOf(Partition partition, RowBatch batch, int row) {
        int place = partition.rows[0];
        return keys.equal(batch, row, rows.batch(place), rows.row(place));
    }

    private void moveTogether() {
        MatchRows before = rows;
        rows = new MatchRows(schema);
        for (int number = 0; number < partitionCount; number++) {
            Partition partition = partitions[number];
            if (partition != null) {
                for (int i = 0; i < partition.size; i++) {
                    partition.rows[i] = rows.moved(before, partition.rows[i]);
                }
            }
        }
    }

    /** Tells what is held. */
    public void holds(Holding held) {
        held.rows += rows.size();
        held.groups += living;
        if (!ends.isEmpty()) {
            held.dueAt(ends.firstTime() + 1);
        }
        held.bytes += rows.bytes() + 4L * heads.length;
        for (int number = 0; number < partitionCount; number++) {
            Partition partition = partitions[number];
            if (partition != null) {
                held.bytes += 4L * partition.rows.length + partition.attempt.bytes();
            }
        }
    }

    // ---- what outlives a process

    /** Writes the rows that attempts may need, and how far the attempts are. */
    public void save(StateWriter out) throws IOException {
        out.number(time);
        rows.save(out);
        out.number(partitionCount);
        for (int number = 0; number < partitionCount; number++) {
            Partition partition = partitions[number];
            out.flag(partition != null);
            if (partition != null) {
                out.ints(partition.rows, 0, partition.size);
                out.number(partition.start);
                out.number(partition.matches);
                out.number(partition.hash);
                out.flag(partition.tries);
                if (partition.tries) {
                    partition.attempt.save(out);
                }
            }
        }
        freePartitions.save(out);
        ends.save(out);
    }

    /** Becomes what {@link #save} wrote. */
    public void restore(StateReader in) throws IOException {
        time = in.number();
        rows.restore(in);
        partitionCount = in.small();
        partitions = new Partition[Math.max(16, partitionCount)];
        living = 0;
        for (int number = 0; number < partitionCount; number++) {
            if (in.flag()) {
                Partition partition = new Partition(new MatchAttempt(program, merges));
                int[] saved = in.ints();
                partition.size = saved.length;
                partition.rows = Arrays.copyOf(saved, Math.max(4, saved.length));
                partition.start = in.small();
                partition.matches = in.number();
                partition.hash = in.small();
                partition.tries = in.flag();
                if (partition.tries) {
                    partition.attempt.restore(in);
                }
                partitions[number] = partition;
                living++;
            }
        }
        freePartitions.restore(in);
        ends.restore(in);
        linkAll(Math.max(64, Integer.highestOneBit(Math.max(1, living)) * 2));
    }
}
