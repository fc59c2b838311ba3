package kpipe.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import kpipe.compiler.Compiler;
import kpipe.compiler.Report;
import kpipe.compiler.source.SourceFile;
import kpipe.tool.importer.Importer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kpipe import FILE}: turns an application of Kinesis Data Analytics into a .kpipe file. */
@Command(
        name = "import",
        description = "Turn an application of Kinesis Data Analytics for SQL into a .kpipe file.",
        footer = {
            "",
            "FILE is the application's description: the JSON of the API (CreateApplication or DescribeApplication), a template of",
            "CloudFormation (JSON or YAML), Terraform (a .tf file or a folder of them) or a state of Terraform."
        })
final class ImportCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "What describes the application; `-` reads standard input.")
    private Path file = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.kpipe",
            description = "Write this file; standard output otherwise.")
    private @Nullable Path output;

    @Option(
            names = "--application",
            paramLabel = "NAME",
            description = "Which application, where the file describes several.")
    private @Nullable String application;

    @Mixin
    private SettingsOption settings = new SettingsOption();

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Importer.Result result = file.toString().equals(STANDARD_INPUT)
                ? Importer.run(input(), settings.given(), application)
                : Importer.run(file, settings.given(), application);
        String text = result.text();
        if (text == null) {
            Checking.show(result.report(), terminal);
            return Exit.FAILED;
        }
        if (output == null) {
            terminal.out().print(text);
        } else {
            write(output, text);
        }
        String name = output == null ? "(standard output)" : output.toString();
        Report checked = new Compiler()
                .check(new SourceFile(name, text), Map.of(), false)
                .report();
        Checking.show(Report.of(List.of(result.report(), checked)), terminal);
        if (output != null) {
            terminal.err().println("Wrote " + output);
        }
        return checked.hasErrors() ? Exit.FAILED : Exit.DONE;
    }

    private SourceFile input() {
        try {
            String text = new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8);
            return new SourceFile("(standard input)", text);
        } catch (IOException e) {
            throw CommandException.failed("cannot read standard input");
        }
    }

    private static void write(Path path, String text) {
        try {
            Files.writeString(path, text);
        } catch (IOException e) {
            throw CommandException.failed("cannot write `" + path + "`");
        }
    }
}
