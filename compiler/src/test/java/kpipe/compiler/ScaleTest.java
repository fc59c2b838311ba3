package kpipe.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Files such as programs write them: long, wide and deep. Each is checked in seconds, and is either right or gets its errors. */
class ScaleTest {

    /** How many of a thing: a tenth of what {@code -Dcampaign} takes. */
    private static final int MANY = Boolean.getBoolean("campaign") ? 10 : 1;

    private static final Duration LIMIT = Duration.ofSeconds(60L * MANY);

    private static final String STREAM = "STREAM s (a INTEGER, t VARCHAR) FROM STDIN FORMAT JSON;\n";

    @Test
    void aChainOfPumps() {
        int pumps = 500 * MANY;
        String text = "STREAM s0 (a INTEGER) FROM STDIN FORMAT JSON;\n"
                + each(pumps, "", i -> "PUMP p" + i + " INTO s" + (i + 1) + " AS SELECT a + 1 AS a FROM s" + i + ";\n");

        assertThat(check(text).codes()).isEmpty();
    }

    @Test
    void aChainOfStreamsWithQueries() {
        String text = "STREAM s0 (a INTEGER) FROM STDIN FORMAT JSON;\n"
                + each(500 * MANY, "", i -> "STREAM s" + (i + 1) + " AS SELECT a + 1 AS a FROM s" + i + ";\n");

        assertThat(check(text).codes()).isEmpty();
    }

    @Test
    void manyPumpsIntoOneStream() {
        String text = STREAM + each(500 * MANY, "", i -> "PUMP p" + i + " INTO o AS SELECT a FROM s;\n");

        assertThat(check(text).codes()).isEmpty();
    }

    @Test
    void aCircleOfPumpsIsOneError() {
        int pumps = 200 * MANY;
        String text = each(
                pumps,
                "",
                i -> "STREAM s" + i + " (a INTEGER);\nPUMP p" + i + " INTO s" + i + " AS SELECT a FROM s"
                        + (i + 1) % pumps + ";\n");

        assertThat(check(text).codes()).containsExactly("K0209");
    }

    @Test
    void aCircleOfFunctionsIsOneError() {
        int functions = 300 * MANY;
        String text = each(
                functions,
                "",
                i -> "FUNCTION f" + i + " (a INTEGER) RETURNS INTEGER AS f" + (i + 1) % functions + "(a);\n");

        assertThat(check(text).codes()).containsExactly("K0605");
    }

    @Test
    void aWideStream() {
        String text = "STREAM s (" + each(1_000 * MANY, ", ", i -> "c" + i + " DOUBLE")
                + ") FROM STDIN FORMAT JSON;\nPUMP p INTO o AS SELECT * FROM s;\n";

        assertThat(check(text).codes()).isEmpty();
    }

    @Test
    void aWideAggregate() {
        int columns = 300 * MANY;
        String text = "STREAM s (k INTEGER, " + each(columns, ", ", i -> "c" + i + " DOUBLE")
                + ") FROM STDIN FORMAT JSON;\nPUMP p INTO o AS SELECT k, "
                + each(columns, ", ", i -> "SUM(c" + i + ") AS d" + i)
                + " FROM s GROUP BY k WINDOWED BY TUMBLING 1 MINUTE;\n";

        assertThat(check(text).codes()).isEmpty();
    }

    @Test
    void manyStreamsOfOneName() {
        assertThat(check(each(500 * MANY, "", i -> STREAM)).codes())
                .hasSize(500 * MANY - 1)
                .containsOnly("K0202");
    }

    @Test
    void manyColumnsOfOneName() {
        String text = "STREAM s (" + each(500 * MANY, ", ", i -> "a INTEGER") + ") FROM STDIN FORMAT JSON;\n";

        assertThat(check(text).codes()).hasSize(500 * MANY - 1).containsOnly("K0239");
    }

    @Test
    void manyUnknownNames() {
        String text =
                STREAM + each(500 * MANY, "", i -> "PUMP p" + i + " INTO o" + i + " AS SELECT a FROM t" + i + ";\n");

        assertThat(check(text).codes()).hasSize(500 * MANY).containsOnly("K0201");
    }

    @Test
    void manyMistakesOfSyntax() {
        String text = each(300 * MANY, "", i -> "STREAM s" + i + " a INTEGER) FROM STDIN FORMAT JSON;\n");

        assertThat(check(text).codes()).hasSize(300 * MANY).containsOnly("K0108");
    }

    @Test
    void nothingButSigns() {
        assertThat(check("( ) , ; = + ".repeat(1_000 * MANY)).errors()).isNotEmpty();
        assertThat(check("(".repeat(10_000 * MANY)).codes()).containsExactly("K0117");
        assertThat(check("'".repeat(9_999 * MANY)).errors()).isNotEmpty();
    }

    @Test
    void deepExpressions() {
        assertThat(check(projecting("(".repeat(290) + "a" + " + 1)".repeat(290)))
                        .codes())
                .isEmpty();
        assertThat(check(projecting("UPPER(".repeat(290) + "t" + ")".repeat(290)))
                        .codes())
                .isEmpty();
        assertThat(check(projecting("CASE WHEN a > 1 THEN ".repeat(290) + "a" + " END".repeat(290)))
                        .codes())
                .isEmpty();
        assertThat(check(projecting("(".repeat(5_000) + "a" + ")".repeat(5_000)))
                        .codes())
                .containsExactly("K0117");
    }

    @Test
    void longExpressions() {
        assertThat(check(projecting(each(990, " + ", i -> "a"))).codes()).isEmpty();
        assertThat(check(projecting(each(990, " OR ", i -> "a = " + i))).codes())
                .isEmpty();
        assertThat(check(projecting("a IN (" + each(1_000 * MANY, ", ", i -> "" + i) + ")"))
                        .codes())
                .isEmpty();
        assertThat(check(projecting("CASE " + each(500 * MANY, " ", i -> "WHEN a = " + i + " THEN " + i) + " END"))
                        .codes())
                .isEmpty();
        assertThat(check(projecting(each(5_000, " + ", i -> "a"))).codes()).containsExactly("K0117");
    }

    @Test
    void queriesWithinQueries() {
        String deep = "SELECT a FROM (".repeat(250) + "SELECT a FROM s" + ") AS x".repeat(250);
        String wide = each(200 * MANY, " UNION ALL ", i -> "SELECT a FROM s");

        assertThat(check(STREAM + "PUMP p INTO o AS " + deep + ";").codes()).isEmpty();
        assertThat(check(STREAM + "PUMP p INTO o AS " + wide + ";").codes()).isEmpty();
    }

    @Test
    void whatGrowsWithoutEndIsRefused() {
        String functions = "FUNCTION f0 (a INTEGER) RETURNS INTEGER AS a + 1;\n"
                + each(60, "", i -> {
                    String call = "f" + i + "(a)";
                    return "FUNCTION f" + (i + 1) + " (a INTEGER) RETURNS INTEGER AS " + call + " + " + call + ";\n";
                });
        String tables = "WITH c0 AS (SELECT a FROM s)"
                + each(60, "", i -> {
                    String query = "SELECT a FROM c" + i;
                    return ", c" + (i + 1) + " AS (" + query + " UNION ALL " + query + ")";
                })
                + " SELECT a FROM c60";

        assertThat(check(STREAM + functions + "PUMP p INTO o AS SELECT f60(a) AS x FROM s;")
                        .codes())
                .containsExactly("K0263");
        assertThat(check(STREAM + "PUMP p INTO o AS " + tables + ";").codes()).containsExactly("K0263");
    }

    private static String projecting(String expression) {
        return STREAM + "PUMP p INTO o AS SELECT " + expression + " AS x FROM s;\n";
    }

    private static String each(int count, String between, IntFunction<String> text) {
        return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining(between));
    }

    private static Checking check(String text) {
        return assertTimeoutPreemptively(LIMIT, () -> Checking.of(text));
    }
}
