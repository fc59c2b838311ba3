package kpipe.runtime.operator;

import java.io.IOException;
import java.util.Arrays;
import kpipe.data.Slice;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * The rows that the frames of functions with OVER hold, by key. A group is what is remembered of a key: the words of its frames, and its rows in the order in which they came. A row
 * holds the arguments of functions and nothing else; it is let go when it has left all frames, and its place is used again. Where all frames go back by time, so is a group whose rows have
 * all left; its key is then forgotten. Where rows see those of their period alone, all is forgotten when a period is over.
 *
 * <p>Generated code probes the index as in {@link GroupTable}, writes arguments into the row that {@link #append} gives it, moves the frames and calls {@link #release}. Not thread-safe.
 */
public final class SlidingGroups extends GroupWords {

    /** How many words of a group, the last of it, are this class's own. */
    public static final int OWN_WORDS = 4;

    /** From the beginning of a row: its ROWTIME, and the row of its key that came next, or 0. */
    public static final int TIME_WORD = 0;

    public static final int NEXT_WORD = 1;

    /** The first word of a row that is not this class's own. */
    public static final int FIRST_FREE_WORD = 2;

    private static final int INITIAL_ENTRIES = 128;
    private static final int INITIAL_ROWS = 64;
    private static final int LEAST_GARBAGE = 1 << 16;

    public int[] index = new int[INITIAL_ENTRIES];

    /** The number of entries of {@link #index} less 1. */
    public int mask = INITIAL_ENTRIES - 1;

    /** Rows one behind the other. None stands at 0: that place is for arguments of a row that no frame holds. */
    public long[] rows;

    /** The text of rows. */
    public byte[] rowHeap = new byte[0];

    public FrameState[] states = new FrameState[0];

    private final int rowStride;
    private final int[] textWords;
    private final int[] stateWords;
    private final long longest;
    private final boolean forgets;
    private final IntStack[] freeStates;
    private final @Nullable WindowBounds periods;
    private final WindowBounds.Bounds period = new WindowBounds.Bounds();

    private final int heldWord;
    private final int endsWord;
    private final int neighboursWord;
    private final int lastTimeWord;

    private int groups;
    private int groupsEnd;
    private final IntStack freeGroups = new IntStack();

    /** The group whose last row is the oldest, and the one whose is the newest; 0 where there is none. */
    private int oldest;

    private int newest;

    private int rowsEnd;

    /** Rows that are free, each holding the next in its {@link #NEXT_WORD}; 0 where there is none. */
    private int freeRow;

    private int rowHeapSize;
    private int rowHeapGarbage;
    private int stateCount;

    /**
     * @param layout of groups, with {@link #OWN_WORDS} at their end
     * @param rowStride words from one row to the next
     * @param textWords the words of a row that are slices of {@link #rowHeap}
     * @param stateWords the words of a group that are numbers in {@link #states}
     * @param longest how far back in milliseconds the longest frame goes, or -1 where some frame does not go back by time: then no key is ever forgotten
     */
    public SlidingGroups(GroupLayout layout, int rowStride, int[] textWords, int[] stateWords, long longest) {
        this(layout, rowStride, textWords, stateWords, longest, null);
    }

    /**
     * As above.
     *
     * @param periods windows that follow one another: {@link #enter} forgets what is not of the row's own; null where there are none
     */
    public SlidingGroups(
            GroupLayout layout,
            int rowStride,
            int[] textWords,
            int[] stateWords,
            long longest,
            @Nullable WindowBounds periods) {
        super(layout, INITIAL_ENTRIES / 4);
        this.rowStride = rowStride;
        this.textWords = textWords;
        this.stateWords = stateWords;
        this.longest = longest;
        forgets = longest >= 0;
        this.periods = periods;
        heldWord = layout.stride - 4;
        endsWord = layout.stride - 3;
        neighboursWord = layout.stride - 2;
        lastTimeWord = layout.stride - 1;
        groupsEnd = layout.stride;
        rowsEnd = rowStride;
        rows = new long[rowStride * INITIAL_ROWS];
        freeStates = new IntStack[stateWords.length];
        Arrays.setAll(freeStates, i -> new IntStack());
    }

    private static int upper(long word) {
        return (int) (word >>> 32);
    }

    private static int lower(long word) {
        return (int) word;
    }

    private static long both(int upper, int lower) {
        return (long) upper << 32 | lower;
    }

    // ---- groups

    /** Makes a group for the free entry {@code slot} and returns where it stands. All its words but word 0 are 0. */
    public int insert(int slot, long meta) {
        int entry = slot;
        if ((groups + 1) * 4 > index.length) {
            growIndex();
            entry = freeEntry(meta);
        }
        int at;
        if (freeGroups.isEmpty()) {
            at = groupsEnd;
            groupsEnd += layout.stride;
            if (groupsEnd > words.length) {
                words = Arrays.copyOf(words, Math.multiplyExact(words.length, 2));
            }
        } else {
            at = freeGroups.pop();
        }
        groups++;
        words[at] = meta;
        index[entry] = at;
        if (forgets) {
            link(at);
        }
        return at;
    }

    private int freeEntry(long meta) {
        int slot = home(meta);
        while (index[slot] != 0) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private int home(long meta) {
        return (int) (meta >>> 16) & mask;
    }

    private void growIndex() {
        int[] old = index;
        index = new int[old.length * 2];
        mask = index.length - 1;
        for (int at : old) {
            if (at != 0) {
                index[freeEntry(words[at])] = at;
            }
        }
    }

    /** A state that no group has any more for the word {@code stateWords[which]}, or -1 where a new one is needed: {@link #addState}. */
    public int reuseState(int which) {
        return freeStates[which].isEmpty() ? -1 : freeStates[which].pop();
    }

    /** Takes up a new state and returns its number. */
    public int addState(FrameState state) {
        if (stateCount == states.length) {
            states = Arrays.copyOf(states, Math.max(8, stateCount * 2));
        }
        states[stateCount] = state;
        return stateCount++;
    }

    /** A row of that time comes, not before an earlier one: if it is the first of its period, all that came before is forgotten. Only where there are periods. */
    public void enter(long time) {
        if (time >= period.end || time < period.start) {
            forgetAll();
            java.util.Objects.requireNonNull(periods).locate(time, period);
        }
    }

    private void forgetAll() {
        if (groups == 0) {
            return;
        }
        boolean few = groups * 8L < index.length;
        for (int at = layout.stride; at < groupsEnd; at += layout.stride) {
            if (words[at] != 0) {
                giveBackStates(at);
                if (few) {
                    clearEntry(at);
                }
            }
        }
        if (!few) {
            Arrays.fill(index, 0);
        }
        Arrays.fill(words, layout.stride, groupsEnd, 0);
        clearAll();
        groups = 0;
        groupsEnd = layout.stride;
        freeGroups.clear();
        oldest = 0;
        newest = 0;
        rowsEnd = rowStride;
        freeRow = 0;
        rowHeapSize = 0;
        rowHeapGarbage = 0;
    }

    /** Empties the entry of a group; entries before it may be empty already. */
    private void clearEntry(int at) {
        int slot = home(words[at]);
        while (index[slot] != at) {
            slot = slot + 1 & mask;
        }
        index[slot] = 0;
    }

    private void giveBackStates(int at) {
        for (int i = 0; i < stateWords.length; i++) {
            int state = (int) words[at + stateWords[i]];
            states[state].clear();
            freeStates[i].push(state);
        }
    }

    /** Forgets the keys whose rows have all left their frames at {@code now}, or whose period is over. */
    public void expire(long now) {
        if (periods != null && now >= period.end) {
            forgetAll();
        }
        long before = now - longest;
        if (!forgets || before > now) {
            return;
        }
        while (oldest != 0 && words[oldest + lastTimeWord] < before) {
            remove(oldest);
        }
    }

    private void remove(int at) {
        while (words[at + heldWord] > 0) {
            releaseFirst(at);
        }
        giveBackStates(at);
        unlink(at);
        closeEntry(words[at], at);
        free(at);
        groups--;
        freeGroups.push(at);
        compactHeap(groupsEnd);
    }

    /** Takes a group out of the index and moves those that stand behind its entry because it was taken. */
    private void closeEntry(long meta, int at) {
        int free = home(meta);
        while (index[free] != at) {
            free = free + 1 & mask;
        }
        index[free] = 0;
        for (int slot = free + 1 & mask; index[slot] != 0; slot = slot + 1 & mask) {
            int home = home(words[index[slot]]);
            if ((slot - home & mask) >= (slot - free & mask)) {
                index[free] = index[slot];
                index[slot] = 0;
                free = slot;
            }
        }
    }

    /** Makes a group the newest. */
    private void link(int at) {
        words[at + neighboursWord] = both(newest, 0);
        if (newest == 0) {
            oldest = at;
        } else {
            words[newest + neighboursWord] = both(upper(words[newest + neighboursWord]), at);
        }
        newest = at;
    }

    private void unlink(int at) {
        int before = upper(words[at + neighboursWord]);
        int after = lower(words[at + neighboursWord]);
        if (before == 0) {
            oldest = after;
        } else {
            words[before + neighboursWord] = both(upper(words[before + neighboursWord]), after);
        }
        if (after == 0) {
            newest = before;
        } else {
            words[after + neighboursWord] = both(before, lower(words[after + neighboursWord]));
        }
    }

    // ---- rows

    /** Holds a row of the group at {@code at}, and returns where it stands. The caller writes its arguments. */
    public int append(int at, long time) {
        if (rowHeapGarbage > LEAST_GARBAGE && rowHeapGarbage > rowHeapSize / 2) {
            compactRows();
        }
        int row = freeRow;
        if (row != 0) {
            freeRow = (int) rows[row + NEXT_WORD];
        } else {
            row = rowsEnd;
            rowsEnd = Math.addExact(rowsEnd, rowStride);
            if (rowsEnd > rows.length) {
                rows = Arrays.copyOf(rows, Math.max(rowsEnd, Math.min(rows.length, Integer.MAX_VALUE / 2 - 8) * 2));
            }
        }
        rows[row + TIME_WORD] = time;
        rows[row + NEXT_WORD] = 0;
        long ends = words[at + endsWord];
        if (words[at + heldWord]++ == 0) {
            words[at + endsWord] = both(row, row);
        } else {
            rows[lower(ends) + NEXT_WORD] = row;
            words[at + endsWord] = both(upper(ends), row);
        }
        if (forgets) {
            words[at + lastTimeWord] = time;
            if (newest != at) {
                unlink(at);
                link(at);
            }
        }
        return row;
    }

    /** The place for the arguments of a row that no frame holds. */
    public int pass(long time) {
        rowHeapSize = 0;
        rows[TIME_WORD] = time;
        return 0;
    }

    /** Copies a text argument. */
    public long keepText(byte[] from, long slice) {
        int length = Slice.length(slice);
        int needed = Math.addExact(rowHeapSize, length);
        if (needed > rowHeap.length) {
            rowHeap = Arrays.copyOf(
                    rowHeap, Math.max(needed, Math.max(256, Math.min(rowHeap.length, Integer.MAX_VALUE / 2 - 8) * 2)));
        }
        System.arraycopy(from, Slice.offset(slice), rowHeap, rowHeapSize, length);
        long kept = Slice.of(rowHeapSize, length);
        rowHeapSize = needed;
        return kept;
    }

    /** Lets the oldest rows of a group go until no more than {@code kept} are held. */
    public void release(int at, long kept) {
        while (words[at + heldWord] > kept) {
            releaseFirst(at);
        }
    }

    private void releaseFirst(int at) {
        long ends = words[at + endsWord];
        int row = upper(ends);
        words[at + endsWord] = both((int) rows[row + NEXT_WORD], lower(ends));
        words[at + heldWord]--;
        for (int word : textWords) {
            rowHeapGarbage += Slice.length(rows[row + word]);
        }
        rows[row + NEXT_WORD] = freeRow;
        freeRow = row;
    }

    private void compactRows() {
        byte[] old = rowHeap;
        rowHeap = new byte[rowHeapSize - rowHeapGarbage];
        rowHeapSize = 0;
        rowHeapGarbage = 0;
        for (int at = layout.stride; at < groupsEnd; at += layout.stride) {
            if (words[at] != 0) {
                int row = upper(words[at + endsWord]);
                for (long left = words[at + heldWord]; left > 0; left--) {
                    for (int word : textWords) {
                        rows[row + word] = keepText(old, rows[row + word]);
                    }
                    row = (int) rows[row + NEXT_WORD];
                }
            }
        }
    }

    /** Tells what is held. Nothing of it waits for time: each row has had its result. */
    public void holds(Holding held) {
        held.groups += groups;
        held.bytes += bytes() + 4L * index.length + 8L * rows.length + rowHeap.length;
        for (int i = 0; i < stateCount; i++) {
            held.bytes += states[i].bytes();
        }
        for (int at = layout.stride; at < groupsEnd; at += layout.stride) {
            if (words[at] != 0) {
                held.rows += words[at + heldWord];
            }
        }
    }

    // ---- least and greatest values

    // The rows of a frame that can still become its least (or greatest) value stand in a chain, best first. Two words
    // of the group tell its first and its last row; a word of each row its
    // neighbours in the chain.

    /** Takes the oldest row of a frame out of a chain, if it is in it. */
    public void leaveChain(int chain, int row, int linkWord) {
        if (words[chain] != row) {
            return;
        }
        int next = lower(rows[row + linkWord]);
        words[chain] = next;
        if (next == 0) {
            words[chain + 1] = 0;
        } else {
            rows[next + linkWord] = both(0, lower(rows[next + linkWord]));
        }
    }

    /** Puts a new row at the end of a chain, behind {@code last}. */
    private void endChain(int chain, int last, int row, int linkWord) {
        if (last == 0) {
            words[chain] = row;
        } else {
            rows[last + linkWord] = both(upper(rows[last + linkWord]), row);
        }
        rows[row + linkWord] = both(last, 0);
        words[chain + 1] = row;
    }

    /** Puts a new row into the chain of the least numbers. */
    public void enterLeast(int chain, int row, int linkWord, int valueWord) {
        long value = rows[row + valueWord];
        int last = (int) words[chain + 1];
        while (last != 0 && rows[last + valueWord] > value) {
            last = upper(rows[last + linkWord]);
        }
        endChain(chain, last, row, linkWord);
    }

    /** Puts a new row into the chain of the greatest numbers. */
    public void enterGreatest(int chain, int row, int linkWord, int valueWord) {
        long value = rows[row + valueWord];
        int last = (int) words[chain + 1];
        while (last != 0 && rows[last + valueWord] < value) {
            last = upper(rows[last + linkWord]);
        }
        endChain(chain, last, row, linkWord);
    }

    /** The same for bits of doubles. */
    public void enterLeastDouble(int chain, int row, int linkWord, int valueWord) {
        double value = Double.longBitsToDouble(rows[row + valueWord]);
        int last = (int) words[chain + 1];
        while (last != 0 && Double.longBitsToDouble(rows[last + valueWord]) > value) {
            last = upper(rows[last + linkWord]);
        }
        endChain(chain, last, row, linkWord);
    }

    /** The same for bits of doubles. */
    public void enterGreatestDouble(int chain, int row, int linkWord, int valueWord) {
        double value = Double.longBitsToDouble(rows[row + valueWord]);
        int last = (int) words[chain + 1];
        while (last != 0 && Double.longBitsToDouble(rows[last + valueWord]) < value) {
            last = upper(rows[last + linkWord]);
        }
        endChain(chain, last, row, linkWord);
    }

    /** The same for text. */
    public void enterLeastText(int chain, int row, int linkWord, int valueWord) {
        int last = (int) words[chain + 1];
        while (last != 0 && Texts.compare(rowHeap, rows[last + valueWord], rowHeap, rows[row + valueWord]) > 0) {
            last = upper(rows[last + linkWord]);
        }
        endChain(chain, last, row, linkWord);
    }

    /** The same for text. */
    public void enterGreatestText(int chain, int row, int linkWord, int valueWord) {
        int last = (int) words[chain + 1];
        while (last != 0 && Texts.compare(rowHeap, rows[last + valueWord], rowHeap, rows[row + valueWord]) < 0) {
            last = upper(rows[last + linkWord]);
        }
        endChain(chain, last, row, linkWord);
    }

    // ---- what outlives a process

    /** Writes all that is held. */
    public void save(StateWriter out) throws IOException {
        layout.save(out);
        out.words(words, layout.stride, groupsEnd - layout.stride);
        saveParts(out);
        out.number(groups);
        freeGroups.save(out);
        out.number(oldest);
        out.number(newest);
        out.number(period.start);
        out.number(period.end);
        out.words(rows, rowStride, rowsEnd - rowStride);
        out.number(freeRow);
        out.bytes(rowHeap, 0, rowHeapSize);
        out.number(rowHeapGarbage);
        out.number(stateCount);
        for (int i = 0; i < stateCount; i++) {
            out.number(states[i].kind());
            states[i].save(out);
        }
        for (IntStack free : freeStates) {
            free.save(out);
        }
    }

    /** Becomes what {@link #save} wrote. */
    public void restore(StateReader in) throws IOException {
        if (SavedGroups.read(in, layout, OWN_WORDS) != null) {
            throw new IOException("frames stay as they are");
        }
        long[] saved = in.words();
        groupsEnd = layout.stride + saved.length;
        words = new long[Math.max(words.length, groupsEnd)];
        System.arraycopy(saved, 0, words, layout.stride, saved.length);
        restoreParts(in);
        groups = in.small();
        freeGroups.restore(in);
        oldest = in.small();
        newest = in.small();
        period.start = in.number();
        period.end = in.number();
        saved = in.words();
        rowsEnd = rowStride + saved.length;
        rows = new long[Math.max(rows.length, rowsEnd)];
        System.arraycopy(saved, 0, rows, rowStride, saved.length);
        freeRow = in.small();
        rowHeap = in.bytes();
        rowHeapSize = rowHeap.length;
        rowHeapGarbage = in.small();
        stateCount = in.small();
        states = new FrameState[stateCount];
        for (int i = 0; i < stateCount; i++) {
            states[i] = FrameState.read(in);
        }
        for (IntStack free : freeStates) {
            free.restore(in);
        }
        int entries = INITIAL_ENTRIES;
        while (groups * 4L > entries) {
            entries *= 2;
        }
        index = new int[entries];
        mask = entries - 1;
        for (int at = layout.stride; at < groupsEnd; at += layout.stride) {
            if (words[at] != 0) {
                index[freeEntry(words[at])] = at;
            }
        }
    }
}
