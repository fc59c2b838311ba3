package kpipe.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import kpipe.compiler.Compiler;
import kpipe.compiler.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kpipe check FILE…}: says all that is wrong with pipelines, and runs nothing. */
@Command(name = "check", description = "Say what is wrong with a pipeline.")
final class CheckCommand implements Callable<Integer> {

    private enum Form {
        TEXT,
        JSON
    }

    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The .kpipe files.")
    private List<Path> files = List.of();

    @Option(
            names = "--format",
            paramLabel = "text|json",
            description = "text: for people (the default). json: one array, on standard output.")
    private Form form = Form.TEXT;

    @Mixin
    private SettingsOption settings = new SettingsOption();

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Compiler compiler = new Compiler();
        List<Report> reports = new ArrayList<>();
        for (Path file : files) {
            reports.add(compiler.check(file.toString(), settings.given(), false).report());
        }
        Report report = Report.of(reports);
        if (form == Form.JSON) {
            terminal.out().println(report.json());
        } else {
            Checking.show(report, terminal);
        }
        return report.hasErrors() ? Exit.FAILED : Exit.DONE;
    }
}
