package kpipe.runtime.state;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads what a {@link StateWriter} wrote, in the same order. Whoever opens a checkpoint has checked that it is whole. Not thread-safe. */
public final class StateReader {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream from;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    public StateReader(InputStream from) {
        this.from = from;
    }

    public long number() throws IOException {
        long rest = 0;
        for (int shift = 0; ; shift += 7) {
            need(1);
            byte digits = buffer[position++];
            rest |= (digits & 127L) << shift;
            if (digits >= 0) {
                return rest >>> 1 ^ -(rest & 1);
            }
        }
    }

    /** A number that was an int. */
    public int small() throws IOException {
        return Math.toIntExact(number());
    }

    public long word() throws IOException {
        need(Long.BYTES);
        long value = (long) LONG.get(buffer, position);
        position += Long.BYTES;
        return value;
    }

    public boolean flag() throws IOException {
        need(1);
        return buffer[position++] != 0;
    }

    public String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    public byte[] bytes() throws IOException {
        byte[] value = new byte[small()];
        for (int done = 0; done < value.length; ) {
            need(1);
            int part = Math.min(value.length - done, limit - position);
            System.arraycopy(buffer, position, value, done, part);
            position += part;
            done += part;
        }
        return value;
    }

    public long[] words() throws IOException {
        long[] values = new long[small()];
        for (int i = 0; i < values.length; i++) {
            values[i] = word();
        }
        return values;
    }

    /** Makes so many bytes stand in the buffer, or more. */
    private void need(int bytes) throws IOException {
        if (limit - position >= bytes) {
            return;
        }
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        while (limit < bytes) {
            int read = from.read(buffer, limit, BUFFER_BYTES - limit);
            if (read < 0) {
                throw new EOFException("the state ends before its end");
            }
            limit += read;
        }
    }
}
