package kpipe.cli;

/** Ends a command with a sentence for the user and an exit code. */
final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    /** @param message one plain sentence without a full stop */
    CommandException(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /** A wrong command line: an argument that cannot be meant. */
    static CommandException usage(String message) {
        return new CommandException(Exit.USAGE, message);
    }

    /** What was asked for could not be done. */
    static CommandException failed(String message) {
        return new CommandException(Exit.FAILED, message);
    }

    int exitCode() {
        return exitCode;
    }
}
