package kpipe.oracle;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import kpipe.data.Column;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * A stream or a reference table with its rows, in the order in which they come.
 *
 * @param clauses what stands behind the columns of its declaration
 * @param rows values as cells have them: numbers, times and truth are a Long, floating numbers a Double, text a String; null for NULL
 * @param stream whether it is one: then its last column, {@code stamp}, is the time of the row
 */
record Input(String name, Schema schema, String clauses, List<List<@Nullable Object>> rows, boolean stream) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    /** {@code STREAM name (columns) clauses;}. */
    String declaration() {
        String columns = schema.columns().stream()
                .map(column -> column.name() + " " + column.type())
                .collect(Collectors.joining(", "));
        return (stream ? "STREAM " : "TABLE ") + name + " (" + columns + ")" + clauses + ";\n";
    }

    /** Whether rows of equal time come in one order: there is one lane, or there are none. */
    boolean inOrder() {
        long times =
                rows.stream().map(row -> row.get(row.size() - 1)).distinct().count();
        return !clauses.contains("SHARDS") || times == rows.size();
    }

    /** The rows, for our engine. */
    RowBatch batch() {
        RowBatch batch = new RowBatch(schema, Math.max(1, rows.size()));
        for (List<@Nullable Object> row : rows) {
            int at = batch.size++;
            for (int column = 0; column < row.size(); column++) {
                write(batch, column, at, row.get(column));
            }
        }
        return batch;
    }

    private static void write(RowBatch batch, int column, int row, @Nullable Object value) {
        if (value == null) {
            batch.setNull(column, row);
        } else if (value instanceof Double number) {
            batch.setDouble(column, row, number);
        } else if (value instanceof String text) {
            byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            batch.setBytes(column, row, bytes, 0, bytes.length);
        } else {
            batch.values[column][row] = (Long) value;
        }
    }

    /** What makes it in DuckDB: its columns; {@code rt}, the milliseconds of its time; {@code seq}, the number of the row. */
    String duck() {
        StringBuilder sql = new StringBuilder("CREATE OR REPLACE TABLE " + name + " (");
        for (Column column : schema.columns()) {
            sql.append(column.name())
                    .append(' ')
                    .append(duckType(column.type()))
                    .append(", ");
        }
        sql.append("rt BIGINT, seq BIGINT);\n");
        for (int row = 0; row < rows.size(); row++) {
            sql.append(row == 0 ? "INSERT INTO " + name + " VALUES" : ",").append("\n  (");
            List<@Nullable Object> values = rows.get(row);
            for (int column = 0; column < values.size(); column++) {
                sql.append(literal(values.get(column), schema.type(column))).append(", ");
            }
            sql.append(stream ? values.get(values.size() - 1) : "NULL")
                    .append(", ")
                    .append(row)
                    .append(')');
        }
        return rows.isEmpty() ? sql.toString() : sql.append(";\n").toString();
    }

    /** A value as both languages write it. */
    static String literal(@Nullable Object value, Type type) {
        if (value == null) {
            return "NULL";
        }
        return switch (type.kind()) {
            case BOOLEAN -> (Long) value != 0 ? "TRUE" : "FALSE";
            case DECIMAL -> BigDecimal.valueOf((Long) value, type.scale()).toPlainString();
            case DOUBLE, REAL -> value.toString().contains("E") ? value.toString() : value + "E0";
            case CHAR, VARCHAR -> text((String) value);
            case DATE -> "DATE '" + LocalDate.ofEpochDay((Long) value) + "'";
            case TIME -> "TIME '" + TIME.format(LocalTime.ofNanoOfDay((Long) value * 1_000_000)) + "'";
            case TIMESTAMP -> "TIMESTAMP '" + TIMESTAMP.format(Instant.ofEpochMilli((Long) value)) + "'";
            default -> value.toString();
        };
    }

    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /** The type of the same values in DuckDB. */
    static String duckType(Type type) {
        return switch (type.kind()) {
            case CHAR, VARCHAR -> "VARCHAR";
            case DECIMAL -> "DECIMAL(" + type.precision() + ", " + type.scale() + ")";
            default -> type.kind().toString();
        };
    }
}
