package kpipe.stdlib.format.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import kpipe.data.ByteBuilder;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Nested;
import kpipe.data.Type;
import kpipe.stdlib.format.Datetimes;
import kpipe.stdlib.format.Numbers;

/** Writes values of several parts as JSON: an ARRAY as an array, a MAP or a ROW as an object. */
public final class JsonValues {

    private JsonValues() {}

    /** Appends the value that stands at {@code place} of a heap. */
    public static void write(byte[] heap, int place, Type type, ByteBuilder out) {
        switch (type.kind()) {
            case ARRAY -> array(heap, place, type.element(), out);
            case MAP -> map(heap, place, type, out);
            default -> row(heap, place, type.parts(), out);
        }
    }

    private static void array(byte[] heap, int place, Type element, ByteBuilder out) {
        out.append((byte) '[');
        int count = Nested.count(heap, place);
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.append((byte) ',');
            }
            part(heap, place, i, element, out);
        }
        out.append((byte) ']');
    }

    private static void map(byte[] heap, int place, Type type, ByteBuilder out) {
        out.append((byte) '{');
        Type key = type.parts().get(0).type();
        int count = Nested.count(heap, place);
        for (int i = 0; i < count; i += 2) {
            if (i > 0) {
                out.append((byte) ',');
            }
            ByteBuilder name = new ByteBuilder();
            part(heap, place, i, key, name);
            boolean quoted = name.length() > 0 && name.bytes()[0] == '"';
            if (quoted) {
                out.append(name.bytes(), 0, name.length());
            } else {
                JsonEncoder.quoted(name.bytes(), 0, name.length(), out);
            }
            out.append((byte) ':');
            part(heap, place, i + 1, type.element(), out);
        }
        out.append((byte) '}');
    }

    private static void row(byte[] heap, int place, List<Column> fields, ByteBuilder out) {
        out.append((byte) '{');
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                out.append((byte) ',');
            }
            byte[] name = fields.get(i).name().getBytes(StandardCharsets.UTF_8);
            JsonEncoder.quoted(name, 0, name.length, out);
            out.append((byte) ':');
            part(heap, place, i, fields.get(i).type(), out);
        }
        out.append((byte) '}');
    }

    static void part(byte[] heap, int place, int part, Type type, ByteBuilder out) {
        if (Nested.isNull(heap, place, part)) {
            out.append("null");
            return;
        }
        int start = Nested.start(heap, place, part);
        int length = Nested.length(heap, place, part);
        switch (type.kind()) {
            case ARRAY, MAP, ROW -> write(heap, start, type, out);
            case CHAR, VARCHAR -> JsonEncoder.quoted(heap, start, length, out);
            case BINARY, VARBINARY ->
                quoted(
                        out,
                        () -> out.append(Base64.getEncoder().encode(Arrays.copyOfRange(heap, start, start + length))));
            default -> cell(Nested.cell(heap, place, part), type, out);
        }
    }

    private static void cell(long value, Type type, ByteBuilder out) {
        switch (type.kind()) {
            case BOOLEAN -> out.append(value != 0 ? "true" : "false");
            case DECIMAL -> Numbers.writeDecimal(value, type.scale(), out);
            case REAL, DOUBLE -> floating(Double.longBitsToDouble(value), type.kind(), out);
            case DATE -> quoted(out, () -> Datetimes.writeDate(value, out));
            case TIME -> quoted(out, () -> Datetimes.writeTime(value, value % 1000 != 0, out));
            case TIMESTAMP -> quoted(out, () -> Datetimes.writeTimestamp(value, out));
            default -> Numbers.write(value, out);
        }
    }

    private static void floating(double value, Kind kind, ByteBuilder out) {
        if (!Double.isFinite(value)) {
            out.append("null");
        } else if (kind == Kind.REAL) {
            Numbers.writeReal(value, out);
        } else {
            Numbers.write(value, out);
        }
    }

    private static void quoted(ByteBuilder out, Runnable content) {
        out.append((byte) '"');
        content.run();
        out.append((byte) '"');
    }
}
