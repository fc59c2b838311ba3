package kpipe.compiler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kpipe.compiler.build.JavaCompiler;
import kpipe.compiler.build.JavaRefusedException;
import kpipe.compiler.catalog.Catalog;
import kpipe.compiler.check.DeliveryGuarantee;
import kpipe.compiler.check.Liveness;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.format.Formatter;
import kpipe.compiler.generate.GeneratedFile;
import kpipe.compiler.generate.InlineJava;
import kpipe.compiler.interpret.ConstantFolding;
import kpipe.compiler.model.FunctionDeclaration;
import kpipe.compiler.model.Model;
import kpipe.compiler.parse.FileLoader;
import kpipe.compiler.parse.Parser;
import kpipe.compiler.parse.ProgramReader;
import kpipe.compiler.parse.SourceLoader;
import kpipe.compiler.pipeline.JavaUnit;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.TestCase;
import kpipe.compiler.plan.Planner;
import kpipe.compiler.resolve.Resolver;
import kpipe.compiler.resolve.Settings;
import kpipe.compiler.resolve.Settings.Needed;
import kpipe.compiler.resolve.TypeTests;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.syntax.Program;
import kpipe.compiler.syntax.SyntaxTree;
import kpipe.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The compiler: a .kpipe file and what it imports go in, and come out checked. Each stage is a package of its own. Holds no state of a compilation, so that one may serve
 * many files; safe for use by many threads.
 */
public final class Compiler {

    private final SourceLoader files;
    private final ClassLoader libraries;
    private final Map<String, String> environment;
    private final Catalog catalog;

    /** A compiler of files on the disk, with the plug-ins that its own class path offers and the environment of the process. */
    public Compiler() {
        this(new FileLoader(), Compiler.class.getClassLoader(), System.getenv());
    }

    /**
     * A compiler.
     *
     * @param files where files and what they import come from
     * @param libraries where the plug-ins are found
     * @param environment values of parameters that are not given otherwise
     */
    public Compiler(SourceLoader files, ClassLoader libraries, Map<String, String> environment) {
        this.files = files;
        this.libraries = libraries;
        this.environment = Map.copyOf(environment);
        catalog = Catalog.load(libraries);
    }

    /**
     * Finds out what a file means and all that is wrong with it.
     *
     * @param file its name, as diagnostics show it
     * @param given values for {@code ${NAME}} and PARAMETERs, before those of the environment
     * @param complete whether a value that is missing is an error: it is where the pipeline is to run now
     */
    public CheckedPipeline check(String file, Map<String, String> given, boolean complete) {
        return DeepStack.call(() -> {
            DiagnosticCollector diagnostics = new DiagnosticCollector();
            return checked(ProgramReader.read(file, files, diagnostics), given, needed(complete), diagnostics);
        });
    }

    /** As the other, for a file whose TESTs are to run: they touch no source and no destination, and need no values for the names of those. */
    public CheckedPipeline checkForTests(String file, Map<String, String> given) {
        return DeepStack.call(() -> {
            DiagnosticCollector diagnostics = new DiagnosticCollector();
            return checked(ProgramReader.read(file, files, diagnostics), given, Needed.BY_TESTS, diagnostics);
        });
    }

    private static Needed needed(boolean complete) {
        return complete ? Needed.ALL : Needed.NONE;
    }

    /**
     * As the other, for a text that is at hand.
     *
     * @param text what it imports is looked for beside its name
     */
    public CheckedPipeline check(SourceFile text, Map<String, String> given, boolean complete) {
        return DeepStack.call(() -> {
            DiagnosticCollector diagnostics = new DiagnosticCollector();
            return checked(ProgramReader.read(text, files, diagnostics), given, needed(complete), diagnostics);
        });
    }

    private CheckedPipeline checked(
            Program program, Map<String, String> given, Needed needed, DiagnosticCollector diagnostics) {
        Settings settings = new Settings(given, environment, needed);
        Model model = Resolver.resolve(program, catalog, settings, diagnostics);
        Pipeline planned = Planner.plan(model, catalog, diagnostics);
        Pipeline pipeline = planned == null ? null : ConstantFolding.fold(planned);
        List<TestCase> tests = TypeTests.type(model, schemas(pipeline), diagnostics);
        checkJava(model, diagnostics);
        if (pipeline != null) {
            FixedFormats.check(pipeline, diagnostics);
            Liveness.check(pipeline, diagnostics);
            DeliveryGuarantee.check(pipeline, diagnostics);
        }
        Report report = new Report(diagnostics.diagnostics());
        List<String> names =
                program.files().stream().map(tree -> tree.file().name()).toList();
        return new CheckedPipeline(names, model, report.hasErrors() ? null : pipeline, tests, report);
    }

    /** Compiles inline Java, whether anything uses it or not. */
    private void checkJava(Model model, DiagnosticCollector diagnostics) {
        List<GeneratedFile> bodies = new ArrayList<>();
        for (FunctionDeclaration function : model.functions()) {
            JavaUnit java = function.java();
            if (java != null) {
                bodies.add(InlineJava.file(java));
            }
        }
        model.transforms().forEach(transform -> bodies.add(InlineJava.file(transform.java())));
        InlineJavaProblems problems = new InlineJavaProblems(bodies);
        // One by one: a mistake in the syntax of one would hide those of the others.
        for (GeneratedFile body : bodies) {
            try {
                new JavaCompiler(libraries).compile(Map.of(body.className(), body.source()));
            } catch (JavaRefusedException refused) {
                problems.report(refused, diagnostics);
            }
        }
    }

    /**
     * Writes the Java of a pipeline and compiles it.
     *
     * @param checked without an error
     */
    public BuiltPipeline build(CheckedPipeline checked) {
        Pipeline pipeline = checked.pipeline();
        if (pipeline == null) {
            throw new IllegalArgumentException("a pipeline that is wrong cannot be built");
        }
        DiagnosticCollector diagnostics = new DiagnosticCollector();
        BuiltPipeline built = DeepStack.call(() -> BuiltPipeline.build(pipeline, libraries, diagnostics));
        if (built == null) {
            throw new IllegalStateException(
                    "inline Java compiled before and does not now: " + diagnostics.diagnostics());
        }
        return built;
    }

    /**
     * Values for what runs now: those that are given, before those of the environment.
     */
    public Map<String, String> settings(Map<String, String> given) {
        Map<String, String> settings = new HashMap<>(environment);
        settings.putAll(given);
        return settings;
    }

    /** The canonical form of a file. */
    public FormattedFile format(String file) {
        DiagnosticCollector diagnostics = new DiagnosticCollector();
        SourceFile source = ProgramReader.load(file, files, diagnostics);
        return source == null
                ? new FormattedFile("", false, new Report(diagnostics.diagnostics()))
                : format(source, diagnostics);
    }

    /**
     * The canonical form of a text.
     *
     * @param name what diagnostics call it
     */
    public FormattedFile format(String name, String text) {
        return format(new SourceFile(name, text), new DiagnosticCollector());
    }

    private static FormattedFile format(SourceFile source, DiagnosticCollector diagnostics) {
        return DeepStack.call(() -> formatted(source, diagnostics));
    }

    private static FormattedFile formatted(SourceFile source, DiagnosticCollector diagnostics) {
        SyntaxTree tree = Parser.parse(source, diagnostics);
        Report report = new Report(diagnostics.diagnostics());
        String text = report.hasErrors() ? source.text() : Formatter.format(tree);
        return new FormattedFile(text, !text.equals(source.text()), report);
    }

    /** Reads records of formats with the plug-ins that this compiler knows. */
    public FormatDecoders decoders() {
        return new FormatDecoders(libraries);
    }

    /** The columns of streams as they run. */
    private static Map<String, Schema> schemas(@Nullable Pipeline pipeline) {
        Map<String, Schema> schemas = new TreeMap<>();
        if (pipeline != null) {
            pipeline.streams().forEach(stream -> schemas.put(stream.name(), stream.columns()));
            pipeline.tables().forEach(table -> schemas.put(table.name(), table.columns()));
        }
        return schemas;
    }
}
