package kpipe.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.tool.diff.Difference;
import kpipe.tool.diff.DifferenceText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kpipe diff OLD NEW}: tells what becomes of what a pipeline remembers when an edited file goes on from it. */
@Command(
        name = "diff",
        description = "Tell what an edited file does to the state of a running pipeline.",
        footer = {
            "",
            "keep: goes on as it is. migrate: goes on, read in another way. rebuild: is made anew from records that are still there.",
            "incompatible: nothing can be made of it. Exit code 1 if something is incompatible."
        })
final class DiffCommand implements Callable<Integer> {

    private enum Output {
        TEXT,
        JSON
    }

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "OLD", description = "The .kpipe file that runs now.")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "The one that is to go on.")
    private Path now = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "text|json",
            description = "text: for people (the default). json: one object.")
    private Output output = Output.TEXT;

    @Mixin
    private SettingsOption settings = new SettingsOption();

    DiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Compiler compiler = new Compiler();
        CheckedPipeline old = Checking.sound(compiler, before, settings, false, terminal);
        CheckedPipeline recent = Checking.sound(compiler, now, settings, false, terminal);
        if (old == null || recent == null) {
            return Exit.FAILED;
        }
        Difference difference = Difference.of(old, recent);
        terminal.out().print(output == Output.JSON ? DifferenceText.json(difference) : DifferenceText.text(difference));
        return difference.isCompatible() ? Exit.DONE : Exit.FAILED;
    }
}
