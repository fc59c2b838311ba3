package kpipe.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kpipe.compiler.Checking;
import kpipe.compiler.Explain;
import kpipe.compiler.SpecFiles;
import kpipe.compiler.diagnostic.Diagnostic;
import org.junit.jupiter.api.Test;

/** Sound programs with words exchanged: whatever they then say is refused at a place, or planned, explained and compiled. Nothing else comes out. */
class PlannerFuzzTest {

    private static final long FIRST = Long.getLong("seed", 1);
    private static final int ROUNDS = Boolean.getBoolean("campaign") ? 10_000 : 100;

    private static final Pattern WORD =
            Pattern.compile("'(?:[^']|'')*'|\"[^\"]*\"|\\w+(?:\\.\\w+)?|<>|<=|>=|\\|\\||[-+*/%=<>(),;]|\\S");

    private static final List<String> WORDS = List.of(
            "NULL",
            "1",
            "0",
            "2.50",
            "1e3",
            "'x'",
            "''",
            "TRUE",
            "ROWTIME",
            "CURRENT_TIMESTAMP",
            "TIMESTAMP '2026-01-01 00:00:00'",
            "INTERVAL '1' MINUTE",
            "INTERVAL '1' MONTH",
            "DATE '2026-01-01'",
            "(1 = 1)",
            "COUNT(*)",
            "MAX(1)",
            "WINDOW_START",
            "WINDOW_END",
            "CAST(NULL AS INTEGER)",
            "CASE WHEN TRUE THEN 1 END",
            "COALESCE(NULL, NULL)",
            "X'00'",
            "+",
            "-",
            "/",
            "||",
            "=",
            "AND",
            "IN",
            "IS NULL",
            "LIKE",
            "NOT",
            "*",
            "DISTINCT",
            "STREAM",
            "UNION ALL");

    static List<String> programs() {
        return Stream.of("plan", "run")
                .flatMap(folder -> SpecFiles.inputs(folder).stream())
                .map(SpecFiles::read)
                .map(text -> text.replaceAll("(?m)^ *--.*$", ""))
                .filter(text -> !text.contains("$$") && !text.contains("IMPORT"))
                .flatMap(PlannerFuzzTest::parts)
                .toList();
    }

    /** A program, and what it declares with each of its pumps alone: a change in one of many would leave hardly any sound. */
    private static Stream<String> parts(String text) {
        String[] pumps = text.split("(?m)^TEST ")[0].split("(?m)^(?=PUMP )");
        return Stream.concat(Stream.of(text), Stream.of(pumps).skip(1).map(pump -> pumps[0] + pump));
    }

    @Test
    void plansOrRefuses() {
        List<String> programs = programs();
        int planned = 0;
        for (long seed = FIRST; seed < FIRST + ROUNDS; seed++) {
            Random random = new Random(seed);
            String text = changed(programs.get(random.nextInt(programs.size())), random);
            try {
                planned += check(text) ? 1 : 0;
            } catch (RuntimeException | StackOverflowError thrown) {
                throw new AssertionError("-Dseed=" + seed + "\n" + text, thrown);
            }
        }
        assertThat(planned).as("programs that are still sound").isPositive();
    }

    private static boolean check(String text) {
        Checking checking = Checking.of(Path.of(""), "test.kpipe", text, Map.of());
        if (checking.pipeline() == null) {
            assertThat(checking.errors()).isNotEmpty();
            for (Diagnostic error : checking.errors()) {
                assertThat(error.code().id()).as(error.message()).isNotEqualTo("K0262");
                assertThat(error.span().file().name()).isEqualTo("test.kpipe");
            }
            return false;
        }
        assertThat(Explain.text(checking.pipeline())).isNotEmpty();
        assertThat(checking.build().java()).isNotEmpty();
        return true;
    }

    /** The program with one or two words exchanged for others of its own or for foreign ones. */
    private static String changed(String text, Random random) {
        List<int[]> places = new ArrayList<>();
        Matcher words = WORD.matcher(text);
        int queries = Math.max(0, text.indexOf("AS"));
        while (words.find()) {
            if (words.start() > queries) {
                places.add(new int[] {words.start(), words.end()});
            }
        }
        String result = text;
        int changes = 1 + random.nextInt(2);
        for (int i = 0; i < changes && !places.isEmpty(); i++) {
            int[] place = places.get(random.nextInt(places.size()));
            int[] other = places.get(random.nextInt(places.size()));
            String word =
                    random.nextBoolean() ? WORDS.get(random.nextInt(WORDS.size())) : text.substring(other[0], other[1]);
            if (place[1] <= result.length()) {
                result = result.substring(0, place[0]) + word + result.substring(place[1]);
            }
        }
        return result;
    }
}
