package kpipe.runtime.state;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import kpipe.data.Column;
import kpipe.data.RowBatch;
import kpipe.data.Schema;

/** Writes the state of one part of a pipeline; {@link StateReader} reads it in the same order. Not thread-safe. */
public final class StateWriter {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
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

    /** Begins a part of the state, which the reader finds by its name. */
    public void part(String name) throws IOException {
        text(name);
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

    /** So many numbers of an array, and how many; four bytes each. */
    public void ints(int[] values, int offset, int length) throws IOException {
        number(length);
        for (int i = offset; i < offset + length; ) {
            room(Integer.BYTES);
            for (; i < offset + length && filled <= BUFFER_BYTES - Integer.BYTES; i++) {
                INT.set(buffer, filled, values[i]);
                filled += Integer.BYTES;
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

    /** So many truth values of an array, and how many. */
    public void flags(boolean[] values, int length) throws IOException {
        number(length);
        for (int i = 0; i < length; i += Byte.SIZE) {
            int bits = 0;
            for (int j = i; j < Math.min(length, i + Byte.SIZE); j++) {
                bits |= values[j] ? 1 << j - i : 0;
            }
            room(1);
            buffer[filled++] = (byte) bits;
        }
    }

    /** The names and types of columns, which tell later what rows behind them are. */
    public void schema(Schema schema) throws IOException {
        number(schema.size());
        for (Column column : schema.columns()) {
            text(column.name());
            text(column.type().toString());
        }
    }

    /** The rows of a batch, whose {@link #schema} was written before. */
    public void rows(RowBatch rows) throws IOException {
        words(rows.rowtime, 0, rows.size);
        words(rows.watermark, 0, rows.size);
        for (int column = 0; column < rows.values.length; column++) {
            words(rows.nulls[column], 0, (rows.size + 63) >>> 6);
            words(rows.values[column], 0, rows.size);
        }
        bytes(rows.heap, 0, rows.heapSize);
    }
}
