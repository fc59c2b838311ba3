package kpipe.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kpipe new NAME}: a folder with a pipeline, a little data for it and a test that passes. */
@Command(
        name = "new",
        description = "Write a new project: a pipeline, some data and a test that passes.",
        footer = {"", "The folder must not exist yet, or be empty."})
final class NewCommand implements Callable<Integer> {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

    /** What is written, each a resource of this package; NAME stands for the project's name, in paths and in text. */
    private static final List<String> FILES = List.of("NAME.kpipe", "readings.jsonl", "README.md", ".gitignore");

    private final Terminal terminal;

    @Parameters(paramLabel = "NAME", description = "The project's name, and the folder that is made.")
    private Path folder = Path.of("");

    NewCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path last = folder.getFileName();
        String name = last == null ? "" : last.toString();
        if (!NAME.matcher(name).matches()) {
            throw CommandException.usage("`" + name
                    + "` is no name for a project: it begins with a letter and holds letters, digits, `-` and `_`");
        }
        try {
            write(name);
        } catch (FileAlreadyExistsException e) {
            throw CommandException.failed("`" + e.getFile() + "` exists already");
        } catch (IOException e) {
            throw CommandException.failed("cannot write `" + folder + "`: " + e.getMessage());
        }
        terminal.out().println("Wrote " + folder + ". Next:");
        terminal.out().println("  kpipe test " + folder.resolve(name + ".kpipe"));
        terminal.out().println("  kpipe run " + folder.resolve(name + ".kpipe"));
        return Exit.DONE;
    }

    private void write(String name) throws IOException {
        Files.createDirectories(folder);
        try (var files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new FileAlreadyExistsException(folder.toString());
            }
        }
        for (String file : FILES) {
            String resource = file.startsWith(".") ? "dot" + file : file;
            try (InputStream template = NewCommand.class.getResourceAsStream("new/" + resource)) {
                String text = new String(Objects.requireNonNull(template, file).readAllBytes(), StandardCharsets.UTF_8);
                Files.writeString(folder.resolve(file.replace("NAME", name)), text.replace("NAME", name));
            }
        }
    }
}
