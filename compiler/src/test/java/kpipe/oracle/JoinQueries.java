package kpipe.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Joins of streams, and with a table. For DuckDB a join of streams is one of tables on the distance of two times: a row that is held for p meets rows up to p later. A pair has the later of the two
 * times; a row that met nobody the last time at which it could have.
 *
 * <p>The conditions of outer joins are such that cannot fail: what a pair that fails leaves behind is not for SQL to say.
 */
final class JoinQueries {

    private static final List<String> KINDS = List.of("JOIN", "JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN");
    private static final List<Integer> SECONDS = List.of(0, 1, 5, 10, 30);

    private final Random random;

    JoinQueries(Random random) {
        this.random = random;
    }

    /** Two streams, or one with itself. */
    Query streams(Input left, Input other) {
        Input right = random.nextInt(4) == 0 ? left : other;
        String kind = KINDS.get(random.nextInt(KINDS.size()));
        boolean inner = kind.equals("JOIN");
        List<Sql> columns = new ArrayList<>(RandomInput.columns(left, "a."));
        columns.addAll(RandomInput.columns(right, "b."));
        RandomScalars scalars = new RandomScalars(random, columns);
        boolean between = random.nextInt(3) == 0;
        int after = 1000 * SECONDS.get(random.nextInt(SECONDS.size()));
        int before = 1000 * SECONDS.get(random.nextInt(SECONDS.size()));
        String equal = equal();
        String time = between
                ? " AND b.ROWTIME BETWEEN a.ROWTIME - INTERVAL '%d' SECOND AND a.ROWTIME + INTERVAL '%d' SECOND"
                        .formatted(before / 1000, after / 1000)
                : "";
        Sql residual = inner && random.nextBoolean() ? scalars.condition(1) : null;
        String from = "%s%s AS a %s %s%s AS b ON %s%s"
                .formatted(
                        left.name(),
                        between ? "" : window(after),
                        kind,
                        right.name(),
                        between ? "" : window(before),
                        equal,
                        time);
        String duck = "%s AS a %s %s AS b ON %s AND b.rt - a.rt BETWEEN -%d AND %d"
                .formatted(left.name(), kind, right.name(), equal, before, after);
        String told =
                "kp_time(CASE WHEN b.id IS NULL THEN a.rt + %d WHEN a.id IS NULL THEN b.rt + %d ELSE greatest(a.rt, b.rt) END)"
                        .formatted(after, before);
        return selected(
                scalars,
                from,
                residual == null ? "" : " AND " + residual.ours(),
                duck,
                residual == null ? "TRUE" : residual.duck(),
                List.of("a.id", "b.id"),
                told);
    }

    /** Three streams, each with its own window: they meet while all are held. */
    Query three(Input left, Input right) {
        List<Sql> columns = new ArrayList<>(RandomInput.columns(left, "a."));
        columns.addAll(RandomInput.columns(right, "b."));
        columns.addAll(RandomInput.columns(left, "c."));
        RandomScalars scalars = new RandomScalars(random, columns);
        int[] held = new int[3];
        for (int i = 0; i < 3; i++) {
            held[i] = 1000 * SECONDS.get(random.nextInt(SECONDS.size()));
        }
        String from = "%s%s AS a JOIN %s%s AS b ON a.k = b.k JOIN %s%s AS c ON c.kk = a.kk AND c.id <> a.id"
                .formatted(left.name(), window(held[0]), right.name(), window(held[1]), left.name(), window(held[2]));
        String latest = "greatest(a.rt, b.rt, c.rt)";
        String duck =
                "%s AS a JOIN %s AS b ON a.k = b.k JOIN %1$s AS c ON c.kk = a.kk AND c.id <> a.id AND a.rt + %d >= %s AND b.rt + %d >= %4$s AND c.rt + %d >= %4$s"
                        .formatted(left.name(), right.name(), held[0], latest, held[1], held[2]);
        return selected(scalars, from, "", duck, "TRUE", List.of("a.id", "b.id", "c.id"), "kp_time(" + latest + ")");
    }

    /** A stream and a table, as it is. */
    Query table(Input stream, Input table) {
        String kind = random.nextBoolean() ? "JOIN" : "LEFT JOIN";
        List<Sql> columns = new ArrayList<>(RandomInput.columns(stream, "a."));
        columns.addAll(
                RandomInput.columns(table, "b.").subList(0, table.schema().size() - 1));
        RandomScalars scalars = new RandomScalars(random, columns);
        String on = stream.name() + " AS a " + kind + " " + table.name() + " AS b ON " + equal();
        return selected(scalars, on, "", on, "TRUE", List.of("a.id", "b.id"), "kp_time(a.rt)");
    }

    private String equal() {
        return switch (random.nextInt(5)) {
            case 0 -> "a.kk = b.kk";
            case 1 -> "a.k = b.k AND b.kk = a.kk";
            case 2 -> "a.k = b.k AND a.id < b.id";
            case 3 -> "a.kk = b.kk AND (a.k LIKE 'a%' OR b.k IS NULL)";
            default -> "a.k = b.k";
        };
    }

    private String window(int millis) {
        return millis == 0 && random.nextBoolean()
                ? ""
                : " OVER (RANGE INTERVAL '" + millis / 1000 + "' SECOND PRECEDING)";
    }

    private Query selected(
            RandomScalars scalars,
            String from,
            String residual,
            String duck,
            String condition,
            List<String> ids,
            String told) {
        Sql where = random.nextInt(4) == 0 ? scalars.condition(1) : null;
        Computed rows = new Computed(
                duck, where == null ? condition : "CASE WHEN " + condition + " THEN " + where.duck() + " END");
        StringBuilder ours = new StringBuilder("SELECT STREAM ROWTIME AS told");
        rows.add(told);
        for (int i = 0; i < ids.size(); i++) {
            ours.append(", ").append(ids.get(i)).append(" AS id").append(i);
            rows.add(ids.get(i));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            Sql sql = scalars.any(random.nextInt(3));
            ours.append(", ").append(sql.ours()).append(" AS e").append(i);
            rows.add(sql.duck());
        }
        ours.append("\n  FROM ").append(from).append(residual);
        if (where != null) {
            ours.append("\n  WHERE ").append(where.ours());
        }
        return Query.bag(ours.toString(), "SELECT * FROM " + rows.sql());
    }
}
