package kpipe.compiler.interpret;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Slice;
import kpipe.data.Text;
import kpipe.data.Type;
import kpipe.runtime.operator.Hashes;
import kpipe.runtime.operator.RowErrors;
import kpipe.runtime.operator.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The boxed values of the interpreter: null for NULL, Boolean, Long for integers (and days, milliseconds, months), BigDecimal in the scale of its type, Double, String
 * for text, byte[] for binary.
 */
final class Values {

    private Values() {}

    /** The value of a cell. */
    static @Nullable Object read(RowBatch batch, int column, int row) {
        if (batch.isNull(column, row)) {
            return null;
        }
        Type type = batch.schema.type(column);
        long cell = batch.values[column][row];
        return switch (type.kind()) {
            case BOOLEAN -> cell != 0;
            case DECIMAL -> BigDecimal.valueOf(cell, type.scale());
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
        } else if (value instanceof Long number) {
            batch.values[column][row] = number;
        } else if (value instanceof BigDecimal decimal) {
            int scale = batch.schema.type(column).scale();
            batch.values[column][row] = decimal.setScale(scale, RoundingMode.UNNECESSARY)
                    .unscaledValue()
                    .longValueExact();
        } else if (value instanceof Double number) {
            batch.setDouble(column, row, number);
        } else {
            byte[] bytes = value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
            batch.setBytes(column, row, bytes, 0, bytes.length);
        }
    }

    /** The boxed form of a constant or parameter in the Java form of its type. */
    static @Nullable Object ofJavaForm(@Nullable Object value, Type type) {
        if (value == null) {
            return null;
        }
        if (value instanceof Text text) {
            return type.kind().isBinary() || type.kind().isNested()
                    ? Arrays.copyOfRange(text.bytes(), text.offset(), text.offset() + text.length())
                    : text.toString();
        }
        if (value instanceof Long number && type.kind() == Kind.DECIMAL) {
            return BigDecimal.valueOf(number, type.scale());
        }
        if (value instanceof Long number && type.kind() == Kind.BOOLEAN) {
            return number != 0;
        }
        return value;
    }

    /** A number, date, time or interval as an exact decimal. */
    static BigDecimal exact(Object value) {
        if (value instanceof Long number) {
            return BigDecimal.valueOf(number);
        }
        return value instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf((Double) value);
    }

    static BigInteger integer(Object value) {
        return BigInteger.valueOf((Long) value);
    }

    /** The number as a value of an exact type, rounded half away from zero; what the type cannot hold fails the row. */
    static Object fit(BigDecimal number, Type type) {
        return switch (type.kind()) {
            case DECIMAL -> {
                BigDecimal rounded = number.setScale(type.scale(), RoundingMode.HALF_UP);
                BigInteger unscaled = rounded.unscaledValue();
                if (unscaled.abs().compareTo(BigInteger.TEN.pow(type.precision())) >= 0 || unscaled.bitLength() > 63) {
                    throw overflow(type);
                }
                yield rounded;
            }
            case TINYINT -> whole(number, 7, type);
            case SMALLINT -> whole(number, 15, type);
            case INTEGER -> whole(number, 31, type);
            default -> whole(number, 63, type);
        };
    }

    private static Object whole(BigDecimal number, int bits, Type type) {
        BigInteger whole = number.setScale(0, RoundingMode.HALF_UP).toBigInteger();
        if (whole.bitLength() > bits) {
            throw overflow(type);
        }
        return whole.longValueExact();
    }

    /** An approximate result; one that is infinite or no number fails the row. */
    static Object approximate(double number, Type type) {
        double result = type.kind() == Kind.REAL ? (float) number : number;
        if (Double.isNaN(result) || Double.isInfinite(result)) {
            throw overflow(type);
        }
        return result;
    }

    static RowException overflow(Type type) {
        return new RowException(RowErrors.OVERFLOW, "the result does not fit " + type.sql());
    }

    /** The order of two values of one kind: text by code points (CHAR as if padded to one length), bytes unsigned, FALSE before TRUE, 0.0 equal to -0.0. */
    static int compare(Object left, Object right, Kind kind) {
        return switch (kind) {
            case BOOLEAN -> Boolean.compare((Boolean) left, (Boolean) right);
            case DECIMAL -> ((BigDecimal) left).compareTo((BigDecimal) right);
            case REAL, DOUBLE -> Double.compare((Double) left + 0.0, (Double) right + 0.0);
            case CHAR -> {
                int length = Math.max(length((String) left), length((String) right));
                yield compareText(pad((String) left, length), pad((String) right, length));
            }
            case VARCHAR -> compareText((String) left, (String) right);
            case BINARY, VARBINARY, ARRAY, MAP, ROW -> Arrays.compareUnsigned((byte[]) left, (byte[]) right);
            default -> Long.compare((Long) left, (Long) right);
        };
    }

    private static int compareText(String left, String right) {
        return Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
    }

    /** The value in a form whose equals and hashCode mean "the same key"; NULL stays null. */
    static @Nullable Object key(@Nullable Object value) {
        if (value instanceof Double number) {
            return number + 0.0;
        }
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes.clone()) : value;
    }

    /** The hash of a value as kernels make it of its cell. */
    static long hash(Object value) {
        if (value instanceof String || value instanceof byte[]) {
            byte[] bytes = value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
            return Hashes.ofText(Texts.pack(bytes, Slice.of(0, bytes.length)), bytes);
        }
        if (value instanceof Double number) {
            return Hashes.of(Double.doubleToRawLongBits(number + 0.0));
        }
        if (value instanceof Boolean truth) {
            return Hashes.of(truth ? 1 : 0);
        }
        return Hashes.of(
                value instanceof BigDecimal decimal ? decimal.unscaledValue().longValueExact() : (Long) value);
    }

    /** The value of a {@link #key}. */
    static @Nullable Object ofKey(@Nullable Object key) {
        return key instanceof ByteBuffer bytes ? bytes.array() : key;
    }

    /** Length in characters. */
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The first {@code count} characters. */
    static String cut(String text, int count) {
        return length(text) <= count ? text : text.substring(0, text.offsetByCodePoints(0, count));
    }

    static String pad(String text, int count) {
        return text + " ".repeat(Math.max(0, count - length(text)));
    }
}
