package kpipe.runtime.operator;

import java.util.Arrays;

/**
 * Groups by key, in open addressing with the accumulators beside the keys, so that a row touches one place in memory. Generated code probes: it starts at
 * {@code ((int) hash & mask) * stride} and goes on stride by stride until word 0 and the keys are equal, or word 0 is 0 and {@link #insert} makes the group. Not thread-safe.
 */
public final class GroupTable extends GroupWords {

    private static final int INITIAL_SLOTS = 64;

    /** The number of slots less 1. */
    public int mask = INITIAL_SLOTS - 1;

    /** How many groups there are. */
    public int size;

    /** Where the groups stand, in the order in which they were first seen. */
    public int[] order = new int[INITIAL_SLOTS / 2];

    public GroupTable(GroupLayout layout) {
        super(layout, INITIAL_SLOTS);
    }

    /** Makes a group at the free place {@code at} and returns where it stands, which differs if the table had to grow. All its words but word 0 are 0. */
    public int insert(int at, long meta) {
        int place = at;
        if (size * 2 > mask) {
            grow();
            place = free(meta);
        }
        if (size == order.length) {
            order = Arrays.copyOf(order, size * 2);
        }
        order[size++] = place;
        words[place] = meta;
        return place;
    }

    private int free(long meta) {
        int stride = layout.stride;
        int place = ((int) (meta >>> 16) & mask) * stride;
        while (words[place] != 0) {
            place += stride;
            if (place == words.length) {
                place = 0;
            }
        }
        return place;
    }

    private void grow() {
        long[] old = words;
        int stride = layout.stride;
        words = new long[Math.multiplyExact(old.length, 2)];
        mask = mask * 2 + 1;
        for (int i = 0; i < size; i++) {
            int from = order[i];
            int to = free(old[from]);
            System.arraycopy(old, from, words, to, stride);
            order[i] = to;
        }
    }

    /** Takes up all groups of another table of the same layout. */
    void merge(GroupTable from) {
        int stride = layout.stride;
        for (int i = 0; i < from.size; i++) {
            int fromAt = from.order[i];
            long meta = from.words[fromAt];
            int at = ((int) (meta >>> 16) & mask) * stride;
            while (words[at] != 0 && (words[at] != meta || !sameKeys(at, from, fromAt))) {
                at += stride;
                if (at == words.length) {
                    at = 0;
                }
            }
            if (words[at] == 0) {
                at = insert(at, meta);
                copyGroup(at, from, fromAt);
            } else {
                mergeGroup(at, from, fromAt);
            }
        }
    }

    /** Puts the groups into the order of their {@link GroupLayout.Accumulator#SEQUENCE}. */
    void sortBySequence() {
        layout.sortBySequence(words, order, 0, size);
    }

    /** Empties the table. A table that had become far too large is made smaller. */
    void clear() {
        int slots = mask + 1;
        if (slots > INITIAL_SLOTS && size < slots / 16) {
            words = new long
                    [words.length / 4 < INITIAL_SLOTS * layout.stride
                            ? INITIAL_SLOTS * layout.stride
                            : words.length / 4];
            mask = words.length / layout.stride - 1;
        } else if (size < slots / 8) {
            for (int i = 0; i < size; i++) {
                Arrays.fill(words, order[i], order[i] + layout.stride, 0);
            }
        } else {
            Arrays.fill(words, 0);
        }
        size = 0;
        clearAll();
    }
}
