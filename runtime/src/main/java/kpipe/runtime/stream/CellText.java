package kpipe.runtime.stream;

import java.nio.charset.StandardCharsets;
import kpipe.data.ByteBuilder;
import kpipe.data.Kind;
import kpipe.data.Nested;
import kpipe.data.RowBatch;
import kpipe.data.Slice;
import kpipe.data.Type;

/** Cells and rows as text: for partition keys, the names of partitions, and the rows that errors show. */
public final class CellText {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private CellText() {}

    /** Appends the text of a cell as SQL prints it; nothing for NULL. Binary is in hexadecimal digits. */
    public static void append(RowBatch rows, int column, int row, ByteBuilder out) {
        if (rows.isNull(column, row)) {
            return;
        }
        value(rows.schema.type(column), rows.values[column][row], rows.heap, out);
    }

    private static void value(Type type, long value, byte[] heap, ByteBuilder out) {
        switch (type.kind()) {
            case BOOLEAN -> out.append(value != 0 ? "TRUE" : "FALSE");
            case DECIMAL -> decimal(value, type.scale(), out);
            case REAL -> out.append(Float.toString((float) Double.longBitsToDouble(value)));
            case DOUBLE -> out.append(Double.toString(Double.longBitsToDouble(value)));
            case CHAR, VARCHAR -> out.append(heap, Slice.offset(value), Slice.length(value));
            case ARRAY, MAP, ROW -> nested(type, heap, Slice.offset(value), out);
            case BINARY, VARBINARY -> hex(heap, Slice.offset(value), Slice.length(value), out);
            case DATE -> date(value, out);
            case TIME -> time(value, out);
            case TIMESTAMP -> timestamp(value, out);
            default -> integer(value, out);
        }
    }

    /** Appends a row as one JSON object, with the values of {@link #append} as strings where JSON has no such value. */
    public static void json(RowBatch rows, int row, ByteBuilder out) {
        out.append((byte) '{');
        for (int column = 0; column < rows.values.length; column++) {
            if (column > 0) {
                out.append((byte) ',');
            }
            quoted(rows.schema.name(column).getBytes(StandardCharsets.UTF_8), out);
            out.append((byte) ':');
            if (rows.isNull(column, row)) {
                out.append("null");
            } else {
                json(rows.schema.type(column), rows.values[column][row], rows.heap, out);
            }
        }
        out.append((byte) '}');
    }

    private static void json(Type type, long value, byte[] heap, ByteBuilder out) {
        Kind kind = type.kind();
        if (kind == Kind.BOOLEAN) {
            out.append(value != 0 ? "true" : "false");
        } else if (kind.isInteger()
                || kind == Kind.DECIMAL
                || kind.isNested()
                || kind.isApproximate() && Double.isFinite(Double.longBitsToDouble(value))) {
            value(type, value, heap, out);
        } else {
            ByteBuilder text = new ByteBuilder();
            value(type, value, heap, text);
            quoted(text.toBytes(), out);
        }
    }

    /** A value of several parts as JSON. */
    private static void nested(Type type, byte[] heap, int place, ByteBuilder out) {
        boolean array = type.kind() == Kind.ARRAY;
        int step = type.kind() == Kind.MAP ? 2 : 1;
        out.append((byte) (array ? '[' : '{'));
        for (int i = 0; i < Nested.count(heap, place); i += step) {
            if (i > 0) {
                out.append((byte) ',');
            }
            if (!array) {
                byte[] name = type.parts().get(step == 2 ? 0 : i).name().getBytes(StandardCharsets.UTF_8);
                quoted(step == 2 ? key(type, heap, place, i) : name, out);
                out.append((byte) ':');
            }
            int part = i + step - 1;
            Type of = type.kind() == Kind.ROW ? type.parts().get(i).type() : type.element();
            if (Nested.isNull(heap, place, part)) {
                out.append("null");
            } else {
                json(of, Nested.value(heap, place, part, of), heap, out);
            }
        }
        out.append((byte) (array ? ']' : '}'));
    }

    private static byte[] key(Type type, byte[] heap, int place, int part) {
        ByteBuilder text = new ByteBuilder();
        Type key = type.parts().get(0).type();
        value(key, Nested.value(heap, place, part, key), heap, text);
        return text.toBytes();
    }

    /** Appends UTF-8 text as a JSON string. */
    public static void quoted(byte[] text, ByteBuilder out) {
        out.append((byte) '"');
        for (byte value : text) {
            if (value == '"' || value == '\\') {
                out.append((byte) '\\');
                out.append(value);
            } else if (value >= 0 && value < 0x20) {
                out.append("\\u00");
                out.append((byte) HEX[value >>> 4]);
                out.append((byte) HEX[value & 15]);
            } else {
                out.append(value);
            }
        }
        out.append((byte) '"');
    }

    /** Appends bytes as hexadecimal digits. */
    public static void hex(byte[] bytes, int offset, int length, ByteBuilder out) {
        out.reserve(Math.multiplyExact(length, 2));
        for (int i = offset; i < offset + length; i++) {
            out.append((byte) HEX[bytes[i] >>> 4 & 15]);
            out.append((byte) HEX[bytes[i] & 15]);
        }
    }

    private static void integer(long value, ByteBuilder out) {
        if (value < 0) {
            out.append(Long.toString(value));
            return;
        }
        int count = 1;
        for (long limit = 10; count < 19 && value >= limit; limit *= 10) {
            count++;
        }
        digits(value, count, out);
    }

    private static void decimal(long unscaled, int scale, ByteBuilder out) {
        out.append(java.math.BigDecimal.valueOf(unscaled, scale).toPlainString());
    }

    private static void date(long days, ByteBuilder out) {
        // Days of the proleptic Gregorian calendar, in cycles of 400 years that begin on a 1st of March.
        long shifted = days + 719_468;
        long cycle = Math.floorDiv(shifted, 146_097);
        long dayOfCycle = Math.floorMod(shifted, 146_097L);
        long yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365;
        long dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0);
        if (year < 0 || year > 9999) {
            integer(year, out);
        } else {
            digits(year, 4, out);
        }
        out.append((byte) '-');
        digits(month, 2, out);
        out.append((byte) '-');
        digits(day, 2, out);
    }

    private static void time(long millis, ByteBuilder out) {
        digits(millis / 3_600_000, 2, out);
        out.append((byte) ':');
        digits(millis / 60_000 % 60, 2, out);
        out.append((byte) ':');
        digits(millis / 1000 % 60, 2, out);
        out.append((byte) '.');
        digits(millis % 1000, 3, out);
    }

    /** Appends {@code yyyy-MM-dd HH:mm:ss.SSS}, UTC. */
    public static void timestamp(long millis, ByteBuilder out) {
        date(Math.floorDiv(millis, 86_400_000L), out);
        out.append((byte) ' ');
        time(Math.floorMod(millis, 86_400_000L), out);
    }

    private static void digits(long value, int count, ByteBuilder out) {
        byte[] bytes = out.reserve(count);
        long rest = value;
        for (int i = out.length() + count - 1; i >= out.length(); i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        out.advance(count);
    }
}
