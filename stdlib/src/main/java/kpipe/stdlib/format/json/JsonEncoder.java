package kpipe.stdlib.format.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import kpipe.data.ByteBuilder;
import kpipe.data.RowBatch;
import kpipe.data.Slice;
import kpipe.data.Words;
import kpipe.spi.Encoder;
import kpipe.stdlib.format.DatetimePattern;
import kpipe.stdlib.format.Datetimes;
import kpipe.stdlib.format.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * Writes each row as one JSON object and a newline; NULL is {@code null}. A generated subclass calls one method per column, in order; each writes the key,
 * which is constant, and the value.
 */
public abstract class JsonEncoder extends Encoder {

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] END = {'}', '\n'};
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long BLANKS = ' ' * ONES;

    private final List<byte[]> declared = new ArrayList<>();
    private final List<@Nullable DatetimePattern> patterns = new ArrayList<>();
    private byte[][] keys = new byte[0][];

    /** The time written last, and as what. */
    private long instant;

    private final ByteBuilder instantText = new ByteBuilder();

    /** Declares the next column; the generated constructor calls it for each, in order. */
    protected final void column(String name, @Nullable String pattern) {
        ByteBuilder key = new ByteBuilder();
        key.append((byte) (declared.isEmpty() ? '{' : ','));
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        quoted(text, 0, text.length, key);
        key.append((byte) ':');
        declared.add(key.toBytes());
        patterns.add(pattern == null ? null : new DatetimePattern(pattern));
        keys = declared.size() < keys.length ? keys : java.util.Arrays.copyOf(keys, declared.size() * 2);
        keys[declared.size() - 1] = key.toBytes();
    }

    /** Writes the key of a column, and {@code null} if that is its value; else the caller writes the value. */
    private boolean isNullAfterKey(RowBatch rows, int row, int column, ByteBuilder out) {
        out.append(keys[column]);
        if (rows.isNull(column, row)) {
            out.append(NULL);
            return true;
        }
        return false;
    }

    protected final void integer(RowBatch rows, int row, int column, ByteBuilder out) {
        if (!isNullAfterKey(rows, row, column, out)) {
            Numbers.write(rows.values[column][row], out);
        }
    }

    protected final void decimal(RowBatch rows, int row, int column, int scale, ByteBuilder out) {
        if (!isNullAfterKey(rows, row, column, out)) {
            Numbers.writeDecimal(rows.values[column][row], scale, out);
        }
    }

    /** A DOUBLE; JSON has no NaN and no infinity, which become {@code null}. */
    protected final void floating(RowBatch rows, int row, int column, ByteBuilder out) {
        if (!isNullAfterKey(rows, row, column, out)) {
            double value = rows.doubleAt(column, row);
            if (Math.abs(value) <= Double.MAX_VALUE) {
                Numbers.write(value, out);
            } else {
                out.append(NULL);
            }
        }
    }

    /** A REAL, with the digits that tell it from its neighbours. */
    protected final void real(RowBatch rows, int row, int column, ByteBuilder out) {
        if (!isNullAfterKey(rows, row, column, out)) {
            double value = rows.doubleAt(column, row);
            if (Math.abs(value) <= Float.MAX_VALUE) {
                Numbers.writeReal(value, out);
            } else {
                out.append(NULL);
            }
        }
    }

    protected final void bool(RowBatch rows, int row, int column, ByteBuilder out) {
        if (!isNullAfterKey(rows, row, column, out)) {
            out.append(rows.values[column][row] != 0 ? TRUE : FALSE);
        }
    }

    protected final void text(RowBatch rows, int row, int column, ByteBuilder out) {
        if (!isNullAfterKey(rows, row, column, out)) {
            long slice = rows.values[column][row];
            quoted(rows.heap, Slice.offset(slice), Slice.length(slice), out);
        }
    }

    /** Binary, in Base64. */
    protected final void binary(RowBatch rows, int row, int column, ByteBuilder out) {
        if (!isNullAfterKey(rows, row, column, out)) {
            long slice = rows.values[column][row];
            int from = Slice.offset(slice);
            out.append((byte) '"');
            out.append(Base64.getEncoder()
                    .encode(java.util.Arrays.copyOfRange(rows.heap, from, from + Slice.length(slice))));
            out.append((byte) '"');
        }
    }

    protected final void timestamp(RowBatch rows, int row, int column, ByteBuilder out) {
        if (!isNullAfterKey(rows, row, column, out)) {
            instant(rows.values[column][row], out);
        }
    }

    protected final void date(RowBatch rows, int row, int column, ByteBuilder out) {
        if (!isNullAfterKey(rows, row, column, out)) {
            out.append((byte) '"');
            Datetimes.writeDate(rows.values[column][row], out);
            out.append((byte) '"');
        }
    }

    protected final void time(RowBatch rows, int row, int column, ByteBuilder out) {
        if (!isNullAfterKey(rows, row, column, out)) {
            long time = rows.values[column][row];
            out.append((byte) '"');
            Datetimes.writeTime(time, time % 1000 != 0, out);
            out.append((byte) '"');
        }
    }

    /** A date or time by the PATTERN of its column, of which one unit is {@code unitMillis}. */
    protected final void patterned(RowBatch rows, int row, int column, long unitMillis, ByteBuilder out) {
        DatetimePattern pattern = patterns.get(column);
        if (!isNullAfterKey(rows, row, column, out) && pattern != null) {
            byte[] text = pattern.format(rows.values[column][row] * unitMillis).getBytes(StandardCharsets.UTF_8);
            quoted(text, 0, text.length, out);
        }
    }

    /** An ARRAY as an array, a MAP or a ROW as an object. */
    protected final void nested(RowBatch rows, int row, int column, ByteBuilder out) {
        if (!isNullAfterKey(rows, row, column, out)) {
            int place = Slice.offset(rows.values[column][row]);
            JsonValues.write(rows.heap, place, rows.schema.type(column), out);
        }
    }

    /** The row's ROWTIME as the last field; its key was declared behind the columns. */
    protected final void rowtime(RowBatch rows, int row, int column, ByteBuilder out) {
        out.append(keys[column]);
        instant(rows.rowtime[row], out);
    }

    /** Rows of one window have their times in common: a time that comes again is copied. */
    private void instant(long millis, ByteBuilder out) {
        if (millis != instant || instantText.length() == 0) {
            instant = millis;
            instantText.clear();
            instantText.append((byte) '"');
            Datetimes.writeTimestamp(millis, instantText);
            instantText.append((byte) '"');
        }
        out.append(instantText.bytes(), 0, instantText.length());
    }

    /** Ends the record. */
    protected final void end(ByteBuilder out, int columns) {
        if (columns == 0) {
            out.append((byte) '{');
        }
        out.append(END);
    }

    /** Appends text as a JSON string. */
    static void quoted(byte[] source, int from, int length, ByteBuilder out) {
        byte[] target = out.reserve(length + 10);
        int at = out.length();
        target[at++] = '"';
        int done = 0;
        while (done + 8 <= length) {
            long word = Words.at(source, from + done);
            long quote = word ^ QUOTES;
            long backslash = word ^ BACKSLASHES;
            if ((((quote - ONES & ~quote) | (backslash - ONES & ~backslash) | (word - BLANKS & ~word)) & HIGHS) != 0) {
                break;
            }
            Words.put(target, at + done, word);
            done += 8;
        }
        while (done < length && isPlain(source[from + done])) {
            target[at + done] = source[from + done];
            done++;
        }
        out.advance(done + 1);
        for (; done < length; done++) {
            escaped(source[from + done], out);
        }
        out.append((byte) '"');
    }

    private static boolean isPlain(byte c) {
        return c != '"' && c != '\\' && (c >= ' ' || c < 0);
    }

    private static void escaped(byte c, ByteBuilder out) {
        if (isPlain(c)) {
            out.append(c);
            return;
        }
        out.append((byte) '\\');
        switch (c) {
            case '"', '\\' -> out.append(c);
            case '\n' -> out.append((byte) 'n');
            case '\r' -> out.append((byte) 'r');
            case '\t' -> out.append((byte) 't');
            case '\b' -> out.append((byte) 'b');
            case '\f' -> out.append((byte) 'f');
            default -> {
                out.append("u00");
                out.append(HEX[c >> 4]);
                out.append(HEX[c & 15]);
            }
        }
    }
}
