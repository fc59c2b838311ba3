package kpipe.tool;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import kpipe.data.ConstantText;
import kpipe.data.Kind;
import kpipe.data.Nested;
import kpipe.data.RowBatch;
import kpipe.data.Slice;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * A row that a test gives, expects or has got: values in the Java forms of {@link kpipe.compiler.pipeline.Expr.Literal}, null for NULL.
 *
 * @param values one for each of the columns that the test looks at
 */
record TestRow(List<@Nullable Object> values) {

    /** Two approximate numbers are taken for equal if they differ by no more than this part of the greater one. */
    static final double TOLERANCE = 1e-9;

    /** The value of a cell. */
    static @Nullable Object read(RowBatch batch, int column, int row) {
        if (batch.isNull(column, row)) {
            return null;
        }
        long cell = batch.values[column][row];
        return switch (batch.schema.type(column).kind()) {
            case BOOLEAN -> cell != 0;
            case REAL, DOUBLE -> Double.longBitsToDouble(cell);
            case CHAR, VARCHAR ->
                new String(batch.heap, Slice.offset(cell), Slice.length(cell), StandardCharsets.UTF_8);
            case BINARY, VARBINARY, ARRAY, MAP, ROW ->
                Arrays.copyOfRange(batch.heap, Slice.offset(cell), Slice.offset(cell) + Slice.length(cell));
            default -> cell;
        };
    }

    /** Writes a value into a cell of a batch that is being filled. */
    static void write(RowBatch batch, int column, int row, @Nullable Object value) {
        if (value == null) {
            batch.setNull(column, row);
        } else if (value instanceof Boolean truth) {
            batch.values[column][row] = truth ? 1 : 0;
        } else if (value instanceof Double number) {
            batch.setDouble(column, row, number);
        } else if (value instanceof Long number) {
            batch.values[column][row] = number;
        } else {
            byte[] bytes = value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
            batch.setBytes(column, row, bytes, 0, bytes.length);
        }
    }

    /** Whether a test takes two values of one column for the same. */
    static boolean same(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Double a && right instanceof Double b) {
            return a.equals(b) || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
        }
        if (left instanceof byte[] a && right instanceof byte[] b) {
            return Arrays.equals(a, b);
        }
        return left == null ? right == null : left.equals(right);
    }

    boolean sameAs(TestRow other) {
        return differences(other) == 0;
    }

    /** In how many columns they differ. */
    int differences(TestRow other) {
        int count = 0;
        for (int i = 0; i < values.size(); i++) {
            count += same(values.get(i), other.values.get(i)) ? 0 : 1;
        }
        return count;
    }

    /** The values as a test would write them, but times without the word before them. */
    List<String> shown(List<Type> types) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            shown.add(show(values.get(i), types.get(i)));
        }
        return shown;
    }

    private static String show(@Nullable Object value, Type type) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof byte[] bytes && type.kind().isNested()) {
            return nested(bytes, 0, type);
        }
        if (value instanceof byte[] bytes) {
            return "X'" + HexFormat.of().withUpperCase().formatHex(bytes) + "'";
        }
        if (value instanceof Boolean truth) {
            return truth ? "TRUE" : "FALSE";
        }
        if (type.kind() == Kind.REAL && value instanceof Double number) {
            return Float.toString(number.floatValue());
        }
        return value instanceof String text ? "'" + text.replace("'", "''") + "'" : ConstantText.of(value, type);
    }

    /** A value of several parts, as it would be made. */
    private static String nested(byte[] bytes, int place, Type type) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < Nested.count(bytes, place); i++) {
            Type of = type.parts()
                    .get(type.kind() == Kind.ARRAY ? 0 : i % type.parts().size())
                    .type();
            parts.add(Nested.isNull(bytes, place, i) ? "NULL" : part(bytes, place, i, of));
        }
        String all = String.join(", ", parts);
        return type.kind() == Kind.ROW ? "ROW(" + all + ")" : type.kind() + "[" + all + "]";
    }

    private static String part(byte[] bytes, int place, int part, Type type) {
        int start = Nested.start(bytes, place, part);
        if (type.kind().isNested()) {
            return nested(bytes, start, type);
        }
        byte[] content = Arrays.copyOfRange(bytes, start, start + Nested.length(bytes, place, part));
        Object value = switch (type.form()) {
            case BYTES -> type.kind().isText() ? new String(content, StandardCharsets.UTF_8) : content;
            case DOUBLE -> Double.longBitsToDouble(Nested.cell(bytes, place, part));
            case LONG ->
                type.kind() == Kind.BOOLEAN
                        ? (Object) (Nested.cell(bytes, place, part) != 0)
                        : (Object) Nested.cell(bytes, place, part);
        };
        return show(value, type);
    }
}
