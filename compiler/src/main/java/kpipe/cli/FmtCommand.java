package kpipe.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import kpipe.compiler.Compiler;
import kpipe.compiler.FormattedFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kpipe fmt FILE…}: puts files into the canonical form. */
@Command(
        name = "fmt",
        description = "Put files into the canonical form.",
        footer = {"", "A file that cannot be read as kpipe is left alone."})
final class FmtCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    private final Terminal terminal;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "The .kpipe files; `-` reads standard input and writes standard output.")
    private List<Path> files = List.of();

    @Option(
            names = "--check",
            description = "Write nothing; name the files that are not in that form, and end with 1 if there is one.")
    private boolean check;

    FmtCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Compiler compiler = new Compiler();
        boolean failed = false;
        for (Path file : files) {
            boolean standard = file.toString().equals(STANDARD_INPUT);
            FormattedFile formatted =
                    standard ? compiler.format("(standard input)", input()) : compiler.format(file.toString());
            if (formatted.report().hasErrors()) {
                Checking.show(formatted.report(), terminal);
                failed = true;
            } else if (check) {
                failed |= isDifferent(file, formatted);
            } else if (standard) {
                terminal.out().print(formatted.text());
            } else if (formatted.changed()) {
                write(file, formatted.text());
                terminal.err().println("formatted " + file);
            }
        }
        return failed ? Exit.FAILED : Exit.DONE;
    }

    private boolean isDifferent(Path file, FormattedFile formatted) {
        if (formatted.changed()) {
            terminal.out().println(file);
        }
        return formatted.changed();
    }

    private String input() {
        try {
            return new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw CommandException.failed("cannot read standard input");
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw CommandException.failed("cannot write `" + file + "`");
        }
    }
}
