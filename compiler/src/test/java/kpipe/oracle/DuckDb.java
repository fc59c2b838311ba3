package kpipe.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** A database of DuckDB in memory that knows {@code macros.sql}: there stands what our language means where DuckDB's own words mean something else. Not thread-safe. */
final class DuckDb implements AutoCloseable {

    private final Connection connection;

    private DuckDb(Connection connection) {
        this.connection = connection;
    }

    /**
     * Opens one.
     *
     * @throws SQLException where there is none for this platform
     */
    static DuckDb open() throws SQLException {
        try {
            DuckDb database = new DuckDb(DriverManager.getConnection("jdbc:duckdb:"));
            database.run("SET threads = 1");
            // No rewrite may try what CASE leaves out: what fails then is a row of ours.
            database.run("PRAGMA disable_optimizer");
            for (String macro : macros().split(";\\s*\n")) {
                if (!macro.isBlank()) {
                    database.run(macro);
                }
            }
            return database;
        } catch (LinkageError missing) {
            throw new SQLException("DuckDB has no library for this platform: " + missing.getMessage(), missing);
        }
    }

    private static String macros() {
        try (InputStream file = Objects.requireNonNull(DuckDb.class.getResourceAsStream("macros.sql"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    void load(Input input) throws SQLException {
        for (String statement : input.duck().split(";\n")) {
            run(statement);
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The answer to a query whose columns have these types in our engine. */
    Rows ask(String query, Schema schema) throws SQLException {
        StringBuilder names = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (int column = 0; column < schema.size(); column++) {
            String name = "c" + column;
            names.append(column == 0 ? "" : ", ").append(name);
            values.append(column == 0 ? "" : ", ").append(plain(name, schema.type(column)));
        }
        String sql = "SELECT " + values + " FROM (" + query + ") AS answer(" + names + ")";
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int column = 0; column < schema.size(); column++) {
                    row.add(value(result.getObject(column + 1), schema.type(column)));
                }
                rows.add(Collections.unmodifiableList(row));
            }
            return new Rows(rows);
        }
    }

    private static String plain(String name, Type type) {
        return switch (type.kind()) {
            case TIMESTAMP, TIME -> "epoch_ms(" + name + ")";
            case DATE -> "CAST(" + name + " AS DATE) - DATE '1970-01-01'";
            default -> name;
        };
    }

    private static @Nullable Object value(@Nullable Object value, Type type) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN, CHAR, VARCHAR -> value;
            case REAL, DOUBLE -> ((Number) value).doubleValue();
            case DATE, TIME, TIMESTAMP -> ((Number) value).longValue();
            default -> Rows.stripped(new BigDecimal(value.toString()));
        };
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
