package kpipe.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** A command that the language's design names and this version does not have: refused by name, whatever follows it. */
@Command
final class UnavailableCommand implements Callable<Integer> {

    /** Listed in docs/ROADMAP.md too. */
    static final List<String> NAMES = List.of("graph", "lsp");

    private final String name;
    private final Terminal terminal;

    @Unmatched
    private final List<String> ignored = new ArrayList<>();

    private UnavailableCommand(String name, Terminal terminal) {
        this.name = name;
        this.terminal = terminal;
    }

    static void addAll(CommandLine line, Terminal terminal) {
        for (String name : NAMES) {
            CommandLine command = new CommandLine(new UnavailableCommand(name, terminal));
            command.getCommandSpec().usageMessage().hidden(true).description("Not available yet.");
            line.addSubcommand(name, command);
        }
    }

    @Override
    public Integer call() {
        terminal.err()
                .println("kpipe: `kpipe " + name + "` is not available yet; docs/ROADMAP.md lists what is to come");
        return Exit.USAGE;
    }
}
