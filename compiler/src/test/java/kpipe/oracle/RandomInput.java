package kpipe.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** Streams and tables with rows of all types: NULLs, edges, ties of time, rows out of order within the bound. */
final class RandomInput {

    /** All texts that occur. The letter ß is none of them: Java's upper case of it are two letters, DuckDB's is one. */
    static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "A",
            "ab",
            "abc",
            "b",
            "Äpfel",
            "äb",
            "😀",
            "😀a",
            "a b",
            " x ",
            "12",
            "-7",
            " 34 ",
            "1.5",
            "a%b",
            "a_b",
            "it's",
            "Ünï cödé",
            "zz",
            "true",
            "2026-03-01",
            "aXbX",
            "xyzzy",
            "hello world",
            "日本",
            "a-b-c",
            "\\d+",
            "Z");

    static final Type TIME = Type.of(Kind.TIMESTAMP, false);

    private static final long[] EDGES = {0, 1, -1, 7, 100, -100, 127, -128};

    /** 2026-01-01 00:00:00. */
    private static final long START = 1_767_225_600_000L;

    private static final List<Column> COLUMNS = List.of(
            new Column("tiny", Type.of(Kind.TINYINT, true)),
            new Column("small", Type.of(Kind.SMALLINT, true)),
            new Column("num", Type.of(Kind.INTEGER, true)),
            new Column("big", Type.of(Kind.BIGINT, true)),
            new Column("price", Type.decimal(10, 2, true)),
            new Column("rate", Type.decimal(6, 3, true)),
            new Column("weight", Type.decimal(18, 4, true)),
            new Column("dbl", Type.of(Kind.DOUBLE, true)),
            new Column("yes", Type.of(Kind.BOOLEAN, true)),
            new Column("txt", Type.varchar(30, true)),
            new Column("word", Type.varchar(20, false)),
            new Column("born", Type.of(Kind.DATE, true)),
            new Column("clock", Type.of(Kind.TIME, true)),
            new Column("since", Type.of(Kind.TIMESTAMP, true)),
            new Column("count_of", Type.of(Kind.INTEGER, false)));

    private final Random random;

    RandomInput(Random random) {
        this.random = random;
    }

    /** How the rows of a stream lie in time. */
    enum Pace {
        /** Many within a minute, with ties. */
        MINUTES,
        /** Over two years. */
        CALENDAR
    }

    /** How many lanes a stream has. */
    enum Lanes {
        /** One or several. */
        ANY,
        /** One, or several where no two rows are of one time: rows of equal time have no order between lanes. */
        IN_ORDER
    }

    /** {@code id}, unique; {@code k} and {@code kk}, of few values; some columns of other types; {@code stamp}, the time. */
    Input stream(String name, Pace pace, Lanes lanes, int most) {
        int lateness = random.nextInt(3) * 5;
        String shards = random.nextBoolean()
                ? "\n  SHARDS " + (2 + random.nextInt(3)) + (random.nextBoolean() ? " PARTITION BY k" : "")
                : "";
        String clauses = "\n  FROM FILE '" + name + ".jsonl' FORMAT JSON" + shards + "\n  EVENT TIME stamp"
                + (lateness == 0 ? "" : " LATENESS " + lateness + " SECONDS");
        Schema schema = schema(random.nextInt(3) == 0);
        boolean apart = !shards.isEmpty() && (lanes == Lanes.IN_ORDER || random.nextBoolean());
        List<Long> times = times(random.nextInt(most + 1), lateness * 1000L, pace, apart);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            List<@Nullable Object> row = row(schema, i);
            row.set(schema.size() - 1, times.get(i));
            rows.add(row);
        }
        return new Input(name, schema, clauses, rows, true);
    }

    /** A reference table with the same kinds of columns. */
    Input table(String name) {
        Schema schema = schema(false);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            rows.add(row(schema, i));
        }
        return new Input(name, schema, "\n  FROM FILE '" + name + ".csv' FORMAT CSV", rows, false);
    }

    private Schema schema(boolean all) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("id", Type.of(Kind.INTEGER, false)));
        columns.add(new Column("k", Type.varchar(10, true)));
        columns.add(new Column("kk", Type.of(Kind.INTEGER, true)));
        for (Column column : COLUMNS) {
            if (all || random.nextInt(3) != 0) {
                columns.add(column);
            }
        }
        columns.add(new Column("stamp", TIME));
        return new Schema(columns);
    }

    /** Times in the order of arrival: none is older than the greatest before it by more than the lateness. */
    private List<Long> times(int count, long lateness, Pace pace, boolean apart) {
        List<Long> times = new ArrayList<>();
        long latest = START + random.nextInt(100) * 1000L;
        boolean coarse = random.nextBoolean();
        for (int i = 0; i < count; i++) {
            if (pace == Pace.CALENDAR) {
                latest += random.nextInt(40) * 86_400_000L / (1 + random.nextInt(30)) / 1000 * 1000;
            } else if (random.nextInt(3) != 0) {
                latest += coarse ? random.nextInt(6) * 5000L : random.nextInt(12_000);
            }
            long back = lateness == 0 || random.nextBoolean() ? 0 : random.nextInt((int) lateness / 1000 + 1) * 1000L;
            long time = latest - back;
            while (apart && times.contains(time)) {
                time++;
                latest = Math.max(latest, time);
            }
            times.add(time);
        }
        return times;
    }

    private List<@Nullable Object> row(Schema schema, int id) {
        List<@Nullable Object> row = new ArrayList<>();
        for (Column column : schema.columns()) {
            row.add(
                    switch (column.name()) {
                        case "id" -> (Long) (long) id;
                        case "k" ->
                            random.nextInt(6) == 0
                                    ? null
                                    : List.of("a", "b", "ä", "").get(random.nextInt(4));
                        case "kk" -> random.nextInt(6) == 0 ? null : (Long) (long) random.nextInt(3);
                        case "stamp" -> (Long) START;
                        default -> value(column.type());
                    });
        }
        return row;
    }

    private @Nullable Object value(Type type) {
        if (type.nullable() && random.nextInt(6) == 0) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN -> (Long) (long) random.nextInt(2);
            case TINYINT -> (Long) edge(-128, 127);
            case SMALLINT -> (Long) edge(-32_768, 32_767);
            case INTEGER -> (Long) edge(-2_000_000_000, 2_000_000_000);
            case BIGINT -> (Long) edge(-1_000_000_000_000_000L, 1_000_000_000_000_000L);
            case DECIMAL -> (Long) edge(-power(type.precision()) + 1, power(type.precision()) - 1);
            case DOUBLE -> (Double) (edge(-100_000, 100_000) / 4.0);
            case DATE -> (Long) (20_000L + random.nextInt(1500) - (random.nextInt(8) == 0 ? 30_000 : 0));
            case TIME -> (Long) (random.nextInt(86_400) * 1000L + (random.nextBoolean() ? 0 : random.nextInt(1000)));
            case TIMESTAMP ->
                (Long) (START
                        + (random.nextInt(200_000) - 100_000) * 10_007L
                        - (random.nextInt(8) == 0 ? 60 * 365 * 86_400_000L : 0)
                        + (random.nextBoolean() ? 0 : random.nextInt(1000)));
            default -> TEXTS.get(random.nextInt(TEXTS.size()));
        };
    }

    private static long power(int digits) {
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }

    /** Mostly small, sometimes at the ends of the range. */
    private long edge(long least, long greatest) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextBoolean() ? least : greatest;
            case 1 -> EDGES[random.nextInt(EDGES.length)];
            case 2 -> least + (long) (random.nextDouble() * ((double) greatest - least));
            default -> Math.max(least, Math.min(greatest, random.nextInt(41) - 20));
        };
    }

    /** The columns of a stream as expressions, behind a name and a point. */
    static List<Sql> columns(Input input, String alias) {
        List<Sql> columns = new ArrayList<>();
        for (Column column : input.schema().columns()) {
            columns.add(Sql.same(alias + column.name(), column.type()));
        }
        return Collections.unmodifiableList(columns);
    }
}
