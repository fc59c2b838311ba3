package kpipe.data;

/**
 * A SQL type: kind, precision, scale and whether NULL is a value of it. Immutable.
 *
 * @param precision DECIMAL: digits, 1 to 19; CHAR, VARCHAR: characters; BINARY, VARBINARY: bytes; TIME, TIMESTAMP: 3; others 0
 * @param scale DECIMAL: fraction digits, 0 to precision; others 0
 */
public record Type(Kind kind, int precision, int scale, boolean nullable) {

    /** The greatest length that a VARCHAR without one has. */
    public static final int MAX_VARCHAR = 65_535;

    private static final String NOT_NULL = " NOT NULL";
    private static final String DAY_TIME = "INTERVAL DAY TO SECOND";
    private static final String YEAR_MONTH = "INTERVAL YEAR TO MONTH";

    public Type {
        if (kind == Kind.DECIMAL && (precision < 1 || precision > 19 || scale < 0 || scale > precision)) {
            throw new IllegalArgumentException("DECIMAL(" + precision + "," + scale + ")");
        }
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

    public Kind.Form form() {
        return kind.form();
    }

    public Type withNullable(boolean value) {
        return value == nullable ? this : new Type(kind, precision, scale, value);
    }

    /** Reads what {@link #toString} writes: {@code VARCHAR(17) NOT NULL}. */
    public static Type parse(String text) {
        boolean nullable = !text.endsWith(NOT_NULL);
        String sql = nullable ? text : text.substring(0, text.length() - NOT_NULL.length());
        if (sql.equals(DAY_TIME)) {
            return of(Kind.INTERVAL_DAY_TIME, nullable);
        }
        if (sql.equals(YEAR_MONTH)) {
            return of(Kind.INTERVAL_YEAR_MONTH, nullable);
        }
        int open = sql.indexOf('(');
        if (open < 0) {
            return of(Kind.valueOf(sql), nullable);
        }
        Kind kind = Kind.valueOf(sql.substring(0, open));
        int close = sql.length() - 1;
        int comma = sql.indexOf(',');
        if (comma < 0) {
            return new Type(kind, Integer.parseInt(sql.substring(open + 1, close)), 0, nullable);
        }
        int precision = Integer.parseInt(sql.substring(open + 1, comma));
        return new Type(kind, precision, Integer.parseInt(sql.substring(comma + 1, close)), nullable);
    }

    /** The type as a user writes it, without NOT NULL: {@code VARCHAR(17)}, {@code DECIMAL(10,2)}, {@code TIMESTAMP}. */
    public String sql() {
        return switch (kind) {
            case DECIMAL -> "DECIMAL(" + precision + "," + scale + ")";
            case CHAR, BINARY -> kind + "(" + precision + ")";
            case VARCHAR, VARBINARY -> precision == MAX_VARCHAR ? kind.toString() : kind + "(" + precision + ")";
            case INTERVAL_DAY_TIME -> DAY_TIME;
            case INTERVAL_YEAR_MONTH -> YEAR_MONTH;
            default -> kind.toString();
        };
    }

    @Override
    public String toString() {
        return nullable ? sql() : sql() + NOT_NULL;
    }
}
