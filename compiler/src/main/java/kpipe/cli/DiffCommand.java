package kpipe.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.runtime.state.StateForm;
import kpipe.tool.diff.Difference;
import kpipe.tool.diff.DifferenceText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kpipe diff OLD NEW}, {@code kpipe diff FILE}: tells what becomes of what a pipeline remembers when an edited file goes on from it. */
@Command(
        name = "diff",
        description = "Tell what an edited file does to the state of a running pipeline.",
        footer = {
            "",
            "With one file: what it does to what its pipeline has kept.",
            "keep: goes on as it is. migrate: goes on, read in another way. rebuild: is made anew from records that are still there.",
            "incompatible: nothing can be made of it. Exit code 1 if something is incompatible."
        })
final class DiffCommand implements Callable<Integer> {

    private enum Output {
        TEXT,
        JSON
    }

    private final Terminal terminal;

    @Parameters(
            arity = "1..2",
            paramLabel = "FILE",
            description = "The .kpipe file that runs now, then the one that is to go on; or the latter alone.")
    private List<Path> files = List.of();

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description =
                    "Of one file: where its pipeline keeps what it goes on from, instead of `.kpipe/NAME` beside the file.")
    private @Nullable Path data;

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
        List<CheckedPipeline> checked = new ArrayList<>();
        for (Path file : files) {
            CheckedPipeline pipeline = compiler.check(file.toString(), settings.given(), false);
            if (pipeline.report().hasErrors()) {
                Checking.show(pipeline.report(), terminal);
                return Exit.FAILED;
            }
            checked.add(pipeline);
        }
        Difference difference = checked.size() == 2
                ? Difference.of(checked.get(0), checked.get(1))
                : Difference.of(kept(checked.get(0)), checked.get(0));
        terminal.out().print(output == Output.JSON ? DifferenceText.json(difference) : DifferenceText.text(difference));
        return difference.isCompatible() ? Exit.DONE : Exit.FAILED;
    }

    /** What the operators were that the pipeline goes on from. */
    private List<StateForm> kept(CheckedPipeline pipeline) {
        Path given = data;
        Path folder = given != null
                ? given
                : files.get(0).toAbsolutePath().resolveSibling(".kpipe").resolve(Difference.name(pipeline));
        List<StateForm> forms;
        try {
            forms = Difference.kept(folder);
        } catch (IOException unreadable) {
            throw CommandException.failed(String.valueOf(unreadable.getMessage()));
        }
        if (forms == null) {
            throw CommandException.failed("`" + folder + "` holds nothing that `" + files.get(0)
                    + "` could go on from; with two files their operators are compared");
        }
        return forms;
    }
}
