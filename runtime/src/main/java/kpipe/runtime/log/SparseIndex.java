package kpipe.runtime.log;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Where to begin reading in a segment: an entry for about each {@link #INTERVAL} bytes. Written by one thread, read by any number beside it. */
final class SparseIndex {

    static final int INTERVAL = 64 << 10;

    private static final int ENTRY = 20;

    private record Entries(long[] indices, long[] arrivals, int[] positions, int size) {}

    private volatile Entries entries = new Entries(new long[16], new long[16], new int[16], 0);

    /** A frame begins at {@code position}; positions grow. */
    void frame(long firstIndex, long firstArrival, int position) {
        Entries before = entries;
        int size = before.size;
        if (size > 0 && position - before.positions[size - 1] < INTERVAL) {
            return;
        }
        boolean full = size == before.positions.length;
        int room = full ? size * 2 : size;
        long[] indices = full ? Arrays.copyOf(before.indices, room) : before.indices;
        long[] arrivals = full ? Arrays.copyOf(before.arrivals, room) : before.arrivals;
        int[] positions = full ? Arrays.copyOf(before.positions, room) : before.positions;
        indices[size] = firstIndex;
        arrivals[size] = firstArrival;
        positions[size] = position;
        entries = new Entries(indices, arrivals, positions, size + 1);
    }

    /** Where a frame begins that is not behind the one with record {@code index}. */
    int before(long index) {
        Entries now = entries;
        int found = Arrays.binarySearch(now.indices, 0, now.size, index);
        return at(now, found >= 0 ? found : -found - 2);
    }

    /** Where a frame begins that is not behind the first record that arrived at {@code arrival} or later. */
    int beforeTime(long arrival) {
        Entries now = entries;
        int place = 0;
        while (place < now.size && now.arrivals[place] < arrival) {
            place++;
        }
        return at(now, place - 1);
    }

    private static int at(Entries entries, int place) {
        return place < 0 ? Segment.HEAD : entries.positions[place];
    }

    int bytes() {
        return entries.size * ENTRY;
    }

    void write(ByteBuffer into) {
        Entries now = entries;
        for (int i = 0; i < now.size; i++) {
            into.putLong(now.indices[i]).putLong(now.arrivals[i]).putInt(now.positions[i]);
        }
    }

    void read(ByteBuffer from) {
        int size = from.remaining() / ENTRY;
        long[] indices = new long[Math.max(16, size)];
        long[] arrivals = new long[indices.length];
        int[] positions = new int[indices.length];
        for (int i = 0; i < size; i++) {
            indices[i] = from.getLong();
            arrivals[i] = from.getLong();
            positions[i] = from.getInt();
        }
        entries = new Entries(indices, arrivals, positions, size);
    }
}
