package kpipe.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.ServiceLoader;
import kpipe.spi.ScalarFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples that functions document of themselves, written in a query: what they say is what comes out. */
class FunctionExamplesTest {

    static List<ScalarFunction.Example> examples() {
        return ServiceLoader.load(ScalarFunction.class).stream()
                .flatMap(function -> function.get().examples().stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void hold(ScalarFunction.Example example) {
        assertThat(Evaluation.of(example.expression())).isEqualTo(example.result());
    }
}
