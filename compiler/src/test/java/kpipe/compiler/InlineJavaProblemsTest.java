package kpipe.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import kpipe.compiler.diagnostic.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of inline Java that does not compile, and where. */
class InlineJavaProblemsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            return a + 1                                    | 1    | `;` is expected here
            return missing + a;                             | missing | there is no variable `missing`
            return b.foo();                                 | foo  | there is no method `foo` here
            return b.substring("x");                        | substring | `substring` does not take `String`
            return b.length;                                | length | `String` has no field `length`
            int x = "text"; return a;                       | "text" | a value of type `String` does not fit `int`
            return b == null ? 1 : 2;                       | return | a value of type `int` does not fit `Long`; a long number ends with L
            return b - 1;                                   | 1    | values of type `String` and `int` do not go together
            if (a > 5) { return 1L; }                       | }    | it does not return a value on every way through it
            int x; return x + a;                            | x    | a variable is read before it has a value
            var x = 5; return a;                            | var  | `var` is not known here; write the type
            Runnable r = () -> {}; return a;                | )    | lambdas are not known here; write a loop or a class
            Stream.of(1); return a;                         | Stream | there is no variable and no class `Stream`
            if (a) { return 1L; } return 2L;                | a    | this must be true or false
            return "unclosed;                               | "    | the text is not closed
            return #a;                                      | #    | `#` cannot stand here
            return a; }                                     | }    | there is a `}` too many
            """)
    void saysWhatIsWrongAndPointsAtIt(String body, String place, String sentence) {
        List<Diagnostic> diagnostics = diagnostics(body);
        assertThat(diagnostics).hasSize(1);
        Diagnostic diagnostic = diagnostics.get(0);
        assertThat(diagnostic.message()).isEqualTo("the Java of function `f` does not compile: " + sentence);
        assertThat(Objects.requireNonNull(diagnostic.span()).text()).isEqualTo(place);
        assertThat(diagnostic.span().line()).isEqualTo(3);
    }

    @Test
    void everyLineWithAMistakeIsNamed() {
        assertThat(diagnostics("int x = missing;\nreturn\n  absent + x;"))
                .extracting(
                        diagnostic -> Objects.requireNonNull(diagnostic.span()).text())
                .containsExactly("missing", "absent");
    }

    private static List<Diagnostic> diagnostics(String body) {
        String text = "STREAM s (a BIGINT, b VARCHAR) FROM STDIN FORMAT JSON;\n"
                + "FUNCTION f(a BIGINT, b VARCHAR) RETURNS BIGINT LANGUAGE JAVA AS $$\n" + body + "\n$$;\n"
                + "PUMP p INTO t AS SELECT STREAM f(a, b) AS x FROM s;\n";
        return Checking.of(text).errors();
    }
}
