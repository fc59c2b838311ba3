package kpipe.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kpipe.compiler.SpecFiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What expressions mean: each line of {@code spec/values} is an expression over the row of {@link Evaluation}, its value and its type. {@code !} begins the name of the error
 * that fails the row.
 */
class ExpressionValuesTest {

    private static final Pattern LINE = Pattern.compile("(?<expression>.*?) +=> (?<value>.*?) +: (?<type>[A-Z].*)");

    static final List<String> TOPICS = List.of("casts", "nulls", "numbers", "text", "time");

    @ParameterizedTest
    @FieldSource("TOPICS")
    void compute(String topic) {
        List<String> wrong = new ArrayList<>();
        lines(topic).forEach(line -> {
            Matcher parts = LINE.matcher(line);
            assertThat(parts.matches()).as(line).isTrue();
            String expression = parts.group("expression");
            String value = String.valueOf(Evaluation.of(expression));
            String type = Evaluation.typeOf(expression);
            if (!value.stripTrailing().equals(value(parts)) || !type.equals(parts.group("type"))) {
                wrong.add(expression + " => " + value + " : " + type + ", not " + value(parts));
            }
        });
        assertThat(wrong).isEmpty();
    }

    private static String value(Matcher parts) {
        String value = parts.group("value").strip();
        return value.equals("NULL") ? "null" : value;
    }

    private static Stream<String> lines(String topic) {
        Path file = Path.of("src", "test", "spec", "values", topic + ".txt");
        return SpecFiles.read(file).lines().filter(line -> !line.startsWith("#"));
    }
}
