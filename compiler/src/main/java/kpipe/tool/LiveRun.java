package kpipe.tool;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.runtime.engine.PipelineRun;
import kpipe.runtime.engine.Topology;

/** Compiles a pipeline and runs it in this process, against its real sources and destinations. */
public final class LiveRun {

    private final PipelineRun run;

    /**
     * Compiles it.
     *
     * @param checked without an error
     * @param given values for {@code ${NAME}} and PARAMETERs
     * @param file the .kpipe file; relative paths of the pipeline are below its folder
     * @param messages where notes, failures and counts are printed
     * @throws IllegalArgumentException with a sentence for the user where a value of a parameter is wrong
     */
    public LiveRun(
            Compiler compiler, CheckedPipeline checked, Map<String, String> given, Path file, PrintStream messages) {
        Topology topology = compiler.build(checked).topology(compiler.settings(given));
        Path folder = file.toAbsolutePath().getParent();
        run = new PipelineRun(topology, folder == null ? Path.of("") : folder, messages);
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
