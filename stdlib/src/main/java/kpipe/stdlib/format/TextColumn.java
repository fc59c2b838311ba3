package kpipe.stdlib.format;

import java.util.Arrays;
import java.util.Base64;
import kpipe.data.ByteBuilder;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Slice;
import kpipe.data.Type;
import kpipe.spi.RecordShape;
import org.jspecify.annotations.Nullable;

/**
 * A column as formats of text see it: reads its cell from the text of a field, and writes it. Not thread-safe.
 *
 * <p>Text that is longer than its column is cut, CHAR is padded with blanks; BOOLEAN is true for {@code true} in any case and false for anything else;
 * binary is read as Base64 or {@code X'0AFF'}, and written as the latter. All this as the input mapping of the KDA dialect has it.
 */
public final class TextColumn {

    private static final byte[] BLANK = {' '};

    private final String name;
    private final Type type;
    private final int index;
    private final boolean used;
    private final @Nullable String patternText;
    private final @Nullable DatetimePattern pattern;
    private final TimestampReader timestamps = new TimestampReader();

    /**
     * @param index which column of the batch it fills
     * @param used whether anything reads it; else its text is not kept
     */
    public TextColumn(String name, Type type, int index, boolean used, @Nullable String pattern) {
        this.name = name;
        this.type = type;
        this.index = index;
        this.used = used;
        this.patternText = pattern;
        this.pattern = pattern == null ? null : new DatetimePattern(pattern);
    }

    /** All columns of a shape, in order. */
    public static TextColumn[] of(RecordShape shape) {
        TextColumn[] columns = new TextColumn[shape.schema().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new TextColumn(
                    shape.schema().name(i),
                    shape.schema().type(i),
                    i,
                    shape.used().get(i),
                    shape.patterns().get(i));
        }
        return columns;
    }

    public String name() {
        return name;
    }

    public Type type() {
        return type;
    }

    public boolean used() {
        return used;
    }

    /**
     * Sets the cell from the UTF-8 text of a field.
     *
     * @throws RowException with a sentence that names the column, if the text is no value of it
     */
    public void read(byte[] bytes, int start, int end, RowBatch into, int row) {
        try {
            if (type.kind().isText()) {
                text(bytes, start, end, into, row);
            } else if (type.kind().isBinary()) {
                binary(bytes, start, end, into, row);
            } else {
                into.values[index][row] = value(bytes, start, end);
            }
        } catch (RowException e) {
            throw new RowException(e.name(), "`" + name + "`: " + e.getMessage());
        }
    }

    /** Sets the cell to NULL. */
    public void readNull(RowBatch into, int row) {
        if (!type.nullable()) {
            throw new RowException("NULL_NOT_ALLOWED", "`" + name + "` is missing or NULL, but the column is NOT NULL");
        }
        into.setNull(index, row);
    }

    private long value(byte[] bytes, int start, int end) {
        return switch (type.kind()) {
            case BOOLEAN -> isTrue(bytes, start, end) ? 1 : 0;
            case TINYINT, SMALLINT, INTEGER, BIGINT -> Numbers.integer(bytes, start, end, type.kind());
            case DECIMAL -> Numbers.unscaled(bytes, start, end, type.precision(), type.scale());
            case REAL -> Double.doubleToRawLongBits(Numbers.real(Numbers.floating(bytes, start, end)));
            case DOUBLE -> Double.doubleToRawLongBits(Numbers.floating(bytes, start, end));
            case DATE ->
                pattern == null
                        ? Datetimes.date(bytes, start, end)
                        : Math.floorDiv(patterned(pattern, bytes, start, end), 86_400_000L);
            case TIME ->
                pattern == null
                        ? Datetimes.time(bytes, start, end)
                        : Math.floorMod(patterned(pattern, bytes, start, end), 86_400_000L);
            case TIMESTAMP -> pattern == null ? timestamp(bytes, start, end) : patterned(pattern, bytes, start, end);
            default ->
                throw new RowException(
                        Numbers.BAD_VALUE, "a column of type " + type.sql() + " cannot be read from text");
        };
    }

    private long timestamp(byte[] bytes, int start, int end) {
        long time = timestamps.read(bytes, start, end);
        return time == TimestampReader.OTHER ? Datetimes.timestamp(bytes, start, end) : time;
    }

    private long patterned(DatetimePattern by, byte[] bytes, int start, int end) {
        Long millis = by.parse(bytes, start, end);
        if (millis == null) {
            throw new RowException(
                    Numbers.BAD_VALUE,
                    Numbers.quote(bytes, start, end) + " does not fit the pattern '" + patternText + "'");
        }
        return millis;
    }

    private static boolean isTrue(byte[] bytes, int start, int end) {
        return end - start == 4
                && (bytes[start] | 0x20) == 't'
                && (bytes[start + 1] | 0x20) == 'r'
                && (bytes[start + 2] | 0x20) == 'u'
                && (bytes[start + 3] | 0x20) == 'e';
    }

    private void text(byte[] bytes, int start, int end, RowBatch into, int row) {
        if (!used) {
            return;
        }
        int cut = Utf8.prefix(bytes, start, end, type.precision());
        into.setBytes(index, row, bytes, start, cut - start);
        if (type.kind() == Kind.CHAR) {
            pad(into, row, bytes, start, cut);
        }
    }

    /** Blanks behind what has just been appended, up to the length of the CHAR. */
    private void pad(RowBatch into, int row, byte[] bytes, int start, int end) {
        int characters = 0;
        for (int i = start; i < end; i++) {
            characters += (bytes[i] & 0xC0) != 0x80 ? 1 : 0;
        }
        int blanks = type.precision() - characters;
        for (int i = 0; i < blanks; i++) {
            into.appendBytes(BLANK, 0, 1);
        }
        if (blanks > 0) {
            into.values[index][row] += blanks;
        }
    }

    private void binary(byte[] bytes, int start, int end, RowBatch into, int row) {
        int digits = end - start - 3;
        boolean literal = digits >= 0
                && digits % 2 == 0
                && (bytes[start] | 0x20) == 'x'
                && bytes[start + 1] == '\''
                && bytes[end - 1] == '\'';
        byte[] value = new byte[literal ? digits / 2 : 0];
        for (int i = 0; literal && i < value.length; i++) {
            int high = Character.digit(bytes[start + 2 + 2 * i], 16);
            int low = Character.digit(bytes[start + 3 + 2 * i], 16);
            literal = (high | low) >= 0;
            value[i] = (byte) (high << 4 | low & 15);
        }
        bytes(literal ? value : base64(bytes, start, end), into, row);
    }

    private static byte[] base64(byte[] bytes, int start, int end) {
        try {
            return Base64.getDecoder().decode(Arrays.copyOfRange(bytes, start, end));
        } catch (IllegalArgumentException wrong) {
            throw new RowException(
                    Numbers.BAD_VALUE,
                    Numbers.quote(bytes, start, end) + " is neither Base64 nor a binary literal such as X'0AFF'");
        }
    }

    /** Sets a binary cell, cut to the column's length; BINARY is filled up with zeros. */
    public void bytes(byte[] value, RowBatch into, int row) {
        int length = Math.min(value.length, type.precision());
        into.setBytes(index, row, value, 0, length);
        if (type.kind() == Kind.BINARY && length < type.precision()) {
            into.appendBytes(new byte[type.precision() - length], 0, type.precision() - length);
            into.values[index][row] += type.precision() - length;
        }
    }

    /** Appends the text of a cell that is not NULL; text without quotes or escapes. */
    public static void write(RowBatch rows, int column, int row, Type type, ByteBuilder out) {
        long cell = rows.values[column][row];
        switch (type.kind()) {
            case BOOLEAN -> out.append(cell != 0 ? "true" : "false");
            case TINYINT, SMALLINT, INTEGER, BIGINT, INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> Numbers.write(cell, out);
            case DECIMAL -> Numbers.writeDecimal(cell, type.scale(), out);
            case REAL -> Numbers.writeReal(Double.longBitsToDouble(cell), out);
            case DOUBLE -> Numbers.write(Double.longBitsToDouble(cell), out);
            case CHAR, VARCHAR -> out.append(rows.heap, Slice.offset(cell), Slice.length(cell));
            case BINARY, VARBINARY -> writeHex(rows.heap, Slice.offset(cell), Slice.length(cell), out);
            case DATE -> Datetimes.writeDate(cell, out);
            case TIME -> Datetimes.writeTime(cell, cell % 1000 != 0, out);
            case TIMESTAMP -> Datetimes.writeTimestamp(cell, out);
            case ARRAY, MAP, ROW ->
                throw new IllegalArgumentException(type + " has several parts and no text of its own");
        }
    }

    /** A date or time as milliseconds since 1970. */
    public static long millis(long cell, Type type) {
        return type.kind() == Kind.DATE ? cell * 86_400_000L : cell;
    }

    private static void writeHex(byte[] bytes, int offset, int length, ByteBuilder out) {
        out.append("X'");
        for (int i = offset; i < offset + length; i++) {
            out.append((byte) Character.toUpperCase(Character.forDigit(bytes[i] >> 4 & 15, 16)));
            out.append((byte) Character.toUpperCase(Character.forDigit(bytes[i] & 15, 16)));
        }
        out.append((byte) '\'');
    }
}
