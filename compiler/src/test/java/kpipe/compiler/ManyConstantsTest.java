package kpipe.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A list of constants that no class of Java has room for is refused, and what helps is said. */
class ManyConstantsTest {

    @Test
    void aListLongerThanAClassHoldsIsRefused() {
        assertThat(Checking.of(listOf(15_000)).text()).contains("error[K0263]").contains("declare it as a TABLE");
    }

    @Test
    void aLongListIsNot() {
        assertThat(Checking.of(listOf(5_000)).text()).isEmpty();
    }

    private static String listOf(int size) {
        String list = IntStream.range(0, size).mapToObj(i -> "'text " + i + "'").collect(Collectors.joining(", "));
        return "STREAM s (id INTEGER, t VARCHAR(20)) FROM STDIN FORMAT JSON;\n"
                + "PUMP p INTO o AS SELECT id FROM s WHERE t IN (" + list + ");\n";
    }
}
