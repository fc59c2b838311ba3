package kpipe.tool;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.runtime.engine.Keeping;
import kpipe.runtime.engine.PipelineRun;
import kpipe.runtime.engine.Topology;
import kpipe.runtime.serve.ServeOptions;
import org.jspecify.annotations.Nullable;

/** Compiles a pipeline and runs it in this process, against its real sources and destinations. */
public final class LiveRun {

    private final PipelineRun run;

    /**
     * Compiles it, for a run that keeps nothing.
     *
     * @param checked without an error
     * @param given values for {@code ${NAME}} and PARAMETERs
     * @param file the .kpipe file; relative paths of the pipeline are below its folder
     * @param messages where notes, failures and counts are printed
     * @throws IllegalArgumentException with a sentence for the user where a value of a parameter is wrong
     */
    public LiveRun(
            Compiler compiler, CheckedPipeline checked, Map<String, String> given, Path file, PrintStream messages) {
        this(topology(compiler, checked, given), file, null, null, messages);
    }

    /**
     * Compiles it, for a run that goes on from where the last one was.
     *
     * @param data where it keeps what it goes on from; null: in {@code .kpipe}, in the file's folder
     * @param fromStart whether it begins anew
     * @param serve how its durable streams are served
     */
    public LiveRun(
            Compiler compiler,
            CheckedPipeline checked,
            Map<String, String> given,
            Path file,
            @Nullable Path data,
            boolean fromStart,
            ServeOptions serve,
            PrintStream messages) {
        this(topology(compiler, checked, given), file, data, fromStart, serve, messages);
    }

    private LiveRun(
            Topology topology,
            Path file,
            @Nullable Path data,
            boolean fromStart,
            ServeOptions serve,
            PrintStream messages) {
        this(
                topology,
                file,
                data == null ? Keeping.usual(topology.name(), fromStart) : Keeping.in(data, fromStart),
                serve,
                messages);
    }

    private LiveRun(
            Topology topology,
            Path file,
            @Nullable Keeping keeping,
            @Nullable ServeOptions serve,
            PrintStream messages) {
        Path folder = file.toAbsolutePath().getParent();
        run = new PipelineRun(topology, folder == null ? Path.of("") : folder, keeping, serve, messages);
    }

    private static Topology topology(Compiler compiler, CheckedPipeline checked, Map<String, String> given) {
        return compiler.build(checked).topology(compiler.settings(given));
    }

    /** Runs until its sources end or it is stopped, and returns the exit code. */
    public int run() {
        return run.run();
    }

    /** Asks it to end, what was read being delivered first; returns at once. */
    public void stop() {
        run.stop();
    }
}
