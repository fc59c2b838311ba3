package kpipe.runtime.operator;

import java.io.IOException;
import java.util.Arrays;
import kpipe.data.Slice;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/** The distinct texts of one group, as packed keys in open addressing with a heap for the long ones. Not thread-safe. */
public final class TextSet {

    /** No packed key: a slice that begins at the end of the address range. */
    private static final long EMPTY = Long.MAX_VALUE;

    private long[] slots = new long[8];
    private int size;
    private byte[] heap = new byte[0];
    private int heapSize;

    public TextSet() {
        Arrays.fill(slots, EMPTY);
    }

    public int size() {
        return size;
    }

    /** Adds the text of a packed key. */
    public void add(long packed, byte[] from) {
        int mask = slots.length - 1;
        int slot = (int) Hashes.ofText(packed, from) & mask;
        while (slots[slot] != EMPTY) {
            if (Texts.samePacked(slots[slot], heap, packed, from)) {
                return;
            }
            slot = slot + 1 & mask;
        }
        slots[slot] = keep(packed, from);
        if (++size * 2 > slots.length) {
            grow();
        }
    }

    public void addAll(TextSet other) {
        for (long packed : other.slots) {
            if (packed != EMPTY) {
                add(packed, other.heap);
            }
        }
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

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        Arrays.fill(slots, EMPTY);
        int mask = slots.length - 1;
        for (long packed : old) {
            if (packed != EMPTY) {
                int slot = (int) Hashes.ofText(packed, heap) & mask;
                while (slots[slot] != EMPTY) {
                    slot = slot + 1 & mask;
                }
                slots[slot] = packed;
            }
        }
    }

    long bytes() {
        return 64 + 8L * slots.length + heap.length;
    }

    void save(StateWriter out) throws IOException {
        out.number(size);
        out.words(slots, 0, slots.length);
        out.bytes(heap, 0, heapSize);
    }

    void restore(StateReader in) throws IOException {
        size = in.small();
        slots = in.words();
        heap = in.bytes();
        heapSize = heap.length;
    }
}
