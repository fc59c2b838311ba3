package kpipe.stdlib.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.TableFunction;
import kpipe.spi.TableMachine;
import kpipe.spi.TableResults;
import org.junit.jupiter.api.Test;

/** What a forest says of rows of which it is known which ones stand out. */
final class ForestTest {

    private static final Schema ONE_NUMBER = Schema.of(new Column("n", Type.of(Kind.DOUBLE, true)));
    private static final Schema TWO_NUMBERS =
            Schema.of(new Column("n", Type.of(Kind.DOUBLE, true)), new Column("m", Type.of(Kind.INTEGER, true)));

    private static final int DAY = 24;
    private static final int DAYS = 60;
    private static final Set<Integer> FEASTS = Set.of(25, 34, 43, 52);

    /** Rows through a machine, and what it gave. */
    private static RowBatch run(TableFunction function, Schema query, List<Object> arguments, double[]... rows) {
        return run(function, query, arguments, Integer.MAX_VALUE, rows);
    }

    /** As above; every so many rows another machine goes on. */
    private static RowBatch run(
            TableFunction function, Schema query, List<Object> arguments, int restarts, double[]... rows) {
        List<Column> columns = new ArrayList<>(query.columns());
        columns.addAll(function.added(arguments));
        RowBatch given = new RowBatch(new Schema(columns), rows.length);
        TableResults results = (from, row) -> {
            int at = given.size++;
            for (int i = 0; i < query.size(); i++) {
                given.copyCell(from, i, row, i, at);
            }
            return given;
        };
        TableMachine machine = function.machine(query, arguments);
        for (double[] row : rows) {
            RowBatch one = new RowBatch(query, 1);
            for (int i = 0; i < row.length; i++) {
                if (query.type(i).kind() == Kind.DOUBLE) {
                    one.setDouble(i, 0, row[i]);
                } else {
                    one.values[i][0] = (long) row[i];
                }
            }
            one.size = 1;
            machine.row(one, 0, results);
            if (given.size % restarts == 0) {
                machine = SavedMachine.goOn(machine, function.machine(query, arguments));
            }
        }
        return given;
    }

    private static List<Object> arguments(long trees, long sample, long decay, long shingle) {
        return List.of(trees, sample, decay, shingle);
    }

    /** Passengers by the hour: few by night, many by day, fewer at weekends. On feasts people go out by night and stay in by day. */
    private static double[][] passengers(long seed) {
        Random random = new Random(seed);
        double[][] rows = new double[DAYS * DAY][];
        for (int hour = 0; hour < rows.length; hour++) {
            int day = hour / DAY;
            double ofDay = 1 - Math.cos(2 * Math.PI * hour / DAY);
            double usual = (day % 7 >= 5 ? 8000 : 10_000) * ofDay;
            double many = FEASTS.contains(day) ? 20_000 - usual : usual;
            rows[hour] = new double[] {many + 500 * random.nextGaussian()};
        }
        return rows;
    }

    @Test
    void goesOnAsIfNothingHadBeen() {
        double[][] rows = passengers(3);
        List<Object> arguments = new ArrayList<>(arguments(20, 100, 1_000, 4));
        arguments.add(true);
        RowBatch whole = run(new ExplainedRandomCutForest(), ONE_NUMBER, arguments, rows);
        RowBatch parts = run(new ExplainedRandomCutForest(), ONE_NUMBER, arguments, 97, rows);
        for (int i = 0; i < rows.length; i++) {
            assertThat(parts.doubleAt(1, i)).isEqualTo(whole.doubleAt(1, i));
            assertThat(parts.textAt(2, i).toString())
                    .isEqualTo(whole.textAt(2, i).toString());
        }
    }

    @Test
    void theDaysThatStandOutHaveTheGreatestScores() {
        RowBatch given = run(new RandomCutForest(), ONE_NUMBER, arguments(30, 256, 100_000, DAY), passengers(1));

        double[] greatest = new double[DAYS];
        for (int i = 0; i < given.size; i++) {
            greatest[i / DAY] = Math.max(greatest[i / DAY], given.doubleAt(1, i));
        }
        double ordinary = IntStream.range(0, DAYS)
                .filter(day -> !FEASTS.contains(day) && !FEASTS.contains(day - 1))
                .mapToDouble(day -> greatest[day])
                .max()
                .orElseThrow();
        // The hours of a feast are still in the shingles of the day after it.
        assertThat(FEASTS).allMatch(day -> Math.max(greatest[day], greatest[day + 1]) > 1.1 * ordinary);
    }

    @Test
    void theSameRowsHaveTheSameScores() {
        double[][] rows = java.util.Arrays.copyOf(passengers(2), 600);
        RowBatch one = run(new RandomCutForest(), ONE_NUMBER, arguments(20, 100, 1000, 2), rows);
        RowBatch other = run(new RandomCutForest(), ONE_NUMBER, arguments(20, 100, 1000, 2), rows);

        assertThat(one.values[1]).isEqualTo(other.values[1]);
        assertThat(java.util.Arrays.copyOf(one.values[1], 100)).containsOnly(0);
        assertThat(java.util.Arrays.copyOfRange(one.values[1], 100, 600)).doesNotContain(0);
    }

    @Test
    void aRowThatIsNoPointHasNoScoreAndTeachesNothing() {
        double[][] rows = java.util.Arrays.copyOf(passengers(3), 200);
        List<double[]> holes = new ArrayList<>();
        for (double[] row : rows) {
            holes.add(row);
            holes.add(new double[] {Double.NaN});
            holes.add(new double[] {Double.POSITIVE_INFINITY});
        }
        RowBatch whole = run(new RandomCutForest(), ONE_NUMBER, arguments(10, 50, 1000, 1), rows);
        RowBatch given =
                run(new RandomCutForest(), ONE_NUMBER, arguments(10, 50, 1000, 1), holes.toArray(double[][]::new));

        for (int i = 0; i < given.size; i++) {
            assertThat(given.isNull(1, i)).isEqualTo(i % 3 != 0);
            if (i % 3 == 0) {
                assertThat(given.values[1][i]).isEqualTo(whole.values[1][i / 3]);
            }
        }
    }

    @Test
    void theExplanationNamesTheColumnAndTheDirection() {
        Random random = new Random(4);
        double[][] rows = new double[400][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {100 + random.nextGaussian(), 50 + random.nextInt(3)};
        }
        rows[398] = new double[] {100, 90};
        rows[399] = new double[] {60, 51};
        List<Object> arguments = new ArrayList<>(arguments(100, 256, 100_000, 1));
        arguments.add(true);
        RowBatch given = run(new ExplainedRandomCutForest(), TWO_NUMBERS, arguments, rows);

        String high = given.textAt(3, 398).toString();
        String low = given.textAt(3, 399).toString();
        assertThat(high)
                .startsWith("{\"n\":{\"DIRECTION\":\"")
                .contains("\"m\":{\"DIRECTION\":\"HIGH\",\"STRENGTH\":\"");
        assertThat(low).startsWith("{\"n\":{\"DIRECTION\":\"LOW\",\"STRENGTH\":\"");
        assertThat(contributions(high).get(1))
                .isGreaterThan(10 * contributions(high).get(0));
        assertThat(contributions(low).get(0))
                .isGreaterThan(10 * contributions(low).get(1));
        for (int row : new int[] {300, 398, 399}) {
            double sum = contributions(given.textAt(3, row).toString()).stream()
                    .mapToDouble(part -> part)
                    .sum();
            assertThat(sum).isCloseTo(given.doubleAt(2, row), within(0.0002));
        }
    }

    private static List<Double> contributions(String explanation) {
        Matcher matcher =
                Pattern.compile("\"ATTRIBUTION_SCORE\":\"(\\d+\\.\\d{4})\"").matcher(explanation);
        List<Double> parts = new ArrayList<>();
        while (matcher.find()) {
            parts.add(Double.valueOf(matcher.group(1)));
        }
        return parts;
    }

    @Test
    void onlyWhatIsAskedForIsExplained() {
        List<Object> arguments = new ArrayList<>(arguments(100, 256, 100_000, 1));
        arguments.add(false);
        RowBatch given = run(new ExplainedRandomCutForest(), TWO_NUMBERS, arguments, new double[] {1, 2});

        assertThat(given.textAt(3, 0).toString())
                .isEqualTo("{\"n\":{\"ATTRIBUTION_SCORE\":\"0.0000\"},\"m\":{\"ATTRIBUTION_SCORE\":\"0.0000\"}}");
    }
}
