package kpipe.runtime.operator;

import java.io.IOException;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/** How often each value is in a frame: 64-bit numbers in open addressing. Not thread-safe. */
public final class LongCounts extends FrameState {

    private static final int INITIAL = 8;

    private long[] values = new long[INITIAL];

    /** 0 where no value stands. */
    private int[] counts = new int[INITIAL];

    private int size;

    /** How many different values there are. */
    public int size() {
        return size;
    }

    /** Adds a value and answers whether it was not there. */
    public boolean add(long value) {
        int slot = find(value);
        if (counts[slot]++ > 0) {
            return false;
        }
        values[slot] = value;
        if (++size * 2 > counts.length) {
            resize(counts.length * 2);
        }
        return true;
    }

    /** Takes a value away, which must be there, and answers whether it no longer is. */
    public boolean remove(long value) {
        int slot = find(value);
        if (--counts[slot] > 0) {
            return false;
        }
        size--;
        close(slot);
        if (counts.length > INITIAL && size * 16 < counts.length) {
            resize(counts.length / 2);
        }
        return true;
    }

    private int find(long value) {
        int mask = counts.length - 1;
        int slot = (int) Hashes.of(value) & mask;
        while (counts[slot] != 0 && values[slot] != value) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** Moves values that stand behind a free slot because it was taken into it. */
    private void close(int from) {
        int mask = counts.length - 1;
        int free = from;
        for (int slot = free + 1 & mask; counts[slot] != 0; slot = slot + 1 & mask) {
            int home = (int) Hashes.of(values[slot]) & mask;
            if ((slot - home & mask) >= (slot - free & mask)) {
                values[free] = values[slot];
                counts[free] = counts[slot];
                counts[slot] = 0;
                free = slot;
            }
        }
    }

    private void resize(int length) {
        long[] oldValues = values;
        int[] oldCounts = counts;
        values = new long[length];
        counts = new int[length];
        for (int i = 0; i < oldCounts.length; i++) {
            if (oldCounts[i] > 0) {
                int slot = find(oldValues[i]);
                values[slot] = oldValues[i];
                counts[slot] = oldCounts[i];
            }
        }
    }

    @Override
    void clear() {
        values = new long[INITIAL];
        counts = new int[INITIAL];
        size = 0;
    }

    @Override
    long bytes() {
        return 64 + 12L * values.length;
    }

    @Override
    int kind() {
        return FrameState.LONG_COUNTS;
    }

    @Override
    void save(StateWriter out) throws IOException {
        out.number(size);
        out.words(values, 0, values.length);
        out.ints(counts, 0, counts.length);
    }

    @Override
    void restore(StateReader in) throws IOException {
        size = in.small();
        values = in.words();
        counts = in.ints();
    }
}
