package kpipe.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * For DuckDB: the rows of a table with everything that a query computes of each. A row of which something cannot be computed is none of them, as it goes to our error stream; DuckDB would give up the whole query.
 */
final class Computed {

    private final String from;
    private final String condition;
    private final List<String> kept = new ArrayList<>();
    private final List<String> expressions = new ArrayList<>();

    /** Rows of {@code from} for which {@code condition} holds. */
    Computed(String from, String condition) {
        this.from = from;
        this.condition = condition;
    }

    /** Columns that stay as they are. */
    void keep(String... columns) {
        kept.addAll(List.of(columns));
    }

    /** The name under which a value of each row is found in {@link #sql}. */
    String add(String expression) {
        expressions.add(expression);
        return "v" + (expressions.size() - 1);
    }

    /** What stands behind FROM. */
    String sql() {
        StringBuilder fields = new StringBuilder();
        kept.forEach(column -> fields.append(fields.isEmpty() ? "'" : ", '")
                .append(column)
                .append("': ")
                .append(column));
        for (int i = 0; i < expressions.size(); i++) {
            fields.append(fields.isEmpty() ? "" : ", ")
                    .append("'v")
                    .append(i)
                    .append("': ")
                    .append(expressions.get(i));
        }
        return "(SELECT unnest(computed) FROM (SELECT TRY(CASE WHEN " + condition + " THEN {" + fields
                + "} END) AS computed FROM " + from + ") WHERE computed IS NOT NULL) AS computed";
    }
}
