package kpipe.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Queries that look at one row at a time: projections and conditions. */
final class RowQueries {

    private final Random random;

    RowQueries(Random random) {
        this.random = random;
    }

    /** {@code SELECT id, expressions FROM input WHERE condition}. */
    Query make(Input input) {
        RandomScalars scalars = new RandomScalars(random, RandomInput.columns(input, ""));
        Sql condition = random.nextBoolean() ? scalars.condition(2) : null;
        List<Sql> selected = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            selected.add(scalars.any(1 + random.nextInt(3)));
        }
        Computed rows = new Computed(input.name(), condition == null ? "TRUE" : condition.duck());
        StringBuilder ours = new StringBuilder("SELECT STREAM id");
        StringBuilder duck = new StringBuilder("SELECT ").append(rows.add("id"));
        for (int i = 0; i < selected.size(); i++) {
            ours.append(", ").append(selected.get(i).ours()).append(" AS e").append(i);
            duck.append(", ").append(rows.add(selected.get(i).duck()));
        }
        ours.append("\n  FROM ").append(input.name());
        if (condition != null) {
            ours.append("\n  WHERE ").append(condition.ours());
        }
        return Query.bag(ours.toString(), duck + " FROM " + rows.sql());
    }
}
