package kpipe.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.compiler.Explain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

    @Option(names = "--java", description = "Show the Java that it becomes instead.")
    private boolean java;

    @Mixin
    private SettingsOption settings = new SettingsOption();

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Compiler compiler = new Compiler();
        CheckedPipeline checked = Checking.sound(compiler, file, settings, false, terminal);
        if (checked == null) {
            return Exit.FAILED;
        }
        terminal.out().print(java ? compiler.build(checked).java() : Explain.text(checked));
        return Exit.DONE;
    }
}
