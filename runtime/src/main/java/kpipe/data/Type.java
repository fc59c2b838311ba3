package kpipe.data;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A SQL type: kind, precision, scale and whether NULL is a value of it. Immutable.
 *
 * @param precision DECIMAL: digits, 1 to 19; CHAR, VARCHAR: characters; BINARY, VARBINARY: bytes; TIME, TIMESTAMP: 3; others 0
 * @param scale DECIMAL: fraction digits, 0 to precision; others 0
 * @param parts ROW: the fields; ARRAY: one, the element; MAP: two, the key and the value; others empty. Each part may be NULL, whatever its type says, but a key
 */
public record Type(Kind kind, int precision, int scale, boolean nullable, List<Column> parts) {

    /** The greatest length that a VARCHAR without one has. */
    public static final int MAX_VARCHAR = 65_535;

    public Type {
        parts = List.copyOf(parts);
        if (kind == Kind.DECIMAL && (precision < 1 || precision > 19 || scale < 0 || scale > precision)) {
            throw new IllegalArgumentException("DECIMAL(" + precision + "," + scale + ")");
        }
    }

    /** A type without parts. */
    public Type(Kind kind, int precision, int scale, boolean nullable) {
        this(kind, precision, scale, nullable, List.of());
    }

    public static Type of(Kind kind, boolean nullable) {
        return switch (kind) {
            case CHAR, BINARY -> new Type(kind, 1, 0, nullable);
            case VARCHAR, VARBINARY -> new Type(kind, MAX_VARCHAR, 0, nullable);
            case DECIMAL -> new Type(kind, 18, 0, nullable);
            case TIME, TIMESTAMP -> new Type(kind, 3, 0, nullable);
            default -> new Type(kind, 0, 0, nullable);
        };
    }

    public static Type varchar(int length, boolean nullable) {
        return new Type(Kind.VARCHAR, length, 0, nullable);
    }

    public static Type decimal(int precision, int scale, boolean nullable) {
        return new Type(Kind.DECIMAL, precision, scale, nullable);
    }

    public static Type array(Type element, boolean nullable) {
        return new Type(Kind.ARRAY, 0, 0, nullable, List.of(part("element", element)));
    }

    public static Type map(Type key, Type value, boolean nullable) {
        return new Type(Kind.MAP, 0, 0, nullable, List.of(part("key", key), part("value", value)));
    }

    public static Type row(List<Column> fields, boolean nullable) {
        return new Type(
                Kind.ROW,
                0,
                0,
                nullable,
                fields.stream().map(field -> part(field.name(), field.type())).toList());
    }

    private static Column part(String name, Type type) {
        return new Column(name, type.withNullable(true));
    }

    /** The type of the element of an ARRAY, or of the value of a MAP. */
    public Type element() {
        return parts.get(parts.size() - 1).type();
    }

    /** Whether every value of {@code other} is, bit for bit, one of this type, NULL aside. */
    public boolean holds(Type other) {
        if (kind.isInteger() && other.kind.isInteger()) {
            return other.kind.ordinal() <= kind.ordinal();
        }
        if (kind != other.kind || parts.size() != other.parts.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).type().holds(other.parts.get(i).type())) {
                return false;
            }
        }
        return switch (kind) {
            case DECIMAL -> other.scale == scale && other.precision <= precision;
            case CHAR, BINARY -> other.precision == precision;
            case VARCHAR, VARBINARY -> other.precision <= precision;
            default -> true;
        };
    }

    public Kind.Form form() {
        return kind.form();
    }

    public Type withNullable(boolean value) {
        return value == nullable ? this : new Type(kind, precision, scale, value, parts);
    }

    /** Reads what {@link #toString} writes: {@code VARCHAR(17) NOT NULL}. */
    public static Type parse(String text) {
        return TypeText.read(text);
    }

    /** The type as a user writes it, without NOT NULL: {@code VARCHAR(17)}, {@code DECIMAL(10,2)}, {@code ARRAY<TIMESTAMP>}. */
    public String sql() {
        return switch (kind) {
            case DECIMAL -> "DECIMAL(" + precision + "," + scale + ")";
            case CHAR, BINARY -> kind + "(" + precision + ")";
            case VARCHAR, VARBINARY -> precision == MAX_VARCHAR ? kind.toString() : kind + "(" + precision + ")";
            case INTERVAL_DAY_TIME -> TypeText.DAY_TIME;
            case INTERVAL_YEAR_MONTH -> TypeText.YEAR_MONTH;
            case ARRAY -> "ARRAY<" + element().sql() + ">";
            case MAP -> "MAP<" + parts.get(0).type().sql() + ", " + element().sql() + ">";
            case ROW -> "ROW(" + parts.stream().map(TypeText::field).collect(Collectors.joining(", ")) + ")";
            default -> kind.toString();
        };
    }

    @Override
    public String toString() {
        return nullable ? sql() : sql() + TypeText.NOT_NULL;
    }
}
