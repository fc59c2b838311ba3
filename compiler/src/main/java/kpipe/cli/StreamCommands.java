package kpipe.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import kpipe.runtime.serve.StreamCommand;
import kpipe.tool.why.Running;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands about durable streams, which a module of their own brings: {@code put}, {@code tail} and their like. They read their arguments themselves, as they do in a jar. */
@Command
final class StreamCommands implements Callable<Integer> {

    private static final Path DATA = Path.of(".kpipe");

    private StreamCommands() {}

    /** Makes them known to the help. */
    static void addAll(CommandLine line) {
        for (StreamCommand command : ServiceLoader.load(StreamCommand.class)) {
            CommandLine listed = new CommandLine(new StreamCommands());
            listed.getCommandSpec().usageMessage().description(command.summary());
            line.addSubcommand(command.name(), listed);
        }
    }

    /** Runs the command that the arguments begin with and returns its exit code; null if it is none of these. */
    static @Nullable Integer run(Terminal terminal, String... arguments) {
        if (arguments.length == 0 || arguments[0].startsWith("-")) {
            return null;
        }
        for (StreamCommand command : ServiceLoader.load(StreamCommand.class)) {
            if (command.name().equals(arguments[0])) {
                StreamCommand.Surroundings around = new StreamCommand.Surroundings(
                        "kpipe", dataFolders(), DATA.resolve("serve"), terminal.in(), terminal.out(), terminal.err());
                try {
                    return command.run(Arrays.asList(arguments).subList(1, arguments.length), around);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return Exit.FAILED;
                }
            }
        }
        return null;
    }

    /** Of all pipelines of the working directory, and of those that this user runs elsewhere. */
    private static List<Path> dataFolders() {
        Map<Path, Path> folders = new TreeMap<>();
        try {
            if (Files.isDirectory(DATA)) {
                try (DirectoryStream<Path> each = Files.newDirectoryStream(DATA, Files::isDirectory)) {
                    each.forEach(folder -> folders.put(folder.toAbsolutePath().normalize(), folder));
                }
            }
            for (Running running : Running.all()) {
                String data = running.description().text("data");
                if (!data.isEmpty()) {
                    folders.putIfAbsent(Path.of(data), Path.of(data));
                }
            }
        } catch (IOException unreadable) {
            return List.copyOf(folders.values());
        }
        return List.copyOf(folders.values());
    }

    @Override
    public Integer call() {
        throw new IllegalStateException("these commands are run before the others are looked at");
    }
}
