package kpipe.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code kpipe version}: which kpipe, and which Java runs it. */
@Command(name = "version", description = "Show the version of kpipe and of the Java that runs it.")
final class VersionCommand implements Callable<Integer> {

    private final Terminal terminal;

    VersionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        terminal.out()
                .println("kpipe " + version() + " (Java " + Runtime.version().feature() + ")");
        return Exit.DONE;
    }

    private static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = VersionCommand.class.getResourceAsStream("version.properties")) {
            properties.load(Objects.requireNonNull(file, "version.properties is part of every build"));
        }
        return properties.getProperty("version");
    }
}
