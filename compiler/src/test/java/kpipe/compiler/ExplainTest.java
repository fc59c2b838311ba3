package kpipe.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Stage;
import org.junit.jupiter.api.Test;

/** What holds for every page of {@code kpipe explain}, whatever kinds of operators there are. */
class ExplainTest {

    /** Those that remember nothing, whatever comes. */
    private static final Set<Class<?>> PASSING =
            Set.of(Operator.Filter.class, Operator.Project.class, Operator.Unnest.class);

    @Test
    void everyKindOfOperatorTellsOfItsTimeAndItsState() {
        List<Path> files = new ArrayList<>(SpecFiles.inputs("plan"));
        files.addAll(SpecFiles.inputs("run"));
        for (Path file : files) {
            Checking checking =
                    Checking.of(file.getParent(), file.getFileName().toString(), SpecFiles.read(file), Map.of());
            Pipeline pipeline = checking.pipeline();
            if (pipeline == null) {
                // Files that it names are beside it, and are looked for only where it is run.
                continue;
            }
            long remembering = 0;
            long timed = pipeline.streams().stream()
                    .filter(stream -> stream.source() != null)
                    .count();
            for (Stage stage : pipeline.stages()) {
                for (Operator operator : stage.operators()) {
                    remembering += PASSING.contains(operator.getClass()) ? 0 : 1;
                }
            }
            String text = Explain.text(pipeline);
            assertThat(lines(text, "state")).as("lines of state of " + file).isEqualTo(remembering);
            assertThat(lines(text, "time")).as("lines of time of " + file).isEqualTo(remembering + timed);
        }
    }

    private static long lines(String text, String label) {
        return text.lines()
                .filter(line -> line.startsWith("      " + label + " "))
                .count();
    }
}
