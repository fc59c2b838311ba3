package kpipe.endpoint.command;

import java.util.List;
import kpipe.runtime.serve.StreamCommand;

/** What all commands about streams have in common: help, and failures told as sentences. */
abstract class Command implements StreamCommand {

    private final String name;
    private final String summary;

    Command(String name, String summary) {
        this.name = name;
        this.summary = summary;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String summary() {
        return summary;
    }

    /** How it is written and what its options mean; its first lines say how it is called. */
    abstract String help(String program);

    /** Runs it and returns the exit code. */
    abstract int execute(List<String> arguments, Surroundings around) throws CommandException, InterruptedException;

    @Override
    public final int run(List<String> arguments, Surroundings around) throws InterruptedException {
        if (arguments.contains("-h") || arguments.contains("--help")) {
            around.out().print(help(around.program()));
            around.out().flush();
            return 0;
        }
        try {
            return execute(arguments, around);
        } catch (CommandException failure) {
            around.out().flush();
            around.err().println("kpipe: " + failure.getMessage());
            if (failure.exitCode() == USAGE) {
                around.err().println("Try `" + around.program() + " " + name + " -h`.");
            }
            return failure.exitCode();
        } finally {
            around.out().flush();
            around.err().flush();
        }
    }
}
