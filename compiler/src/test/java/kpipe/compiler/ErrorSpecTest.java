package kpipe.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.Fix;
import kpipe.compiler.diagnostic.TextEdit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the compiler says about mistakes: {@code spec/errors/K0203-unknown-column.kpipe} holds some, {@code K0203-unknown-column.txt} what is said, for people, and where
 * there is one, {@code K0203-unknown-column.json}, for machines. Run with {@code -Dspec.accept=true} to write the texts anew, then read them. A spec may hold lines
 * {@code -- set NAME=value}; a spec whose name begins with {@code import} is for others to import.
 */
class ErrorSpecTest {

    static final Path FOLDER = Path.of("src", "test", "spec", "errors");
    private static final String SETTING = "-- set ";

    static List<Path> specs() {
        return SpecFiles.inputs("errors").stream()
                .filter(spec -> !spec.getFileName().toString().startsWith("import"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void saysWhatIsWrong(Path spec) {
        Checking checking = check(SpecFiles.read(spec), spec);

        SpecFiles.hold(checking.text(), SpecFiles.beside(spec, ".txt"));
        Path json = SpecFiles.beside(spec, ".json");
        if (Files.exists(json)) {
            SpecFiles.hold(checking.json() + "\n", json);
        }
        assertThat(checking.codes())
                .as("the code that the spec is named after")
                .contains(spec.getFileName().toString().substring(0, 5));
    }

    /** What a fix promises: applied as it is, it takes the mistake away. */
    @ParameterizedTest
    @MethodSource("specs")
    void fixesPutItRight(Path spec) {
        String text = SpecFiles.read(spec);
        List<Diagnostic> before = check(text, spec).diagnostics();
        for (Diagnostic diagnostic : before) {
            for (Fix fix : diagnostic.fixes()) {
                List<Diagnostic> after = check(applied(fix, text), spec).diagnostics();
                assertThat(alike(after, diagnostic))
                        .as("%s after: %s", diagnostic.message(), fix.title())
                        .isLessThan(alike(before, diagnostic));
            }
        }
    }

    private static long alike(List<Diagnostic> diagnostics, Diagnostic wanted) {
        return diagnostics.stream()
                .filter(diagnostic -> diagnostic.code().equals(wanted.code())
                        && diagnostic.message().equals(wanted.message()))
                .count();
    }

    private static String applied(Fix fix, String text) {
        List<TextEdit> edits = new ArrayList<>(fix.edits());
        edits.sort(Comparator.comparing((TextEdit edit) -> edit.span().start()).reversed());
        StringBuilder changed = new StringBuilder(text);
        for (TextEdit edit : edits) {
            changed.replace(edit.span().start(), edit.span().end(), edit.replacement());
        }
        return changed.toString();
    }

    private static Checking check(String text, Path spec) {
        return Checking.of(spec.getParent(), spec.getFileName().toString(), text, settings(text));
    }

    /** What the lines {@code -- set NAME=value} of a text say. */
    static Map<String, String> settings(String text) {
        Map<String, String> given = new HashMap<>();
        text.lines().filter(line -> line.startsWith(SETTING)).forEach(line -> {
            String[] parts = line.substring(SETTING.length()).split("=", 2);
            given.put(parts[0], parts[1]);
        });
        return given;
    }
}
