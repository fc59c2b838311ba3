package kpipe.data;

/**
 * The SQL kinds of value, each with its physical form: how one value of it stands in a 64-bit cell of a {@link RowBatch}.
 *
 * <p>The forms are those of the KDA SQL dialect, which the language contains.
 */
public enum Kind {
    /** 1 is true, 0 is false. */
    BOOLEAN(Form.LONG),
    TINYINT(Form.LONG),
    SMALLINT(Form.LONG),
    INTEGER(Form.LONG),
    BIGINT(Form.LONG),
    /** The unscaled value: 1.50 of DECIMAL(5,2) is 150. Precision is at most 19, and the unscaled value fits 64 bits. */
    DECIMAL(Form.LONG),
    /** The bits of the {@code double} that equals the {@code float}. */
    REAL(Form.DOUBLE),
    /** {@link Double#doubleToRawLongBits}. */
    DOUBLE(Form.DOUBLE),
    /** UTF-8 in the heap, blank-padded to the type's precision (which counts characters). */
    CHAR(Form.BYTES),
    /** UTF-8 in the heap; the precision counts characters (code points). */
    VARCHAR(Form.BYTES),
    BINARY(Form.BYTES),
    VARBINARY(Form.BYTES),
    /** Days since 1970-01-01. */
    DATE(Form.LONG),
    /** Milliseconds since midnight. */
    TIME(Form.LONG),
    /** Milliseconds since 1970-01-01 00:00:00 UTC. */
    TIMESTAMP(Form.LONG),
    /** Milliseconds; only in expressions, never a column of a declared stream. */
    INTERVAL_DAY_TIME(Form.LONG),
    /** Months; only in expressions. */
    INTERVAL_YEAR_MONTH(Form.LONG),
    /** Values of one type, in an order; see {@link Nested}. */
    ARRAY(Form.BYTES),
    /** Values by keys that are all different; see {@link Nested}. */
    MAP(Form.BYTES),
    /** Values by the names of fields; see {@link Nested}. */
    ROW(Form.BYTES);

    /** How the 64 bits of a cell are read. */
    public enum Form {
        /** A signed integer. */
        LONG,
        /** The bits of a {@code double}. */
        DOUBLE,
        /** A slice of the batch's heap: offset in the upper, length in the lower 32 bits; see {@link Slice}. */
        BYTES
    }

    private final Form form;

    Kind(Form form) {
        this.form = form;
    }

    public Form form() {
        return form;
    }

    public boolean isText() {
        return this == CHAR || this == VARCHAR;
    }

    public boolean isBinary() {
        return this == BINARY || this == VARBINARY;
    }

    /** TINYINT, SMALLINT, INTEGER or BIGINT. */
    public boolean isInteger() {
        return this == TINYINT || this == SMALLINT || this == INTEGER || this == BIGINT;
    }

    /** REAL or DOUBLE. */
    public boolean isApproximate() {
        return this == REAL || this == DOUBLE;
    }

    public boolean isNumeric() {
        return isInteger() || this == DECIMAL || isApproximate();
    }

    public boolean isInterval() {
        return this == INTERVAL_DAY_TIME || this == INTERVAL_YEAR_MONTH;
    }

    /** ARRAY, MAP or ROW: a value of several parts. */
    public boolean isNested() {
        return this == ARRAY || this == MAP || this == ROW;
    }

    public boolean isDatetime() {
        return this == DATE || this == TIME || this == TIMESTAMP;
    }
}
