package kpipe.compiler;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.Severity;
import kpipe.compiler.parse.FileLoader;
import kpipe.compiler.parse.SourceLoader;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.source.SourceFile;
import org.jspecify.annotations.Nullable;

/** What {@code kpipe check} does with a text: for tests that look at what it has to say. */
public final class Checking {

    private static final String MAIN = "test.kpipe";

    private final Compiler compiler;
    private final CheckedPipeline checked;

    private Checking(Compiler compiler, CheckedPipeline checked) {
        this.compiler = compiler;
        this.checked = checked;
    }

    /** Checks a text that imports nothing. */
    public static Checking of(String text) {
        return of(Path.of(""), MAIN, text, Map.of());
    }

    /** Checks a text under a name, with values for its parameters; what it imports is in a folder. */
    public static Checking of(Path folder, String name, String text, Map<String, String> given) {
        SourceLoader files = new OneText(folder, name, text);
        Compiler compiler = new Compiler(files, Checking.class.getClassLoader(), Map.of());
        return new Checking(compiler, compiler.check(name, given, true));
    }

    /** All that was reported, by place. */
    public List<Diagnostic> diagnostics() {
        return checked.report().diagnostics();
    }

    /** The errors, by place. */
    public List<Diagnostic> errors() {
        return diagnostics().stream()
                .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                .toList();
    }

    /** The codes of all that was reported, by place. */
    public List<String> codes() {
        return diagnostics().stream().map(diagnostic -> diagnostic.code().id()).toList();
    }

    /** All that was reported, as a terminal shows it. */
    public String text() {
        return checked.report().text(false);
    }

    /** All that was reported, for machines. */
    public String json() {
        return checked.report().json();
    }

    /** The pipeline as Java, compiled; only where nothing is wrong. */
    public BuiltPipeline build() {
        return compiler.build(checked);
    }

    /** The pipeline; null where something is wrong. */
    public @Nullable Pipeline pipeline() {
        return checked.pipeline();
    }

    /** The files of a folder, by their names in it; the text of one of them is at hand. */
    private record OneText(Path folder, String name, String text) implements SourceLoader {

        private static final FileLoader DISK = new FileLoader();

        @Override
        public String resolve(String path, String importing) {
            return DISK.resolve(path, importing);
        }

        @Override
        public SourceFile load(String wanted) throws IOException {
            if (wanted.equals(name)) {
                return new SourceFile(name, text);
            }
            SourceFile found = DISK.load(folder.resolve(wanted).toString());
            return new SourceFile(wanted, found.text());
        }
    }
}
