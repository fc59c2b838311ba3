package kpipe.runtime.operator;

import java.io.IOException;
import java.util.Arrays;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * Groups by key. The groups stand densely in the order in which they were first seen, keys and accumulators side by side; an index in open addressing tells where. Generated code
 * probes: it starts at {@code (int) hash & mask} and goes on entry by entry until the group there has the keys, or the entry is 0 and {@link #insert} makes the group. At most a quarter of
 * the entries is taken, so that most probes are right at once. Not thread-safe.
 */
public final class GroupTable extends GroupWords {

    private static final int INITIAL_ENTRIES = 128;

    /** Smaller tables stand in the processor's cache. */
    private static final int LARGE = 1 << 13;

    public int[] index = new int[INITIAL_ENTRIES];

    /** The number of entries less 1. */
    public int mask = INITIAL_ENTRIES - 1;

    /** How many groups there are. The first stands at {@code layout.stride}: no group stands at 0. */
    public int size;

    /** Where the groups stand in the order in which they are given out, once {@link #sortBySequence} has found it. */
    public int[] order = new int[0];

    /** What {@link #warm} has read, so that it does read. */
    long touched;

    public GroupTable(GroupLayout layout) {
        super(layout, INITIAL_ENTRIES / 4);
    }

    /** Makes a group for the free entry {@code slot} and returns where it stands. All its words but word 0 are 0. */
    public int insert(int slot, long meta) {
        int entry = slot;
        if (size * 4 > mask) {
            growIndex();
            entry = free(meta);
        }
        int at = ++size * layout.stride;
        if (at + layout.stride > words.length) {
            words = Arrays.copyOf(words, Math.multiplyExact(words.length, 2));
        }
        words[at] = meta;
        index[entry] = at;
        return at;
    }

    private int free(long meta) {
        int slot = (int) (meta >>> 16) & mask;
        while (index[slot] != 0) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void growIndex() {
        index = new int[index.length * 2];
        mask = index.length - 1;
        for (int i = 1; i <= size; i++) {
            int at = i * layout.stride;
            index[free(words[at])] = at;
        }
    }

    /**
     * Touches the groups of keys that are about to be looked up, where the table is so large that most look-ups would wait for memory: here the waiting overlaps. Changes nothing.
     *
     * @param keys the words of the only key
     */
    void warm(long[] keys, int count) {
        if (size < LARGE) {
            return;
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += words[index[(int) Hashes.of(keys[i]) & mask]];
        }
        touched = sum;
    }

    /** The same for a key that is text: slices of a heap. */
    void warm(long[] keys, byte[] heap, int count) {
        if (size < LARGE) {
            return;
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += words[index[(int) Hashes.ofText(Texts.pack(heap, keys[i]), heap) & mask]];
        }
        touched = sum;
    }

    /** Takes up all groups of another table of the same layout. */
    void merge(GroupTable from) {
        for (int i = 1; i <= from.size; i++) {
            int fromAt = i * layout.stride;
            long meta = from.words[fromAt];
            int slot = (int) (meta >>> 16) & mask;
            int at = index[slot];
            while (at != 0 && (words[at] != meta || !sameKeys(at, from, fromAt))) {
                slot = slot + 1 & mask;
                at = index[slot];
            }
            if (at == 0) {
                copyGroup(insert(slot, meta), from, fromAt);
            } else {
                mergeGroup(at, from, fromAt);
            }
        }
    }

    /** Finds the {@link #order} of the groups by their {@link GroupLayout.Accumulator#SEQUENCE}. */
    void sortBySequence() {
        if (order.length < size) {
            order = new int[Math.max(size, order.length * 2)];
        }
        for (int i = 0; i < size; i++) {
            order[i] = (i + 1) * layout.stride;
        }
        layout.sortBySequence(words, order, 0, size);
    }

    /** Empties the table. A table that had become far too large is made smaller. */
    void clear() {
        if (index.length > INITIAL_ENTRIES && size < index.length / 32) {
            int entries = Math.max(INITIAL_ENTRIES, index.length / 4);
            index = new int[entries];
            mask = entries - 1;
            words = new long[Math.min(words.length, entries / 4 * layout.stride)];
            order = new int[0];
        } else {
            Arrays.fill(index, 0);
            Arrays.fill(words, 0, (size + 1) * layout.stride, 0);
        }
        size = 0;
        clearAll();
    }

    @Override
    long bytes() {
        return super.bytes() + 4L * index.length + 4L * order.length;
    }

    /** Writes the groups. */
    void save(StateWriter out) throws IOException {
        out.number(size);
        layout.save(out);
        out.words(words, layout.stride, size * layout.stride);
        saveParts(out);
    }

    void restore(StateReader in) throws IOException {
        size = in.small();
        SavedGroups saved = SavedGroups.read(in, layout, 0);
        int entries = INITIAL_ENTRIES;
        while (size * 4L >= entries) {
            entries *= 2;
        }
        words = new long[Math.multiplyExact(entries / 4, layout.stride)];
        long[] before = new long[0];
        if (saved == null) {
            in.words(words, layout.stride);
        } else {
            before = in.words();
            for (int i = 0; i < size; i++) {
                saved.convert(before, i * saved.stride(), words, (i + 1) * layout.stride);
            }
        }
        index = new int[entries];
        mask = entries - 1;
        for (int i = 1; i <= size; i++) {
            index[free(words[i * layout.stride])] = i * layout.stride;
        }
        restoreParts(in);
        for (int i = 0; saved != null && i < size; i++) {
            saved.drop(before, i * saved.stride(), this);
        }
    }
}
