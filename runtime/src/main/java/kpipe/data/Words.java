package kpipe.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads bytes eight at a time, little-endian: the first byte is the lowest. */
public final class Words {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    /** The eight bytes from {@code offset}; all eight must exist. */
    public static long at(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    /** Writes eight bytes from {@code offset}, the lowest first; all eight places must exist. */
    public static void put(byte[] bytes, int offset, long word) {
        LONG.set(bytes, offset, word);
    }

    /** The {@code count} bytes from {@code offset}, 1 to 7 of them, zeros above. */
    public static long upTo7(byte[] bytes, int offset, int count) {
        long word = 0;
        for (int i = 0; i < count; i++) {
            word |= (bytes[offset + i] & 0xFFL) << (i << 3);
        }
        return word;
    }
}
