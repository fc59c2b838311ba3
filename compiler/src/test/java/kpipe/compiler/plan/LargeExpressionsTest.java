package kpipe.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expressions as programs write them: larger than any person would, and what Java allows a method. */
class LargeExpressionsTest {

    @Test
    void aCaseOfAThousandBranches() {
        String branches = joined(1000, " ", "WHEN i = %1$d THEN 'n%1$d'");
        assertThat(Evaluation.of("CASE " + branches + " ELSE 'none' END")).isEqualTo("n7");
    }

    @Test
    void aListOfAThousandValues() {
        assertThat(Evaluation.of("i IN (" + joined(1000, ", ", "%d + 1000") + ", 7)"))
                .isEqualTo("true");
    }

    @Test
    void aConjunctionOfAHundredConditions() {
        assertThat(Evaluation.of(joined(100, " AND ", "i <> %d + 8"))).isEqualTo("true");
    }

    private static String joined(int count, String separator, String each) {
        return IntStream.range(0, count).mapToObj(i -> String.format(each, i)).collect(Collectors.joining(separator));
    }
}
