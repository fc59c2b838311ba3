package kpipe.runtime.operator;

import java.io.IOException;
import java.util.Arrays;
import kpipe.data.Slice;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/** How often each text is in a frame: packed keys in open addressing, with a heap for the long ones. Not thread-safe. */
public final class TextCounts extends FrameState {

    private static final int INITIAL = 8;

    private long[] values = new long[INITIAL];

    /** 0 where no text stands. */
    private int[] counts = new int[INITIAL];

    private int size;
    private byte[] heap = new byte[0];
    private int heapSize;
    private int heapGarbage;

    /** How many different texts there are. */
    public int size() {
        return size;
    }

    /** Adds the text of a packed key and answers whether it was not there. */
    public boolean add(long packed, byte[] from) {
        int slot = find(packed, from);
        if (counts[slot]++ > 0) {
            return false;
        }
        values[slot] = keep(packed, from);
        if (++size * 2 > counts.length) {
            resize(counts.length * 2);
        }
        return true;
    }

    /** Takes a text away, which must be there, and answers whether it no longer is. */
    public boolean remove(long packed, byte[] from) {
        int slot = find(packed, from);
        if (--counts[slot] > 0) {
            return false;
        }
        size--;
        if (values[slot] >= 0) {
            heapGarbage += Slice.length(values[slot]);
        }
        close(slot);
        if (counts.length > INITIAL && size * 16 < counts.length) {
            resize(counts.length / 2);
        } else if (heapGarbage > 4096 && heapGarbage > heapSize / 2) {
            resize(counts.length);
        }
        return true;
    }

    private int home(long packed) {
        return (int) Hashes.ofText(packed, heap) & counts.length - 1;
    }

    private int find(long packed, byte[] from) {
        int mask = counts.length - 1;
        int slot = (int) Hashes.ofText(packed, from) & mask;
        while (counts[slot] != 0 && !Texts.samePacked(values[slot], heap, packed, from)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private long keep(long packed, byte[] from) {
        if (packed < 0) {
            return packed;
        }
        int length = Slice.length(packed);
        int needed = Math.addExact(heapSize, length);
        if (needed > heap.length) {
            heap = Arrays.copyOf(
                    heap, Math.max(needed, Math.max(64, Math.min(heap.length, Integer.MAX_VALUE / 2 - 8) * 2)));
        }
        System.arraycopy(from, Slice.offset(packed), heap, heapSize, length);
        long kept = Slice.of(heapSize, length);
        heapSize = needed;
        return kept;
    }

    private void close(int from) {
        int mask = counts.length - 1;
        int free = from;
        for (int slot = free + 1 & mask; counts[slot] != 0; slot = slot + 1 & mask) {
            if ((slot - home(values[slot]) & mask) >= (slot - free & mask)) {
                values[free] = values[slot];
                counts[free] = counts[slot];
                counts[slot] = 0;
                free = slot;
            }
        }
    }

    /** Writes slots and heap anew. */
    private void resize(int length) {
        long[] oldValues = values;
        int[] oldCounts = counts;
        byte[] oldHeap = heap;
        values = new long[length];
        counts = new int[length];
        heap = new byte[heapSize - heapGarbage];
        heapSize = 0;
        heapGarbage = 0;
        for (int i = 0; i < oldCounts.length; i++) {
            if (oldCounts[i] > 0) {
                int slot = find(oldValues[i], oldHeap);
                values[slot] = keep(oldValues[i], oldHeap);
                counts[slot] = oldCounts[i];
            }
        }
    }

    @Override
    void clear() {
        values = new long[INITIAL];
        counts = new int[INITIAL];
        size = 0;
        heap = new byte[0];
        heapSize = 0;
        heapGarbage = 0;
    }

    @Override
    long bytes() {
        return 80 + 12L * values.length + heap.length;
    }

    @Override
    int kind() {
        return FrameState.TEXT_COUNTS;
    }

    @Override
    void save(StateWriter out) throws IOException {
        out.number(size);
        out.words(values, 0, values.length);
        out.ints(counts, 0, counts.length);
        out.bytes(heap, 0, heapSize);
        out.number(heapGarbage);
    }

    @Override
    void restore(StateReader in) throws IOException {
        size = in.small();
        values = in.words();
        counts = in.ints();
        heap = in.bytes();
        heapSize = heap.length;
        heapGarbage = in.small();
    }
}
