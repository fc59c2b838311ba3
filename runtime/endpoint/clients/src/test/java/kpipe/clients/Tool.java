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
import java.util.concurrent.TimeUnit;

/** A client that is a program of its own. Where it is missing the test is skipped, loudly, and fails in continuous integration. */
final class Tool {

    /** The folder of this module, which has the {@code package.json}. */
    static final Path HOME = Path.of("").toAbsolutePath();

    private static final int LIMIT_SECONDS = 120;

    private Tool() {}

    /** What a finished program said, its errors apart. */
    record Outcome(int exitCode, String output, String errors) {}

    /** Runs a program to its end, or ends it after two minutes. */
    static Outcome run(Map<String, String> environment, List<String> command) {
        Path output = temporary();
        Path errors = temporary();
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(HOME.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                process.getOutputStream().close();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    return fail("not ended after " + LIMIT_SECONDS + " s: " + command + "\n" + read(output) + read(errors));
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
        return installed("/usr/bin/aws", "aws", List.of("--version"));
    }

    /** A Python that has boto3: Debian's, else the first on the path. */
    static String python() {
        List<String> candidates = List.of("/usr/bin/python3", "python3");
        for (String candidate : candidates) {
            if (starts(candidate, List.of("-c", "import boto3"))) {
                return candidate;
            }
        }
        return missing("no python3 that has boto3");
    }

    /** Node, with the packages of {@code package.json} beside it. */
    static String node() {
        if (!Files.exists(HOME.resolve("node_modules/@aws-sdk/client-kinesis"))) {
            return missing("`npm install` has not been run in runtime/endpoint/clients: no @aws-sdk/client-kinesis");
        }
        return installed("/usr/bin/node", "node", List.of("--version"));
    }

    /** A folder or file of the tests. */
    static Path source(String path) {
        return HOME.resolve("src/test").resolve(path);
    }

    private static String installed(String debian, String elsewhere, List<String> arguments) {
        for (String candidate : List.of(debian, elsewhere)) {
            if (starts(candidate, arguments)) {
                return candidate;
            }
        }
        return missing(elsewhere + " is not installed");
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
