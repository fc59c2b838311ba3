package kpipe.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.compiler.Explain;
import kpipe.compiler.pipeline.Pipeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kpipe explain FILE}: shows how a pipeline will run. */
@Command(
        name = "explain",
        description = "Show how a pipeline runs: its stages, windows, state, time and guarantees.",
        footer = {"", "The numbers at the left are lines of the file."})
final class ExplainCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The .kpipe file.")
    private Path file = Path.of("");

    @Mixin
    private SettingsOption settings = new SettingsOption();

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CheckedPipeline checked = new Compiler().check(file.toString(), settings.given(), false);
        terminal.err().print(checked.report().text(terminal.errColour()));
        Pipeline pipeline = checked.pipeline();
        if (pipeline == null) {
            terminal.err().println();
            terminal.err().println(checked.report().summary());
            return Exit.FAILED;
        }
        terminal.out().print(Explain.text(pipeline));
        return Exit.DONE;
    }
}
