package kpipe.clients;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A client that is a program of its own. Where it is missing the test is skipped, loudly, and fails in continuous integration. */
final class Tool {

    /** The folder of this module, which has the {@code package.json}. */
    static final Path HOME = Path.of("").toAbsolutePath();

    private static final int LIMIT_SECONDS = 240;

    /** Where the programs are that were looked for, or empty. */
    private static final Map<String, String> FOUND = new ConcurrentHashMap<>();

    private Tool() {}

    /** What a finished program said, its errors apart. */
    record Outcome(int exitCode, String output, String errors) {}

    /** Starts a program, which speaks through its input and output; its errors are those of this process. */
    static Process start(Map<String, String> environment, List<String> command) {
        try {
            return builder(environment, command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException missing) {
            return missing(command.get(0) + " cannot be started");
        }
    }

    /** Runs a program to its end, or ends it when it takes too long. */
    static Outcome run(Map<String, String> environment, List<String> command) {
        Path output = temporary();
        Path errors = temporary();
        try {
            Process process = builder(environment, command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            try {
                process.getOutputStream().close();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    return fail(
                            "not ended after " + LIMIT_SECONDS + " s: " + command + "\n" + read(output) + read(errors));
                }
                return new Outcome(process.exitValue(), read(output), read(errors));
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException missing) {
            return missing(command.get(0) + " cannot be started");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } finally {
            delete(output);
            delete(errors);
        }
    }

    private static ProcessBuilder builder(Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(HOME.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs a script that checks things by itself and says on its last line that all went well. */
    static void check(Map<String, String> environment, List<String> command) {
        Outcome outcome = run(environment, command);
        if (outcome.exitCode() != 0 || !outcome.output().strip().endsWith("all right")) {
            fail(command + " ended with " + outcome.exitCode() + "\n" + outcome.output() + outcome.errors());
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

    /** The AWS command line: Debian's, else the first on the path. */
    static String aws() {
        return found("aws", List.of("/usr/bin/aws", "aws"), "--version");
    }

    /** A Python that has a module: Debian's, else the first on the path. */
    static String python(String module) {
        return found("python3 with " + module, List.of("/usr/bin/python3", "python3"), "-c", "import " + module);
    }

    /** Node, with the packages of {@code package.json} beside it. */
    static String node() {
        if (!Files.exists(HOME.resolve("node_modules/@aws-sdk/client-kinesis"))) {
            return missing("`npm install` has not been run in runtime/endpoint/clients: no @aws-sdk/client-kinesis");
        }
        return found("node", List.of("/usr/bin/node", "node"), "--version");
    }

    /** A folder or file of the tests. */
    static Path source(String path) {
        return HOME.resolve("src/test").resolve(path);
    }

    private static String found(String what, List<String> candidates, String... arguments) {
        String found = FOUND.computeIfAbsent(
                what,
                first -> candidates.stream()
                        .filter(candidate -> starts(candidate, List.of(arguments)))
                        .findFirst()
                        .orElse(""));
        return found.isEmpty() ? missing(what + " is not installed") : found;
    }

    private static boolean starts(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempFile("kpipe-client", ".txt");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
