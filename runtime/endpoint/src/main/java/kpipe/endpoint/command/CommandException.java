package kpipe.endpoint.command;

import kpipe.runtime.serve.StreamCommand;

/** Why a command ends early: a sentence for the user, and the exit code. */
@SuppressWarnings("serial")
final class CommandException extends Exception {

    private final int exitCode;

    private CommandException(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    static CommandException failed(String sentence) {
        return new CommandException(StreamCommand.FAILED, sentence);
    }

    static CommandException usage(String sentence) {
        return new CommandException(StreamCommand.USAGE, sentence);
    }

    int exitCode() {
        return exitCode;
    }
}
