package kpipe.compiler;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kpipe.compiler.catalog.Catalog;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.model.Model;
import kpipe.compiler.parse.FileLoader;
import kpipe.compiler.parse.ProgramReader;
import kpipe.compiler.parse.SourceLoader;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.TestCase;
import kpipe.compiler.plan.Planner;
import kpipe.compiler.resolve.Resolver;
import kpipe.compiler.resolve.Settings;
import kpipe.compiler.resolve.TypeTests;
import kpipe.compiler.syntax.Program;
import kpipe.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The compiler: a .kpipe file and what it imports go in, and come out checked. Each stage is a package of its own. Holds no state of a compilation, so that one may serve
 * many files; safe for use by many threads.
 */
public final class Compiler {

    private final SourceLoader files;
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
        Settings settings = new Settings(given, environment, complete);
        DiagnosticCollector diagnostics = new DiagnosticCollector();
        Program program = ProgramReader.read(file, files, diagnostics);
        Model model = Resolver.resolve(program, catalog, settings, diagnostics);
        Pipeline pipeline = Planner.plan(model, catalog, diagnostics);
        List<TestCase> tests = TypeTests.type(model, schemas(pipeline), diagnostics);
        Report report = new Report(diagnostics.diagnostics());
        return new CheckedPipeline(model, report.hasErrors() ? null : pipeline, tests, report);
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
