package kpipe.runtime.serve;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** A command about durable streams, the same one in {@code kpipe} and in a built jar: {@code put}, {@code tail} and their like. Stateless. */
public interface StreamCommand {

    /** Wrong usage, as an exit code. */
    int USAGE = 2;

    /** What could not be done, as an exit code. */
    int FAILED = 1;

    /**
     * Where a command runs.
     *
     * @param program what the user calls it by, for help: {@code kpipe}, or {@code java -jar fleet.jar}
     * @param dataFolders where streams may be found if nothing else is said, of those that there are: a pipeline's folder, or those of all pipelines of the working directory
     * @param serveFolder where a server of its own keeps its streams if nothing else is said
     */
    record Surroundings(
            String program,
            List<Path> dataFolders,
            Path serveFolder,
            InputStream in,
            PrintStream out,
            PrintStream err) {}

    /** What the user calls it. */
    String name();

    /** What it does, in one line. */
    String summary();

    /**
     * Runs it to its end.
     *
     * @param arguments what follows its name
     * @return the exit code: 0 done, {@link #FAILED} with a sentence on {@code err}, {@link #USAGE} likewise
     */
    int run(List<String> arguments, Surroundings surroundings) throws InterruptedException;
}
