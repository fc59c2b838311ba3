package kpipe.oracle;

import java.util.List;
import java.util.Random;

/**
 * A window in our language, and in DuckDB's what gives every row of {@code rows} its windows: as many copies as there are, each with {@code ws} and {@code we}, the milliseconds of start and end.
 *
 * @param keyed whether it follows the rows of a key, so that there is one for each set of keys alone
 */
record WindowShape(String ours, String duck, boolean keyed) {

    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Asia/Kolkata", "Australia/Lord_Howe");

    /**
     * One of any shape.
     *
     * @param keys the names of the keys in {@code rows}, with commas between; empty if there are none
     * @param inOrder whether rows come in the order of time, as a stagger window asks for: it begins with the row that comes first
     */
    static WindowShape clock(Random random, String keys, boolean inOrder) {
        return switch (random.nextInt(inOrder ? 6 : 5)) {
            case 0 -> tumbling(random);
            case 1, 2 -> hopping(random);
            case 3 -> cumulating(random);
            case 4 -> session(random, keys);
            default -> stagger(random, keys);
        };
    }

    private static String offset(int seconds) {
        return seconds == 0 ? "" : " OFFSET " + seconds + " SECONDS";
    }

    private static WindowShape tumbling(Random random) {
        int size = List.of(5, 30, 60, 7).get(random.nextInt(4));
        int offset = random.nextInt(2) * random.nextInt(size);
        String start = "kp_step(rt - %d, %d) + %1$d".formatted(offset * 1000, size * 1000);
        return new WindowShape(
                "TUMBLING " + size + " SECONDS" + offset(offset),
                "(SELECT *, %s AS ws, %s + %d AS we FROM rows)".formatted(start, start, size * 1000),
                false);
    }

    private static WindowShape hopping(Random random) {
        int step = List.of(5, 7, 10, 20).get(random.nextInt(4));
        int size = step * (1 + random.nextInt(4)) + random.nextInt(2) * random.nextInt(step);
        int offset = random.nextInt(2) * random.nextInt(step);
        return new WindowShape(
                "HOPPING " + size + " SECONDS EVERY " + step + " SECONDS" + offset(offset),
                "(SELECT * FROM (SELECT *, kp_step(rt - %d, %d) + %1$d - i * %2$d AS ws, ws + %d AS we FROM rows, range(%d) AS steps(i)) WHERE we > rt)"
                        .formatted(offset * 1000, step * 1000, size * 1000, (size + step - 1) / step),
                false);
    }

    private static WindowShape cumulating(Random random) {
        int step = List.of(5, 7, 10).get(random.nextInt(3));
        int pieces = 1 + random.nextInt(5);
        int offset = random.nextInt(2) * random.nextInt(step);
        return new WindowShape(
                "CUMULATING " + step * pieces + " SECONDS EVERY " + step + " SECONDS" + offset(offset),
                "(SELECT * FROM (SELECT *, kp_step(rt - %d, %d) + %1$d AS ws, ws + (i + 1) * %d AS we FROM rows, range(%d) AS steps(i)) WHERE we > rt)"
                        .formatted(offset * 1000, step * pieces * 1000, step * 1000, pieces),
                false);
    }

    /** A row that comes the gap behind the one before begins a session of its own: a window holds its start and not its end. */
    private static WindowShape session(Random random, String keys) {
        int gap = 1000 * List.of(2, 5, 10, 20).get(random.nextInt(4));
        String partition = keys.isEmpty() ? "" : "PARTITION BY " + keys;
        String numbered =
                "SELECT *, sum(fresh) OVER (%s ORDER BY rt, seq) AS nr FROM (SELECT *, CASE WHEN rt - lag(rt) OVER (%1$s ORDER BY rt, seq) >= %d THEN 1 ELSE 0 END AS fresh FROM rows)"
                        .formatted(partition, gap);
        return new WindowShape(
                "SESSION GAP " + gap / 1000 + " SECONDS",
                "(SELECT *, min(rt) OVER one AS ws, max(rt) OVER one + %d AS we FROM (%s) WINDOW one AS (PARTITION BY %snr))"
                        .formatted(gap, numbered, keys.isEmpty() ? "" : keys + ", "),
                true);
    }

    private static WindowShape stagger(Random random, String keys) {
        int size = 1000 * List.of(5, 10, 30).get(random.nextInt(3));
        String number = keys.isEmpty() ? "1" : "dense_rank() OVER (ORDER BY " + keys + ")";
        return new WindowShape("STAGGER " + size / 1000 + " SECONDS", """
                (WITH RECURSIVE numbered AS (SELECT *, %s AS kid FROM rows),
                  opened(kid, ws) AS (
                    SELECT kid, min(rt) FROM numbered GROUP BY kid
                    UNION ALL
                    SELECT * FROM (SELECT kid, (SELECT min(rt) FROM numbered AS n WHERE n.kid = opened.kid AND rt >= ws + %d) AS next FROM opened) WHERE next IS NOT NULL)
                  SELECT numbered.*, ws, ws + %2$d AS we FROM numbered JOIN opened ON numbered.kid = opened.kid AND rt >= ws AND rt < ws + %2$d)""".formatted(number, size), true);
    }

    /** Windows by the calendar of a time zone: days, weeks from Monday, months from January 1970, years. */
    static WindowShape calendar(Random random) {
        String zone = ZONES.get(random.nextInt(ZONES.size()));
        int count = 1 + random.nextInt(3);
        String local = "timezone('" + zone + "', timezone('UTC', kp_time(rt)))";
        String unit = List.of("DAY", "WEEK", "MONTH", "YEAR").get(random.nextInt(4));
        String step =
                unit.equals("YEAR") ? "12 * " + count : unit.equals("WEEK") ? "7 * " + count : String.valueOf(count);
        boolean months = unit.equals("MONTH") || unit.equals("YEAR");
        int before = unit.equals("WEEK") ? 3 : 0;
        String number = months
                ? "((year(%s) - 1970) * 12 + month(%1$s) - 1)".formatted(local)
                : "(CAST(%s AS DATE) - DATE '1970-01-01' + %d)".formatted(local, before);
        String first = "kp_step(%s, %s)".formatted(number, step);
        int copies = random.nextInt(3) == 0 ? 2 : 1;
        String size = copies == 1
                ? "TUMBLING " + count + " " + unit
                : "HOPPING " + 2 * count + " " + unit + " EVERY " + count + " " + unit;
        String start = instant(zone, "(%s - i * %s - %d)".formatted(first, step, before), months);
        String end = instant(zone, "(%s - i * %s + %d * %s - %d)".formatted(first, step, copies, step, before), months);
        return new WindowShape(
                size + " TIME ZONE '" + zone + "'",
                "(SELECT *, %s AS ws, %s AS we FROM rows, range(%d) AS steps(i))".formatted(start, end, copies),
                false);
    }

    private static String instant(String zone, String number, boolean months) {
        String unit = months ? "1 MONTH" : "1 DAY";
        return "epoch_ms(timezone('%s', TIMESTAMP '1970-01-01' + %s * INTERVAL %s))".formatted(zone, number, unit);
    }
}
