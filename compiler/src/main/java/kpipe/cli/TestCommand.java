package kpipe.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.tool.JunitReport;
import kpipe.tool.PipelineTests;
import kpipe.tool.TestReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kpipe test FILE…}: runs the TESTs of pipelines in virtual time. */
@Command(
        name = "test",
        description = "Run the tests of a pipeline in virtual time.",
        footer = {"", "Sources and destinations are not touched."})
final class TestCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The .kpipe files.")
    private List<Path> files = List.of();

    @Option(
            names = "--matrix",
            description =
                    "Run every test again with other numbers of shards and sizes of batches, and with a restart after every step; nothing may differ.")
    private boolean matrix;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write a report that continuous integration reads.")
    private @Nullable Path junit;

    @Option(names = "--only", paramLabel = "TEXT", description = "Only tests whose name holds TEXT.")
    private String only = "";

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description =
                    "The order in which the parts of a pipeline take turns follows from it. A failure names its seed.")
    private long seed = 1;

    @Mixin
    private SettingsOption settings = new SettingsOption();

    TestCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Compiler compiler = new Compiler();
        TestReport report = new TestReport(terminal.out(), terminal.outColour());
        JunitReport document = new JunitReport();
        PipelineTests tests =
                new PipelineTests(compiler, settings.given(), new PipelineTests.Terms(only, seed, matrix), report::add);
        boolean wrong = false;
        boolean sound = false;
        for (Path file : files) {
            if (files.size() > 1) {
                terminal.out().println(file + ":");
            }
            CheckedPipeline checked = Checking.forTests(compiler, file, settings, terminal);
            if (checked == null) {
                wrong = true;
                continue;
            }
            sound = true;
            document.add(file.toString(), tests.run(checked));
        }
        if (sound) {
            report.end();
        }
        if (junit != null) {
            write(document.xml(), junit);
        }
        return wrong || report.anyFailed() ? Exit.FAILED : Exit.DONE;
    }

    private static void write(String xml, Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, xml);
        } catch (IOException e) {
            throw CommandException.failed("cannot write `" + file + "`");
        }
    }
}
