package kpipe.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import kpipe.compiler.generate.GeneratedFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Java of pipelines, for people: {@code spec/java/tumbling.kpipe} has one pump, {@code tumbling.java} is its kernel. What it does is tested elsewhere; here it is read, and
 * compiled by the compiler that comes with kpipe and by the one of the JDK.
 */
class JavaSpecTest {

    static List<Path> specs() {
        return SpecFiles.inputs("java");
    }

    @ParameterizedTest
    @MethodSource("specs")
    void readsLikeALoopByHand(Path spec, @TempDir Path classes) {
        List<GeneratedFile> files = build(spec);
        List<GeneratedFile> kernels = files.stream()
                .filter(file -> file.source().contains(" extends Kernel "))
                .toList();

        assertThat(kernels).hasSize(1);
        SpecFiles.hold(kernels.get(0).source(), SpecFiles.beside(spec, ".java"));
        assertThat(problemsOfTheJdk(files, classes)).isEmpty();
    }

    static List<Path> mains() {
        return SpecFiles.inputs("main");
    }

    /** {@code spec/main/statements.java} is the main class: a method for each statement of the file. */
    @ParameterizedTest
    @MethodSource("mains")
    void tellsOfEachStatement(Path spec, @TempDir Path classes) {
        List<GeneratedFile> files = build(spec);
        SpecFiles.hold(files.get(files.size() - 1).source(), SpecFiles.beside(spec, ".java"));
        assertThat(problemsOfTheJdk(files, classes)).isEmpty();
    }

    /** Fails where kpipe's own compiler refuses something. */
    private static List<GeneratedFile> build(Path spec) {
        String name = Objects.requireNonNull(spec.getFileName()).toString();
        Checking checking = Checking.of(Path.of(""), name, SpecFiles.read(spec), Map.of());
        assertThat(checking.errors()).as(checking.text()).isEmpty();
        BuiltPipeline built = BuiltPipeline.build(
                checking.pipeline(),
                JavaSpecTest.class.getClassLoader(),
                new kpipe.compiler.diagnostic.DiagnosticCollector());
        return Objects.requireNonNull(built).files();
    }

    private static List<String> problemsOfTheJdk(List<GeneratedFile> files, Path classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<JavaFileObject> sources = new ArrayList<>();
        files.forEach(file -> sources.add(new Source(file)));
        List<String> options = List.of("-proc:none", "-d", classes.toString());
        compiler.getTask(null, null, diagnostics, options, null, sources).call();
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(Object::toString)
                .toList();
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(GeneratedFile file) {
            super(java.net.URI.create("string:///" + file.path() + ".java"), Kind.SOURCE);
            text = file.source();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
