package kpipe.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.tool.LiveRun;
import kpipe.tool.WatchedRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kpipe run FILE}: compiles a pipeline and runs it. */
@Command(
        name = "run",
        description = "Compile a pipeline and run it.",
        footer = {
            "",
            "Relative paths in the file are below the file's own folder. Ctrl-C delivers what was read and ends.",
            "Run again, it goes on from where it was: docs/recovery.md."
        })
final class RunCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The .kpipe file.")
    private Path file = Path.of("");

    @Option(names = "--watch", description = "Run it anew, from the start, whenever it is saved; nothing is kept.")
    private boolean watch;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Where it keeps what it goes on from, instead of `.kpipe/NAME` beside the file.")
    private @Nullable Path data;

    @Option(names = "--from-start", description = "Begin anew instead of going on from where the last run was.")
    private boolean fromStart;

    @Mixin
    private SettingsOption settings = new SettingsOption();

    @Mixin
    private ServingOptions serving = new ServingOptions();

    RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Compiler compiler = new Compiler();
        if (watch) {
            new WatchedRun(compiler, settings.given(), file, report -> Checking.show(report, terminal), terminal.err())
                    .run();
            return Exit.DONE;
        }
        CheckedPipeline checked = Checking.sound(compiler, file, settings, true, terminal);
        if (checked == null) {
            return Exit.FAILED;
        }
        return new LiveRun(compiler, checked, settings.given(), file, data, fromStart, serving.given(), terminal.err())
                .run();
    }
}
