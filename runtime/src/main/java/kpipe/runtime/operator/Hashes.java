package kpipe.runtime.operator;

import kpipe.data.Slice;
import kpipe.data.Text;

/** Hashes of keys, good in their lowest bits. */
public final class Hashes {

    private Hashes() {}

    public static long of(long key) {
        long hash = (key ^ key >>> 32) * 0x9E3779B97F4A7C15L;
        return hash ^ hash >>> 32;
    }

    /** The hash of a packed text key. */
    public static long ofText(long packed, byte[] heap) {
        return packed < 0 ? of(packed) : Text.hash(heap, Slice.offset(packed), Slice.length(packed));
    }

    public static long combine(long hash, long next) {
        return of(hash * 31 + next);
    }
}
