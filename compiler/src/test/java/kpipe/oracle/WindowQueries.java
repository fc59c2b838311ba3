package kpipe.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Queries that group rows by keys and windows. */
final class WindowQueries {

    private final Random random;

    WindowQueries(Random random) {
        this.random = random;
    }

    /** Windows of seconds of any shape. */
    Query clock(Input input) {
        return make(input, false);
    }

    /** Windows of days and more, in time zones. */
    Query calendar(Input input) {
        return make(input, true);
    }

    private Query make(Input input, boolean calendar) {
        List<Sql> columns = RandomInput.columns(input, "");
        RandomScalars scalars = new RandomScalars(random, columns);
        Sql where = random.nextInt(3) == 0 ? scalars.condition(1) : null;
        Computed rows = new Computed(input.name(), where == null ? "TRUE" : where.duck());
        rows.keep("rt", "seq", "id");
        List<Sql> keys = keys(scalars, columns);
        List<String> names = new ArrayList<>();
        keys.forEach(key -> names.add(rows.add(key.typedDuck())));
        String keyNames = String.join(", ", names);
        WindowShape window = calendar
                ? WindowShape.calendar(random)
                : WindowShape.clock(random, keyNames, !input.clauses().contains("LATENESS"));
        String grouping = window.keyed() || keys.isEmpty()
                ? ""
                : List.of("", "", "ROLLUP ", "CUBE ", "SETS ").get(random.nextInt(5));
        StringBuilder ours = new StringBuilder("SELECT STREAM ROWTIME AS told, WINDOW_START AS ws, WINDOW_END AS we");
        StringBuilder raw = new StringBuilder("SELECT ws, we");
        List<String> results = new ArrayList<>(List.of("kp_time(we)", "kp_time(ws)", "kp_time(we)"));
        for (int i = 0; i < keys.size(); i++) {
            ours.append(", ").append(keys.get(i).ours()).append(" AS k").append(i);
            raw.append(", ").append(names.get(i)).append(" AS k").append(i);
            results.add("k" + i);
        }
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            RandomAggregates.Aggregate made = new RandomAggregates(random, scalars, rows, input.inOrder()).make();
            ours.append(", ").append(made.ours()).append(" AS a").append(i);
            raw.append(", ").append(made.raw()).append(" AS a").append(i);
            results.add(made.result().replace("$", "a" + i));
        }
        boolean having = random.nextInt(4) == 0;
        raw.append(", count(*) AS n");
        if (!grouping.isEmpty()) {
            ours.append(", GROUPING(").append(ours(keys)).append(") AS g");
            raw.append(", grouping(").append(keyNames).append(") AS g");
            results.add("g");
        }
        ours.append("\n  FROM ").append(input.name());
        if (where != null) {
            ours.append("\n  WHERE ").append(where.ours());
        }
        ours.append("\n  GROUP BY ")
                .append(group(grouping, ours(keys)))
                .append("\n  WINDOWED BY ")
                .append(window.ours());
        if (having) {
            ours.append("\n  HAVING COUNT(*) > 1");
        }
        raw.append(" FROM ").append(window.duck()).append(" GROUP BY ws, we");
        if (!keys.isEmpty()) {
            raw.append(", ").append(group(grouping, keyNames));
        }
        Computed answers = new Computed("groups", having ? "n > 1" : "TRUE");
        results.forEach(answers::add);
        String duck = "WITH rows AS (SELECT * FROM " + rows.sql() + "), groups AS (" + raw + ") SELECT * FROM "
                + answers.sql();
        return Query.bag(ours.toString(), duck);
    }

    private static String ours(List<Sql> keys) {
        return String.join(", ", keys.stream().map(Sql::ours).toList());
    }

    private static String group(String grouping, String keys) {
        if (keys.isEmpty()) {
            return "()";
        }
        return switch (grouping) {
            case "" -> keys;
            case "SETS " -> "GROUPING SETS ((" + keys + "), (), (" + keys + "))";
            default -> grouping + "(" + keys + ")";
        };
    }

    /** At most two, of different expressions, each of some column: one of none would be the number of a column. */
    private List<Sql> keys(RandomScalars scalars, List<Sql> columns) {
        List<Sql> keys = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            Sql key = random.nextInt(3) == 0 ? scalars.any(1) : columns.get(1 + random.nextInt(2));
            boolean known = keys.stream().anyMatch(other -> other.ours().equals(key.ours()));
            if (!known && columns.stream().anyMatch(column -> key.ours().contains(column.ours()))) {
                keys.add(key);
            }
        }
        return keys;
    }
}
