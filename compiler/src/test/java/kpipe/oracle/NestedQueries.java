package kpipe.oracle;

import java.util.List;
import java.util.Random;

/** Queries of queries: unions, aggregates of aggregates, DISTINCT, ORDER BY, queries of tables as values, rows as of a time. */
final class NestedQueries {

    private static final String ROWS = "(a.k, a.kk) IN (SELECT b.k, b.kk FROM t AS b)";
    private static final String ROWS_ONE_BY_ONE =
            "(SELECT CASE WHEN bool_or(b.k = a.k AND b.kk = a.kk) THEN TRUE WHEN count(*) > count(b.k = a.k AND b.kk = a.kk) THEN NULL ELSE FALSE END FROM t AS b)";

    private static final List<String> CONDITIONS = List.of(
            "a.k IN (SELECT b.k FROM t AS b)",
            "a.k NOT IN (SELECT b.k FROM t AS b)",
            "a.k NOT IN (SELECT b.k FROM t AS b WHERE b.k IS NOT NULL)",
            "a.kk IN (SELECT b.kk FROM t AS b WHERE b.k = a.k)",
            ROWS,
            "EXISTS (SELECT * FROM t AS b WHERE b.kk = a.kk AND b.k = 'a')",
            "NOT EXISTS (SELECT * FROM t AS b WHERE b.k = a.k)",
            "a.kk = ANY (SELECT b.kk FROM t AS b)",
            "a.kk < ANY (SELECT b.kk FROM t AS b WHERE b.k = a.k)",
            "a.kk >= ALL (SELECT b.kk FROM t AS b WHERE b.k = a.k)",
            "a.kk <> ALL (SELECT b.kk FROM t AS b)");

    private final Random random;

    NestedQueries(Random random) {
        this.random = random;
    }

    /** {@code UNION ALL}, as it is or grouped. */
    Query union(Input left, Input right) {
        String both =
                "SELECT %1$s.id, %1$s.k, %1$s.kk FROM %1$s WHERE %1$s.kk > 0 UNION ALL SELECT %2$s.id + 1000, %2$s.k, %2$s.kk FROM %2$s";
        String ours = both.formatted(left.name(), right.name());
        String timed = "SELECT rt, id, k, kk FROM %s WHERE kk > 0 UNION ALL SELECT rt, id + 1000, k, kk FROM %s"
                .formatted(left.name(), right.name());
        if (random.nextBoolean()) {
            return Query.bag(ours, "SELECT id, k, kk FROM (" + timed + ")");
        }
        return Query.bag(
                "SELECT STREAM WINDOW_END AS we, u.k, SUM(u.id) AS total FROM (" + ours
                        + ") AS u GROUP BY u.k WINDOWED BY TUMBLING 10 SECONDS",
                "SELECT kp_time(kp_step(rt, 10000) + 10000), k, sum(id) FROM (" + timed + ") GROUP BY 1, 2");
    }

    /** The results of a window have its end as their time: they are gathered, or looked back at, by that. */
    Query aggregate(Input input) {
        int size = 1000 * List.of(5, 10, 20).get(random.nextInt(3));
        String inner =
                "SELECT STREAM k, COUNT(*) AS n, SUM(id) AS total FROM %s GROUP BY k WINDOWED BY TUMBLING %d SECONDS"
                        .formatted(input.name(), size / 1000);
        String counted = "SELECT kp_step(rt, %d) + %1$d AS we, k, count(*) AS n, sum(id) AS total FROM %s GROUP BY 1, 2"
                .formatted(size, input.name());
        return switch (random.nextInt(3)) {
            case 0 ->
                Query.bag(
                        "SELECT STREAM WINDOW_START AS ws, MAX(n) AS most, SUM(total) AS total, COUNT(*) AS keys FROM ("
                                + inner + ") AS i GROUP BY () WINDOWED BY TUMBLING 30 SECONDS",
                        "SELECT kp_time(kp_step(we, 30000)), max(n), sum(total), count(*) FROM (" + counted
                                + ") GROUP BY 1");
            case 1 ->
                Query.bag(
                        "SELECT STREAM ROWTIME AS told, k, n, SUM(n) OVER (PARTITION BY k ROWS 2 PRECEDING) AS lately, LAG(total, 1, 0) OVER (PARTITION BY k ROWS 3 PRECEDING) AS before FROM ("
                                + inner + ") AS i",
                        "SELECT kp_time(we), k, n, sum(n) OVER (PARTITION BY k ORDER BY we ROWS 2 PRECEDING), lag(total, 1, 0) OVER (PARTITION BY k ORDER BY we) FROM ("
                                + counted + ")");
            default ->
                Query.bag(
                        "SELECT STREAM i.k, i.n * 2 AS twice FROM (" + inner + ") AS i WHERE i.n > 1",
                        "SELECT k, n * 2 FROM (" + counted + ") WHERE n > 1");
        };
    }

    Query distinct(Input input) {
        String columns = List.of("k", "k, kk", "kk", "kk > 0 AS positive, k").get(random.nextInt(4));
        return Query.bag(
                "SELECT STREAM DISTINCT FLOOR(%s.ROWTIME TO MINUTE) AS during, %s FROM %1$s"
                        .formatted(input.name(), columns),
                "SELECT DISTINCT kp_stepped(kp_time(rt), 60000), %s FROM %s".formatted(columns, input.name()));
    }

    /** Sorted within a time, all of it or some rows; NULL is the greatest. */
    Query sorted(Input input) {
        int size = List.of(1, 5, 60).get(random.nextInt(3));
        String time = (size == 5
                        ? "STEP(%s.ROWTIME BY INTERVAL '5' SECOND)"
                        : "FLOOR(%s.ROWTIME TO " + (size == 60 ? "MINUTE" : "SECOND") + ")")
                .formatted(input.name());
        String key = List.of("k", "kk", "UPPER(k)", "kk * -1").get(random.nextInt(4));
        boolean descending = random.nextBoolean();
        String nulls = List.of("", " NULLS FIRST", " NULLS LAST").get(random.nextInt(3));
        String direction = descending ? " DESC" : "";
        String duckNulls = nulls.isEmpty() ? descending ? " NULLS FIRST" : " NULLS LAST" : nulls;
        int limit = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0;
        int offset = limit > 0 && random.nextBoolean() ? 1 : 0;
        String ours = "SELECT STREAM ROWTIME AS told, id, k, kk FROM %s ORDER BY %s, %s%s%s, id"
                        .formatted(input.name(), time, key, direction, nulls)
                + (offset > 0 ? " OFFSET " + offset + " ROWS" : "")
                + (limit > 0 ? offset > 0 ? " FETCH NEXT " + limit + " ROWS ONLY" : " LIMIT " + limit : "");
        String order = key + direction + duckNulls + ", id";
        String numbered =
                "SELECT *, kp_step(rt, %d) AS began, row_number() OVER (PARTITION BY kp_step(rt, %1$d) ORDER BY %s) AS nr FROM %s"
                        .formatted(size * 1000, order, input.name());
        String some = limit == 0 ? "TRUE" : "nr > " + offset + " AND nr <= " + (offset + limit);
        return new Query(
                ours,
                "SELECT kp_time(began + %d), id, k, kk FROM (%s) WHERE %s ORDER BY began, nr"
                        .formatted(size * 1000, numbered, some),
                true);
    }

    /** Queries of a table in conditions and as values, which are written alike but for rows: DuckDB answers NULL wherever a row of the table has a NULL, also where the rest of it differs. */
    Query values(Input stream) {
        String first = condition();
        String where = switch (random.nextInt(4)) {
            case 0 -> first + " AND " + condition();
            case 1 -> "a.id > 5 OR " + first;
            case 2 -> "NOT (" + first + ")";
            default -> first;
        };
        String query = random.nextBoolean()
                ? "SELECT a.id, (SELECT b.k FROM t AS b WHERE b.id = a.kk) AS e0 FROM %s AS a WHERE %s"
                : "SELECT a.id, a.k FROM %s AS a WHERE %s";
        return Query.bag(
                query.formatted(stream.name(), where),
                query.formatted(stream.name(), where.replace(ROWS, ROWS_ONE_BY_ONE)));
    }

    private String condition() {
        return CONDITIONS.get(random.nextInt(CONDITIONS.size()));
    }

    /** The latest row of the other stream by key; what else is asked is asked of that one alone. */
    Query asOf(Input left, Input right) {
        boolean outer = random.nextBoolean();
        String equal = random.nextBoolean() ? "a.k = b.k" : "a.k = b.k AND a.kk = b.kk";
        String more = random.nextInt(3) == 0 ? " AND b.id > 3" : "";
        boolean spelled = random.nextBoolean();
        boolean older = spelled && random.nextBoolean();
        String ours = spelled
                ? "SELECT STREAM a.id, b.id AS other, b.ROWTIME AS of_time FROM %s AS a %sASOF JOIN %s AS b MATCH_CONDITION a.ROWTIME %s b.ROWTIME ON %s"
                        .formatted(left.name(), outer ? "LEFT " : "", right.name(), older ? ">" : ">=", equal + more)
                : "SELECT STREAM a.id, b.id AS other, b.ROWTIME AS of_time FROM %s AS a %sJOIN %s FOR SYSTEM_TIME AS OF a.ROWTIME AS b ON %s"
                        .formatted(left.name(), outer ? "LEFT " : "", right.name(), equal + more);
        String latest =
                "SELECT a.id AS aid, b.id, b.rt, row_number() OVER (PARTITION BY a.seq ORDER BY b.rt DESC, b.seq DESC) AS nr FROM %s AS a JOIN %s AS b ON %s AND b.rt %s a.rt"
                        .formatted(left.name(), right.name(), equal, older ? "<" : "<=");
        return Query.bag(
                ours,
                "SELECT a.id, b.id, kp_time(b.rt) FROM %s AS a %sJOIN (SELECT * FROM (%s) WHERE nr = 1) AS b ON b.aid = a.id%s"
                        .formatted(left.name(), outer ? "LEFT " : "", latest, more));
    }
}
