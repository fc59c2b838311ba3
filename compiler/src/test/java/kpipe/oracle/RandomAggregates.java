package kpipe.oracle;

import java.util.List;
import java.util.Random;
import kpipe.data.Kind;
import kpipe.data.Type;

/** Aggregates of the rows of a group. Left out: APPROX_QUANTILE, whose answer is ours alone. */
final class RandomAggregates {

    /** An aggregate in both languages; DuckDB's is raw, and {@code result} makes the value of our type from its name, or fails where it does not fit. */
    record Aggregate(String ours, String raw, String result) {}

    private static final List<String> FRACTIONS = List.of("0", "0.25", "0.5", "0.9", "0.95", "1");
    private static final List<String> SPREADS =
            List.of("VAR_POP", "VAR_SAMP", "STDDEV_POP", "STDDEV_SAMP", "VARIANCE", "STDDEV");

    /** Those that have a value wherever there are two pairs. */
    private static final List<String> PAIRS =
            List.of("COVAR_POP", "COVAR_SAMP", "REGR_COUNT", "REGR_AVGX", "REGR_AVGY");

    private final Random random;
    private final RandomScalars scalars;
    private final Computed rows;
    private final boolean inOrder;
    private final String filter;
    private final String ourFilter;
    private final String condition;

    /**
     * The next aggregate.
     *
     * @param rows takes what is computed of each row; knows {@code rt}, {@code seq} and {@code id}
     * @param inOrder whether rows of equal time come in one order
     */
    RandomAggregates(Random random, RandomScalars scalars, Computed rows, boolean inOrder) {
        this.random = random;
        this.scalars = scalars;
        this.rows = rows;
        this.inOrder = inOrder;
        Sql filtering = random.nextInt(4) == 0 ? scalars.condition(1) : null;
        ourFilter = filtering == null ? "" : " FILTER (WHERE " + filtering.ours() + ")";
        filter = filtering == null ? "" : " FILTER (WHERE " + rows.add(filtering.duck()) + ")";
        condition = filtering == null ? "" : filtering.duck();
    }

    private record Argument(Sql sql, String name) {
        String ours() {
            return sql.ours();
        }

        Type type() {
            return sql.type();
        }
    }

    /** What the filter leaves out is not computed. */
    private Argument argument(Sql sql) {
        String computed = sql.typedDuck();
        return new Argument(
                sql,
                rows.add(condition.isEmpty() ? computed : "CASE WHEN " + condition + " THEN " + computed + " END"));
    }

    private Argument argument(Family... families) {
        return argument(scalars.make(families[random.nextInt(families.length)], random.nextInt(2)));
    }

    private Aggregate plain(String ours, String duck) {
        return new Aggregate(ours + ourFilter, duck + filter, "$");
    }

    Aggregate make() {
        return switch (random.nextInt(13)) {
            case 0 -> plain("COUNT(*)", "count(*)");
            case 1 -> {
                Argument x = argument(Family.values());
                String distinct = distinct();
                yield plain("COUNT(" + distinct + x.ours() + ")", "count(" + distinct + x.name() + ")");
            }
            case 2 -> sum();
            case 3 -> average();
            case 4, 5 -> {
                Argument x = argument(Family.values());
                String function = random.nextBoolean() ? "MIN" : "MAX";
                yield plain(function + "(" + x.ours() + ")", function + "(" + x.name() + ")");
            }
            case 6 -> inOrder ? edge() : approximateCount();
            case 7 -> truth();
            case 8 -> bits();
            case 9 -> spread();
            case 10 -> percentile();
            case 11 -> list();
            default -> approximateCount();
        };
    }

    private String distinct() {
        return random.nextInt(3) == 0 ? "DISTINCT " : "";
    }

    /** Of floating numbers that differ little in size: ours are exact, DuckDB's lose what is small beside what is great. */
    private Argument summand() {
        return random.nextInt(3) == 0 ? argument(scalars.leaf(Family.DOUBLE)) : argument(Family.WHOLE, Family.DECIMAL);
    }

    private Aggregate sum() {
        Argument x = summand();
        String distinct = distinct();
        Type type = x.type();
        String result = switch (type.kind()) {
            case DECIMAL -> "CAST($ AS DECIMAL(" + Math.max(18, type.precision()) + ", " + type.scale() + "))";
            case DOUBLE -> "$";
            default -> "CAST($ AS BIGINT)";
        };
        return new Aggregate(
                "SUM(" + distinct + x.ours() + ")" + ourFilter, "sum(" + distinct + x.name() + ")" + filter, result);
    }

    /** AVG of whole numbers is one, cut off; of DECIMAL it has at least 6 digits behind the point where they have place. */
    private Aggregate average() {
        Argument x = summand();
        String distinct = distinct();
        String ours = "AVG(" + distinct + x.ours() + ")" + ourFilter;
        Type type = x.type();
        if (type.kind() == Kind.DOUBLE) {
            return new Aggregate(ours, "avg(" + distinct + x.name() + ")" + filter, "$");
        }
        String both = "[CAST(sum(%s%s)%s AS DECIMAL(38, %d)), count(%1$s%2$s)%3$s]"
                .formatted(distinct, x.name(), filter, type.scale());
        String sum = "CAST(replace(CAST($[1] AS VARCHAR), '.', '') AS HUGEINT)";
        String count = "CAST($[2] AS HUGEINT)";
        if (type.kind() != Kind.DECIMAL) {
            return new Aggregate(ours, both, "CASE WHEN $[2] > 0 THEN " + sum + " // " + count + " END");
        }
        int scale = Math.max(type.scale(), Math.min(6, 18 - type.precision() + type.scale()));
        Type result = Type.decimal(Math.max(type.precision(), type.precision() - type.scale() + scale), scale, true);
        String dividend = sum + " * CAST(1" + "0".repeat(scale - type.scale()) + " AS HUGEINT)";
        String quotient = Families.scaled("kp_round_quotient(" + dividend + ", " + count + ")", scale, result);
        return new Aggregate(ours, both, "CASE WHEN $[2] > 0 THEN " + quotient + " END");
    }

    private Aggregate edge() {
        Argument x = argument(Family.values());
        boolean first = random.nextBoolean();
        boolean ignoring = random.nextBoolean();
        String ours = (first ? "FIRST_VALUE(" : "LAST_VALUE(") + x.ours() + ")" + (ignoring ? " IGNORE NULLS" : "");
        String values = "list(" + x.name() + " ORDER BY rt, seq)" + filter;
        String chosen = ignoring ? "list_filter($, lambda v: v IS NOT NULL)" : "$";
        if (!ourFilter.isEmpty()) {
            ours = (first ? "FIRST_VALUE(" : "LAST_VALUE(") + x.ours() + ")";
            chosen = "$";
        }
        return new Aggregate(ours + ourFilter, values, chosen + (first ? "[1]" : "[-1]"));
    }

    private Aggregate approximateCount() {
        Argument x = argument(Family.WHOLE, Family.TEXT, Family.MOMENT);
        return plain("APPROX_COUNT_DISTINCT(" + x.ours() + ")", "count(DISTINCT " + x.name() + ")");
    }

    private Aggregate truth() {
        Argument x = argument(Family.TRUTH);
        String function = List.of("EVERY", "BOOL_AND", "BOOL_OR").get(random.nextInt(3));
        return plain(
                function + "(" + x.ours() + ")",
                (function.equals("BOOL_OR") ? "bool_or(" : "bool_and(") + x.name() + ")");
    }

    private Aggregate bits() {
        Argument x = argument(Family.WHOLE);
        String function = List.of("BIT_AND", "BIT_OR", "BIT_XOR").get(random.nextInt(3));
        return plain(function + "(" + x.ours() + ")", function + "(" + x.name() + ")");
    }

    /** Of columns of moderate size: DuckDB computes these in DOUBLE alone. */
    private Aggregate spread() {
        Argument x = argument(scalars.leaf(Family.DOUBLE));
        if (random.nextInt(3) == 0) {
            Argument y = argument(scalars.leaf(Family.DOUBLE));
            String function = PAIRS.get(random.nextInt(PAIRS.size()));
            return plain(
                    function + "(" + y.ours() + ", " + x.ours() + ")",
                    function + "(" + y.name() + ", " + x.name() + ")");
        }
        String function = SPREADS.get(random.nextInt(SPREADS.size()));
        String distinct = distinct();
        return plain(function + "(" + distinct + x.ours() + ")", function + "(" + distinct + x.name() + ")");
    }

    private Aggregate percentile() {
        String fraction = FRACTIONS.get(random.nextInt(FRACTIONS.size()));
        if (random.nextInt(3) == 0) {
            Argument x = argument(Family.WHOLE, Family.DECIMAL, Family.DOUBLE, Family.MOMENT, Family.DATE);
            return plain(
                    "PERCENTILE_DISC(" + fraction + ") WITHIN GROUP (ORDER BY " + x.ours() + ")",
                    "quantile_disc(" + x.name() + ", " + fraction + ")");
        }
        Argument x = argument(Family.WHOLE, Family.DECIMAL, Family.DOUBLE);
        String doubles = "CAST(" + x.name() + " AS DOUBLE)";
        return random.nextBoolean()
                ? plain("MEDIAN(" + x.ours() + ")", "quantile_cont(" + doubles + ", 0.5)")
                : plain(
                        "PERCENTILE_CONT(" + fraction + ") WITHIN GROUP (ORDER BY " + x.ours() + ")",
                        "quantile_cont(" + doubles + ", " + fraction + ")");
    }

    /** NULL sorts as the greatest, as it does in all of our language. */
    private Aggregate list() {
        Argument s = argument(Family.TEXT);
        String separator = List.of("','", "''", "' > '", "'ä'").get(random.nextInt(4));
        if (random.nextInt(3) == 0) {
            return plain(
                    "LISTAGG(DISTINCT " + s.ours() + ", " + separator + ") WITHIN GROUP (ORDER BY " + s.ours() + ")",
                    "string_agg(DISTINCT " + s.name() + ", " + separator + " ORDER BY " + s.name() + ")");
        }
        Argument by = argument(Family.WHOLE, Family.TEXT, Family.DECIMAL);
        boolean descending = random.nextBoolean();
        String order = descending ? " DESC NULLS FIRST" : " ASC NULLS LAST";
        String duck = "string_agg(" + s.name() + ", " + separator + " ORDER BY " + by.name() + order + ", id)";
        String direction = descending ? " DESC" : "";
        return random.nextBoolean()
                ? plain(
                        "LISTAGG(%s, %s) WITHIN GROUP (ORDER BY %s%s, id)"
                                .formatted(s.ours(), separator, by.ours(), direction),
                        duck)
                : plain(
                        "STRING_AGG(%s, %s ORDER BY %s%s, id)".formatted(s.ours(), separator, by.ours(), direction),
                        duck);
    }
}
