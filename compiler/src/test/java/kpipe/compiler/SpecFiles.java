package kpipe.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folders of {@code src/test/spec}: an input, and what is expected of it in a file of the same name beside it. */
public final class SpecFiles {
    private static final Path ROOT = Path.of("src", "test", "spec");
    private static final boolean ACCEPT = Boolean.getBoolean("spec.accept");

    private SpecFiles() {}

    /** The {@code .kpipe} files of a folder, by name; those that are what is expected of another are left out. */
    public static List<Path> inputs(String folder) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".kpipe"))
                    .filter(file -> !file.toString().endsWith(".formatted.kpipe"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What there is to import: files and folders of the folder {@code import}, by name. */
    public static List<Path> descriptions() {
        try (Stream<Path> files = Files.list(ROOT.resolve("import"))) {
            return files.filter(file -> !file.toString().matches(".*[.](kpipe|txt|args)"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The text of a file. */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Holds a result against the file of it; with {@code -Dspec.accept=true} writes the file instead. */
    public static void hold(String result, Path golden) {
        if (ACCEPT) {
            try {
                Files.writeString(golden, result);
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }
        assertThat(golden).as("run with -Dspec.accept=true to write it").exists();
        assertThat(result).isEqualTo(read(golden));
    }

    /** The file beside {@code input} with another ending. */
    public static Path beside(Path input, String ending) {
        return input.resolveSibling(input.getFileName().toString().replaceFirst("[.][a-z]+$", "") + ending);
    }
}
