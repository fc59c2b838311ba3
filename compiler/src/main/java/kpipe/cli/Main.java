package kpipe.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code kpipe}: finds the command that the arguments name, runs it and turns its end into an exit code. */
@Command(
        name = "kpipe",
        header = "Compiles, tests and runs .kpipe files: continuous SQL over streams.",
        footer = "%nkpipe COMMAND -h tells about one command.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n")
public final class Main {

    /** Set while faults of kpipe itself are looked for: shows where they come from. */
    private static final String DEBUG = "KPIPE_DEBUG";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and end.")
    private boolean help;

    private Main() {}

    public static void main(String[] arguments) {
        int code = run(Terminal.ofProcess(), arguments);
        // Under a signal the exit is on its way, and asking for another would wait for this thread, which it waits for.
        if (code != Exit.DONE) {
            System.exit(code);
        }
    }

    /** Runs one command line to its end and returns its exit code. */
    static int run(Terminal terminal, String... arguments) {
        try {
            Integer code = StreamCommands.run(terminal, arguments);
            return code != null ? code : commandLine(terminal).execute(arguments);
        } catch (StackOverflowError | OutOfMemoryError e) {
            return internalError(terminal, e);
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    private static CommandLine commandLine(Terminal terminal) {
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(new CheckCommand(terminal))
                .addSubcommand(new RunCommand(terminal))
                .addSubcommand(new BuildCommand(terminal))
                .addSubcommand(new TestCommand(terminal))
                .addSubcommand(new FmtCommand(terminal))
                .addSubcommand(new DocCommand(terminal))
                .addSubcommand(new ExplainCommand(terminal))
                .addSubcommand(new DiffCommand(terminal))
                .addSubcommand(new NewCommand(terminal))
                .addSubcommand(new ImportCommand(terminal))
                .addSubcommand(new DiscoverCommand(terminal))
                .addSubcommand(new WhyCommand(terminal))
                .addSubcommand(new VersionCommand(terminal));
        StreamCommands.addAll(line);
        UnavailableCommand.addAll(line, terminal);
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.outColour() ? Ansi.ON : Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((mistake, given) -> wrongUsage(terminal, mistake));
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(terminal, failure));
        return line;
    }

    private static int wrongUsage(Terminal terminal, ParameterException mistake) {
        CommandLine command = mistake.getCommandLine();
        terminal.err().println("kpipe: " + sentence(mistake));
        terminal.err().println("Try `" + command.getCommandSpec().qualifiedName() + " -h`.");
        return Exit.USAGE;
    }

    private static String sentence(ParameterException mistake) {
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            String argument = unmatched.getUnmatched().get(0);
            boolean option = unmatched.isUnknownOption();
            boolean command = !option && mistake.getCommandLine().getParent() == null;
            String kind = option ? "option" : command ? "command" : "argument";
            List<String> known = List.copyOf(unmatched.getSuggestions());
            return (command ? "there is no command `" : "unexpected " + kind + " `") + argument + "`"
                    + (known.isEmpty() ? "" : "; did you mean `" + known.get(0) + "`?");
        }
        if (mistake instanceof MissingParameterException missing) {
            return missing.getMissing().stream()
                    .map(ArgSpec::paramLabel)
                    .map(label -> "`" + label + "` is missing")
                    .collect(Collectors.joining(", "));
        }
        ArgSpec argument = mistake.getArgSpec();
        if (argument != null && mistake.getValue() != null) {
            String name = argument.isOption() ? ((OptionSpec) argument).longestName() : argument.paramLabel();
            return "`" + mistake.getValue() + "` is no value for `" + name + "`";
        }
        return String.valueOf(mistake.getMessage());
    }

    private static int failed(Terminal terminal, Exception failure) {
        if (failure instanceof CommandException known) {
            terminal.err().println("kpipe: " + known.getMessage());
            return known.exitCode();
        }
        return internalError(terminal, failure);
    }

    private static int internalError(Terminal terminal, Throwable failure) {
        terminal.err().println("kpipe: internal error: this is a fault of kpipe, not of your file");
        if ("1".equals(System.getenv(DEBUG))) {
            failure.printStackTrace(terminal.err());
        } else {
            terminal.err()
                    .println("Set " + DEBUG + "=1 and run it again to see where; please report it with that text.");
        }
        return Exit.INTERNAL;
    }
}
