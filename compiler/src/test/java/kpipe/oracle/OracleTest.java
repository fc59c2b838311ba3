package kpipe.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Queries and rows made up at random: our engine and DuckDB give the same answers. */
class OracleTest {

    private static final long FIRST = Long.getLong("seed", 1);
    private static final int CASES = Integer.getInteger("oracle.cases", Boolean.getBoolean("campaign") ? 2000 : 20);
    private static final int QUERIES = 3;

    /** Cases that have found faults, beside the specs that show these plainly. */
    private record Kept(Topic topic, long seed, String found) {}

    private static final List<Kept> KEPT = List.of(
            new Kept(
                    Topic.WINDOWS,
                    8,
                    "rows of several lanes made several sessions of one (window-session-lanes.kpipe)"),
            new Kept(Topic.WINDOWS, 36, "the same, of an aggregate without keys"),
            new Kept(Topic.WINDOWS, 12, "a grouping written twice, with HAVING, was no plan (grouping-twice.kpipe)"),
            new Kept(Topic.WINDOWS, 30, "the same, where the time of results is selected"),
            new Kept(Topic.ROWS, 20822, "a sum of DECIMALs with NULL overflowed (decimal-wide.kpipe)"),
            new Kept(Topic.ROWS, 21194, "the same, where the scale was one digit too much for 64 bits"));

    private static @Nullable DuckDb duck;

    @BeforeAll
    static void open() {
        try {
            duck = DuckDb.open();
        } catch (SQLException missing) {
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError("without DuckDB nothing is compared", missing);
            }
            System.err.println("NOTHING IS COMPARED WITH DUCKDB: " + missing.getMessage());
            abort(missing.getMessage());
        }
    }

    @AfterAll
    static void close() throws SQLException {
        if (duck != null) {
            duck.close();
        }
    }

    static Stream<Kept> kept() {
        return KEPT.stream();
    }

    @ParameterizedTest
    @MethodSource("kept")
    void whatWasAFaultIsNoneAnyMore(Kept kept) {
        List<String> faults = new ArrayList<>();
        OracleCase.make(kept.topic(), kept.seed(), QUERIES).compare(Objects.requireNonNull(duck), faults);
        assertThat(faults).as(kept.found()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void bothEnginesAgree(Topic topic) {
        String only = System.getProperty("oracle.topic", topic.name());
        assumeTrue(only.equals(topic.name()));
        List<String> faults = new ArrayList<>();
        int rows = 0;
        for (long seed = FIRST;
                seed < FIRST + CASES && faults.size() < Integer.getInteger("oracle.faults", 5);
                seed++) {
            OracleCase made = OracleCase.make(topic, seed, QUERIES);
            rows += made.compare(Objects.requireNonNull(duck), faults);
        }
        faults.forEach(System.err::println);
        if (Boolean.getBoolean("campaign") || CASES > 100) {
            System.out.printf("%s: %d queries, %d rows%n", topic, CASES * QUERIES, rows);
        }
        assertThat(faults).as("differences, which are told of above").isEmpty();
        assertThat(rows).isGreaterThan(CASES);
    }
}
