package kpipe.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import kpipe.compiler.BuiltPipeline;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kpipe build FILE}: compiles a pipeline into one jar. */
@Command(
        name = "build",
        description = "Compile a pipeline into one jar that runs by itself.",
        footer = {"", "The jar takes values for parameters when it starts: java -jar FILE.jar --set NAME=VALUE"})
final class BuildCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The .kpipe file.")
    private Path file = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.jar",
            description = "The jar; without it the pipeline's name, in the working directory.")
    private @Nullable Path output;

    @Mixin
    private SettingsOption settings = new SettingsOption();

    BuildCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Compiler compiler = new Compiler();
        CheckedPipeline checked = Checking.sound(compiler, file, settings, false, terminal);
        if (checked == null) {
            return Exit.FAILED;
        }
        BuiltPipeline built = compiler.build(checked);
        Path jar = output == null ? Path.of(built.name() + ".jar") : output;
        try {
            built.writeJar(jar);
            terminal.err().println("Wrote " + jar + " (" + (Files.size(jar) + 1023 >> 10) + " KB).");
        } catch (IOException e) {
            throw CommandException.failed("cannot write `" + jar + "`");
        }
        return Exit.DONE;
    }
}
