package kpipe.tool.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.Checking;
import kpipe.compiler.Compiler;
import kpipe.compiler.SpecFiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of descriptions of applications: {@code spec/import/orders.yaml} is one, {@code orders.kpipe} the file that is made of it, {@code orders.txt} what is said
 * about it. A folder is a module of Terraform. {@code orders.args} holds lines {@code NAME=value} for parameters, and {@code --application NAME}. A description whose name
 * begins with a code cannot be imported. Run with {@code -Dspec.accept=true} to write the results anew, then read them.
 */
class ImportSpecTest {

    private static final String SCRIPT = "-- The application's code, as it was.\n\n";

    static List<Path> specs() {
        return SpecFiles.descriptions();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void becomesAPipeline(Path spec) {
        Importer.Result result = run(spec);

        SpecFiles.hold(
                result.report().text(false).replace("src/test/spec/import/", ""), SpecFiles.beside(spec, ".txt"));
        String text = result.text();
        boolean refused = spec.getFileName().toString().matches("K\\d{4}-.*")
                && result.report().hasErrors();
        assertThat(text == null).as(result.report().text(false)).isEqualTo(refused);
        if (text != null) {
            SpecFiles.hold(text, SpecFiles.beside(spec, ".kpipe"));
            assertThat(Checking.of(text).text()).as("what check says").doesNotContain("error[");
            assertThat(result.report().diagnostics())
                    .allSatisfy(diagnostic -> assertThat(diagnostic.span()).isNotNull());
            declarationsAreFormatted(text);
            String formatted = new Compiler().format("all", text).text();
            assertThat(Checking.of(formatted).text()).as("after fmt").doesNotContain("error[");
        } else {
            assertThat(result.report().diagnostics())
                    .extracting(diagnostic -> diagnostic.code().id())
                    .contains(spec.getFileName().toString().substring(0, 5));
        }
    }

    /** All but the script, which is the user's own. */
    private static void declarationsAreFormatted(String text) {
        String before = text.substring(0, text.indexOf(SCRIPT));
        assertThat(new Compiler().format("before", before).text()).isEqualTo(before.stripTrailing() + "\n");
        int behind = text.indexOf("\n-- In place of", text.indexOf(SCRIPT));
        if (behind >= 0) {
            String destinations = text.substring(behind + 1);
            assertThat(new Compiler().format("behind", destinations).text()).isEqualTo(destinations);
        }
    }

    private static Importer.Result run(Path spec) {
        Path arguments = SpecFiles.beside(spec, ".args");
        Map<String, String> given = new HashMap<>();
        String application = null;
        if (Files.exists(arguments)) {
            for (String line : SpecFiles.read(arguments).lines().toList()) {
                if (line.startsWith("--application ")) {
                    application = line.substring("--application ".length());
                } else {
                    given.put(line.split("=", 2)[0], line.split("=", 2)[1]);
                }
            }
        }
        return Importer.run(spec, given, application);
    }
}
