package kpipe.editors;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A program that these tests run. Where it is missing the test is skipped, loudly, and fails in continuous integration. */
final class Tool {

    static final Path HOME = Path.of("").toAbsolutePath();

    private Tool() {}

    /** What a finished program said. */
    record Outcome(int exitCode, String output) {}

    static Outcome run(Map<String, String> environment, List<String> command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).directory(HOME.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException missing) {
            return missing(command.get(0) + " cannot be started");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Skips the test that calls it, or fails it in continuous integration. */
    static <T> T missing(String what) {
        if ("true".equals(System.getenv("CI"))) {
            return fail(what);
        }
        System.err.println("SKIPPED: " + what);
        abort(what);
        throw new IllegalStateException(what);
    }

    /** A file below node_modules, which {@code npm install} in this folder brings. */
    static Path nodeModule(String path) {
        Path file = HOME.resolve("node_modules").resolve(path);
        return Files.exists(file) ? file : missing("`npm install` has not been run in editor-plugins: no " + path);
    }

    /** Every example of the project. */
    static List<Path> examples() {
        try (Stream<Path> files = Files.walk(HOME.resolve("../examples").normalize())) {
            return files.filter(file -> file.toString().endsWith(".kpipe")
                            && !file.toString().contains("target"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
