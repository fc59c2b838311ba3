package kpipe.runtime.state;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link StateWriter} wrote, in the same order. Whoever opens a checkpoint has checked that it is whole. Not thread-safe. */
public final class StateReader {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream from;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    private Migration migration = Migration.NONE;
    private @Nullable String nextPart;

    public StateReader(InputStream from) {
        this.from = from;
    }

    /** The state is that of another version of the pipeline, and is to be read as {@code how} says. */
    public StateReader migrating(Migration how) {
        migration = how;
        return this;
    }

    /** How what was saved becomes what is wanted. */
    public Migration migration() {
        return migration;
    }

    /** Whether the part of that name is next, which is then read; else it was not saved. */
    public boolean part(String name) throws IOException {
        if (nextPart == null) {
            nextPart = limit == position && !fill() ? "" : text();
        }
        boolean there = nextPart.equals(name);
        if (there) {
            nextPart = null;
        }
        return there;
    }

    /** Reads on; false at the end. */
    private boolean fill() throws IOException {
        int read = from.read(buffer, 0, BUFFER_BYTES);
        position = 0;
        limit = Math.max(0, read);
        return read > 0;
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
        fill(value, value.length);
        return value;
    }

    /** Bytes into an array that has room for them, from its beginning; returns how many. */
    public int bytes(byte[] into) throws IOException {
        int length = small();
        fill(into, length);
        return length;
    }

    private void fill(byte[] into, int length) throws IOException {
        for (int done = 0; done < length; ) {
            need(1);
            int part = Math.min(length - done, limit - position);
            System.arraycopy(buffer, position, into, done, part);
            position += part;
            done += part;
        }
    }

    public long[] words() throws IOException {
        long[] values = new long[small()];
        fill(values, 0, values.length);
        return values;
    }

    /** Words into an array that has room for them, from {@code offset} on; returns how many. */
    public int words(long[] into, int offset) throws IOException {
        int length = small();
        fill(into, offset, length);
        return length;
    }

    private void fill(long[] into, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; ) {
            need(Long.BYTES);
            for (; i < offset + length && limit - position >= Long.BYTES; i++) {
                into[i] = (long) LONG.get(buffer, position);
                position += Long.BYTES;
            }
        }
    }

    public int[] ints() throws IOException {
        int[] values = new int[small()];
        for (int i = 0; i < values.length; ) {
            need(Integer.BYTES);
            for (; i < values.length && limit - position >= Integer.BYTES; i++) {
                values[i] = (int) INT.get(buffer, position);
                position += Integer.BYTES;
            }
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

    public boolean[] flags() throws IOException {
        boolean[] values = new boolean[small()];
        for (int i = 0; i < values.length; i += Byte.SIZE) {
            need(1);
            int bits = buffer[position++];
            for (int j = i; j < Math.min(values.length, i + Byte.SIZE); j++) {
                values[j] = (bits >>> j - i & 1) != 0;
            }
        }
        return values;
    }

    private Schema schema() throws IOException {
        List<Column> columns = new ArrayList<>();
        for (int left = small(); left > 0; left--) {
            columns.add(new Column(text(), Type.parse(text())));
        }
        return new Schema(columns);
    }

    /** As below, of an operator that keeps one kind of rows. */
    public SavedColumns columns(Schema now) throws IOException {
        return columns("rows", now);
    }

    /**
     * The columns of rows that were saved, by name; of those of one name the first is the first, and so on. Several may have been one.
     *
     * @param part which rows, where an operator keeps several kinds
     * @param now the columns of the rows that they become
     */
    public SavedColumns columns(String part, Schema now) throws IOException {
        Schema saved = schema();
        int[] from = new int[now.size()];
        boolean same = saved.size() == now.size();
        Map<String, Integer> next = new HashMap<>();
        for (int i = 0; i < from.length; i++) {
            String name = migration.former(part, now.name(i));
            from[i] = name == null ? -1 : find(saved, name, next.getOrDefault(now.name(i), 0));
            String former = migration.formerNames().get(now.name(i));
            if (from[i] < 0 && name != null && former != null) {
                from[i] = saved.indexOf(former);
            }
            if (name != null && from[i] >= 0) {
                next.put(now.name(i), from[i] + 1);
            }
            same &= from[i] == i && saved.type(i).form() == now.type(i).form();
        }
        return new SavedColumns(saved, from, same);
    }

    private static int find(Schema columns, String name, int from) {
        for (int i = from; i < columns.size(); i++) {
            if (columns.name(i).equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Rows into an empty batch that has room for them. */
    public void rows(RowBatch into, SavedColumns columns) throws IOException {
        RowBatch read = columns.same() ? into : new RowBatch(columns.saved(), into.capacity);
        read.size = words(read.rowtime, 0);
        words(read.watermark, 0);
        for (int column = 0; column < read.values.length; column++) {
            words(read.nulls[column], 0);
            words(read.values[column], 0);
        }
        read.heap = bytes();
        read.heapSize = read.heap.length;
        if (read != into) {
            convert(read, into, columns);
        }
    }

    private static void convert(RowBatch from, RowBatch into, SavedColumns columns) {
        into.size = from.size;
        System.arraycopy(from.rowtime, 0, into.rowtime, 0, from.size);
        System.arraycopy(from.watermark, 0, into.watermark, 0, from.size);
        for (int column = 0; column < into.values.length; column++) {
            int source = columns.from()[column];
            boolean widens = source >= 0
                    && columns.saved().type(source).form() == Kind.Form.LONG
                    && into.schema.type(column).form() == Kind.Form.DOUBLE;
            for (int row = 0; row < from.size; row++) {
                if (source < 0) {
                    into.setNull(column, row);
                    continue;
                }
                into.copyCell(from, source, row, column, row);
                if (widens && !from.isNull(source, row)) {
                    into.setDouble(column, row, from.values[source][row]);
                }
            }
        }
    }
}
