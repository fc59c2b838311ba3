package kpipe.runtime.state;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes the state of one part of a pipeline; {@link StateReader} reads it in the same order. Not thread-safe. */
public final class StateWriter {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BUFFER_BYTES = 64 << 10;

    private final OutputStream to;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;
    private long written;

    public StateWriter(OutputStream to) {
        this.to = to;
    }

    /** A whole number; small ones, of either sign, take little room. */
    public void number(long value) throws IOException {
        room(10);
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~127L) != 0) {
            buffer[filled++] = (byte) (rest | 128);
            rest >>>= 7;
        }
        buffer[filled++] = (byte) rest;
    }

    /** Eight bytes as they are. */
    public void word(long value) throws IOException {
        room(Long.BYTES);
        LONG.set(buffer, filled, value);
        filled += Long.BYTES;
    }

    public void flag(boolean value) throws IOException {
        room(1);
        buffer[filled++] = (byte) (value ? 1 : 0);
    }

    public void text(String value) throws IOException {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        bytes(bytes, 0, bytes.length);
    }

    /** So many bytes, and how many. */
    public void bytes(byte[] value, int offset, int length) throws IOException {
        number(length);
        if (length > BUFFER_BYTES - filled) {
            flush();
        }
        if (length > BUFFER_BYTES) {
            to.write(value, offset, length);
            written += length;
        } else {
            System.arraycopy(value, offset, buffer, filled, length);
            filled += length;
        }
    }

    /** So many words of an array, and how many. */
    public void words(long[] values, int offset, int length) throws IOException {
        number(length);
        for (int i = offset; i < offset + length; ) {
            room(Long.BYTES);
            for (; i < offset + length && filled <= BUFFER_BYTES - Long.BYTES; i++) {
                LONG.set(buffer, filled, values[i]);
                filled += Long.BYTES;
            }
        }
    }

    private void room(int bytes) throws IOException {
        if (filled + bytes > BUFFER_BYTES) {
            flush();
        }
    }

    /** Hands on what is buffered. */
    public void flush() throws IOException {
        to.write(buffer, 0, filled);
        written += filled;
        filled = 0;
    }

    /** How many bytes have been written. */
    public long size() {
        return written + filled;
    }
}
