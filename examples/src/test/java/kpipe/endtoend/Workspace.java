package kpipe.endtoend;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A folder that looks like a fresh clone to the commands of a page: {@code kpipe}, {@code ./kpipe}, {@code examples/}. */
public final class Workspace {

    private static final int SECONDS_PER_COMMAND = 120;

    private final Path folder;

    /** What a command wrote, standard output and standard error in their order, and how it ended. */
    public record Outcome(int exitCode, String output) {}

    public Workspace(Path folder) throws IOException {
        this.folder = folder;
        Path root = sourceTree();
        Path launcher = folder.resolve("kpipe");
        Files.writeString(
                launcher,
                "#!/bin/sh\nexec '" + java() + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xlog:disable -cp '"
                        + classPath() + "' kpipe.cli.Main \"$@\"\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        copy(root.resolve("examples"), folder.resolve("examples"));
    }

    public Path folder() {
        return folder;
    }

    /** Saves the text of a block as a file of the folder. */
    public Path save(String name, String text) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder)) {
            throw new AssertionError("a block's file must lie in the page's folder: " + name);
        }
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** Runs a command with the shell, in the folder. */
    public Outcome run(String command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("kpipe-command", ".out");
        try {
            Process process = start(command, output);
            if (!process.waitFor(SECONDS_PER_COMMAND, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError("`" + command + "` has not ended after " + SECONDS_PER_COMMAND + " s:\n"
                        + Files.readString(output));
            }
            return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Starts a command with the shell, in the folder; what it writes goes to the file. */
    public Process start(String command, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile());
        builder.environment()
                .merge("PATH", folder + ":" + Path.of(java()).getParent(), (old, ours) -> ours + ":" + old);
        builder.environment().put("NO_COLOR", "1");
        return builder.start();
    }

    /** The class path of the tests; surefire may hide it in the manifest of a jar. */
    public static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** The root of the source tree. */
    public static Path sourceTree() {
        Path tree = Path.of("").toAbsolutePath();
        while (!Files.exists(tree.resolve("CONTRIBUTING.md"))) {
            tree = tree.getParent();
        }
        return tree;
    }

    /** Copies what a clone has and a run has not made. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path relative = from.relativize(file);
                boolean example = relative.getNameCount() > 1
                        && !relative.startsWith("src")
                        && !relative.startsWith("target")
                        && !relative.getName(1).toString().equals("out");
                if (example && Files.isRegularFile(file)) {
                    Path target = to.resolve(relative.toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
    }
}
