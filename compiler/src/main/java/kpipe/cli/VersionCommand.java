package kpipe.cli;

import java.util.concurrent.Callable;
import kpipe.compiler.Version;
import picocli.CommandLine.Command;

/** {@code kpipe version}: which kpipe, and which Java runs it. */
@Command(name = "version", description = "Show the version of kpipe and of the Java that runs it.")
final class VersionCommand implements Callable<Integer> {

    private final Terminal terminal;

    VersionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out()
                .println("kpipe " + Version.text() + " (Java "
                        + Runtime.version().feature() + ")");
        return Exit.DONE;
    }
}
