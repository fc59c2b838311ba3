package kpipe.oracle;

import java.util.List;
import java.util.Random;
import kpipe.data.Kind;
import kpipe.data.Type;

/**
 * Functions with OVER. DuckDB orders by {@code place}, a number made of time and arrival: rows of equal ROWTIME are no peers, each sees those that came before it. A frame of so many milliseconds
 * goes back to the first place of its time. {@code ROWS n PRECEDING} is the row and n before it in both.
 *
 * <p>Left out: EXP_AVG, which DuckDB has not.
 */
final class OverQueries {

    private final Random random;
    private final RandomScalars scalars;
    private final Computed rows;
    private final String from;

    private OverQueries(Random random, Input input) {
        this.random = random;
        scalars = new RandomScalars(random, RandomInput.columns(input, ""));
        from = input.name();
        rows = new Computed(from, "TRUE");
    }

    /** Of a stream whose rows of equal time come in one order. */
    static Query make(Random random, Input input) {
        return new OverQueries(random, input).make();
    }

    private record Frame(String ours, String duck, boolean bounded) {}

    private record Function(String ours, String duck, String result) {}

    private Query make() {
        rows.keep("id", "rt", "seq");
        String place = rows.add("(rt - 1767000000000) * 10000 + seq");
        StringBuilder ours = new StringBuilder("SELECT STREAM id, ROWTIME AS told");
        StringBuilder raw = new StringBuilder("SELECT id, rt");
        Computed answers = new Computed("framed", "TRUE");
        answers.add("id");
        answers.add("kp_time(rt)");
        int partition = random.nextInt(3);
        String partitionBy =
                List.of("", "PARTITION BY k ", "PARTITION BY kk, k ").get(partition);
        String duckBy = List.of(
                        "",
                        "PARTITION BY %s ".formatted(rows.add("k")),
                        "PARTITION BY %s, %s ".formatted(rows.add("kk"), rows.add("k")))
                .get(partition);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            boolean ahead = random.nextInt(6) == 0;
            Frame frame = ahead ? following() : frame();
            Function function = ahead ? lead() : function(frame);
            boolean ranks =
                    function.duck().startsWith("rank") || function.duck().startsWith("dense");
            ours.append(", ")
                    .append(function.ours())
                    .append(" OVER (")
                    .append(partitionBy)
                    .append(random.nextInt(3) == 0 ? "ORDER BY ROWTIME " : "");
            ours.append(ranks || function.duck().startsWith("row_number") ? "" : frame.ours())
                    .append(") AS f")
                    .append(i);
            raw.append(", ")
                    .append(function.duck())
                    .append(" OVER (")
                    .append(duckBy)
                    .append("ORDER BY ");
            raw.append(ranks ? "rt" : place + " " + frame.duck())
                    .append(") AS f")
                    .append(i);
            answers.add(function.result().replace("$", "f" + i));
        }
        if (ours.indexOf("ROW_NUMBER() OVER ()") >= 0
                || ours.indexOf("RANK() OVER (") >= 0
                || ours.indexOf("ROW_NUMBER() OVER (") >= 0) {
            String ordered = ours.toString()
                    .replaceAll(
                            "((?:ROW_NUMBER|RANK|DENSE_RANK)\\(\\) OVER \\((?:PARTITION BY [k, ]+)?)(?:ORDER BY ROWTIME )?\\)",
                            "$1ORDER BY ROWTIME)");
            ours = new StringBuilder(ordered);
        }
        ours.append("\n  FROM ").append(from);
        raw.append(" FROM ").append(rows.sql());
        return Query.bag(ours.toString(), "WITH framed AS (" + raw + ") SELECT * FROM " + answers.sql());
    }

    private Frame frame() {
        return switch (random.nextInt(5)) {
            case 0 -> new Frame("", "ROWS UNBOUNDED PRECEDING", false);
            case 1, 2 -> {
                int back = random.nextInt(6);
                yield new Frame(
                        random.nextBoolean()
                                ? "ROWS " + back + " PRECEDING"
                                : "ROWS BETWEEN " + back + " PRECEDING AND CURRENT ROW",
                        "ROWS BETWEEN " + back + " PRECEDING AND CURRENT ROW",
                        true);
            }
            default -> {
                int seconds = List.of(0, 1, 5, 10, 30).get(random.nextInt(5));
                String ours = seconds == 0 && random.nextBoolean()
                        ? "RANGE CURRENT ROW"
                        : "RANGE INTERVAL '" + seconds + "' SECOND PRECEDING";
                yield new Frame(
                        ours,
                        "RANGE BETWEEN (%d + seq) PRECEDING AND CURRENT ROW".formatted(seconds * 10_000_000L),
                        true);
            }
        };
    }

    /** From the row to the last place of the time that is so much later. */
    private Frame following() {
        int seconds = List.of(0, 1, 5, 30).get(random.nextInt(4));
        String bound = "INTERVAL '" + seconds + "' SECOND FOLLOWING";
        return new Frame(
                random.nextBoolean() ? "RANGE " + bound : "RANGE BETWEEN CURRENT ROW AND " + bound,
                "RANGE BETWEEN CURRENT ROW AND (%d - seq) FOLLOWING".formatted(seconds * 10_000_000L + 9_999),
                true);
    }

    private Sql argument(Family... families) {
        return of(scalars.make(families[random.nextInt(families.length)], random.nextInt(2)));
    }

    private Sql of(Sql sql) {
        return new Sql(sql.ours(), rows.add(sql.typedDuck()), sql.type());
    }

    private Function function(Frame frame) {
        return switch (random.nextInt(12)) {
            case 0 -> new Function("COUNT(*)", "count(*)", "$");
            case 1, 2 -> aggregate(frame);
            case 3 -> sum(frame);
            case 4 -> {
                Sql x = of(scalars.leaf(Family.DOUBLE));
                String function = List.of("VAR_POP", "VAR_SAMP", "STDDEV_POP", "STDDEV_SAMP")
                        .get(random.nextInt(4));
                yield new Function(function + "(" + x.ours() + ")", function + "(" + x.duck() + ")", "$");
            }
            case 5 -> {
                String rank = List.of("ROW_NUMBER()", "RANK()", "DENSE_RANK()").get(random.nextInt(3));
                yield new Function(rank, rank.toLowerCase(java.util.Locale.ROOT), "$");
            }
            case 6, 7 -> frame.bounded() ? lag() : aggregate(frame);
            default -> edge(frame);
        };
    }

    private Function aggregate(Frame frame) {
        Sql x = argument(Family.values());
        String function = List.of("COUNT", "MIN", "MAX").get(random.nextInt(3));
        String distinct = function.equals("COUNT") && frame.bounded() && random.nextInt(3) == 0 ? "DISTINCT " : "";
        return new Function(
                function + "(" + distinct + x.ours() + ")", function + "(" + distinct + x.duck() + ")", "$");
    }

    private Function sum(Frame frame) {
        Sql x = random.nextInt(3) == 0 ? of(scalars.leaf(Family.DOUBLE)) : argument(Family.WHOLE, Family.DECIMAL);
        String distinct = frame.bounded() && random.nextInt(3) == 0 ? "DISTINCT " : "";
        Type type = x.type();
        String ours = "SUM(" + distinct + x.ours() + ")";
        String duck = "sum(" + distinct + x.duck() + ")";
        return switch (type.kind()) {
            case DOUBLE -> new Function(ours, duck, "$");
            case DECIMAL -> new Function(ours, duck, "CAST($ AS DECIMAL(18, " + type.scale() + "))");
            default -> new Function(ours, duck, "CAST($ AS BIGINT)");
        };
    }

    /** The values of the frame in a list, from which one is taken. */
    private Function edge(Frame frame) {
        Sql x = argument(Family.values());
        int n = 1 + random.nextInt(3);
        boolean first = random.nextBoolean();
        boolean ignoring = random.nextInt(3) == 0;
        String list = ignoring ? "list_filter($, lambda v: v IS NOT NULL)" : "$";
        String word = ignoring ? " IGNORE NULLS" : "";
        String duck = "list(" + x.duck() + ")";
        if (random.nextBoolean()) {
            return new Function(
                    (first ? "FIRST_VALUE(" : "LAST_VALUE(") + x.ours() + ")" + word,
                    duck,
                    list + (first ? "[1]" : "[-1]"));
        }
        boolean last = !first && frame.bounded();
        return new Function(
                "NTH_VALUE(" + x.ours() + ", " + n + ")" + (last ? " FROM LAST" : "") + word,
                duck,
                list + "[" + (last ? -n : n) + "]");
    }

    /** Of the rows after this one that the frame holds. */
    private Function lead() {
        Sql x = argument(Family.values());
        int n = 1 + random.nextInt(3);
        if (random.nextInt(3) == 0) {
            return new Function(
                    "LEAD(" + x.ours() + ", " + n + ") IGNORE NULLS",
                    "list(" + x.duck() + ")",
                    "list_filter($[2:len($)], lambda v: v IS NOT NULL)[" + n + "]");
        }
        if (random.nextBoolean() || x.type().kind() == Kind.DECIMAL) {
            return new Function("LEAD(" + x.ours() + ", " + n + ")", "list(" + x.duck() + ")", "$[1 + " + n + "]");
        }
        Sql other = scalars.literal(Family.of(x.type()));
        String instead = rows.add(other.duck());
        return new Function(
                "LEAD(" + x.ours() + ", " + n + ", " + other.ours() + ")",
                "list({'v': " + x.duck() + ", 'other': " + instead + "})",
                "CASE WHEN len($) > " + n + " THEN $[1 + " + n + "]['v'] ELSE $[1]['other'] END");
    }

    /** Of the rows before this one that the frame holds; what stands in its place is computed for the row itself. */
    private Function lag() {
        Sql x = argument(Family.values());
        int n = random.nextInt(4);
        if (random.nextInt(3) == 0 && n > 0) {
            return new Function(
                    "LAG(" + x.ours() + ", " + n + ") IGNORE NULLS",
                    "list(" + x.duck() + ")",
                    "list_filter($[1:len($) - 1], lambda v: v IS NOT NULL)[-" + n + "]");
        }
        if (random.nextBoolean() || x.type().kind() == Kind.DECIMAL) {
            return new Function("LAG(" + x.ours() + ", " + n + ")", "list(" + x.duck() + ")", "$[-1 - " + n + "]");
        }
        Sql other = scalars.literal(Family.of(x.type()));
        String instead = rows.add(other.duck());
        return new Function(
                "LAG(" + x.ours() + ", " + n + ", " + other.ours() + ")",
                "list({'v': " + x.duck() + ", 'other': " + instead + "})",
                "CASE WHEN len($) > " + n + " THEN $[-1 - " + n + "]['v'] ELSE $[-1]['other'] END");
    }
}
