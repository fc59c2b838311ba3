package kpipe.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs programs as processes of their own and tells what they cost. Linux only: the times of child processes are read from {@code /proc}. */
public final class Processes {

    /** What {@code /proc} counts in on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private final Path folder;

    /** What a process cost, from its start to its end: time by the clock, and of processors by all its threads. */
    public record Cost(double wallSeconds, double processorSeconds) {

        /** The middle one of several times by the clock. */
        public static double wall(List<Cost> costs) {
            return median(costs, Cost::wallSeconds);
        }

        /** The middle one of several times of processors. */
        public static double processor(List<Cost> costs) {
            return median(costs, Cost::processorSeconds);
        }

        private static double median(List<Cost> costs, ToDoubleFunction<Cost> time) {
            double[] values = costs.stream().mapToDouble(time).toArray();
            Arrays.sort(values);
            return values[values.length / 2];
        }
    }

    /** Processes that work in a folder. */
    public Processes(Path folder) {
        this.folder = folder;
    }

    /** Runs a program to its end, one at a time. One that fails is an error with all that it said. */
    public Cost run(List<String> command) throws IOException, InterruptedException {
        double before = processorOfChildren();
        long start = System.nanoTime();
        Path messages = folder.resolve("messages.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(messages.toFile())
                .start();
        int code = process.waitFor();
        double wall = (System.nanoTime() - start) / 1e9;
        if (code != 0) {
            throw new IOException(command + " has ended with " + code + ": " + Files.readString(messages));
        }
        return new Cost(wall, processorOfChildren() - before);
    }

    /** The jar that {@code kpipe build} makes of a pipeline. */
    public Path build(Path program) throws IOException, InterruptedException {
        Path jar = folder.resolve(program.getFileName().toString().replace(".kpipe", ".jar"));
        run(List.of(java(), "-cp", classPath(), "kpipe.cli.Main", "build", "-o", jar.toString(), program.toString()));
        return jar;
    }

    /** User and system time of all children that have ended: proc_pid_stat(5), fields 16 and 17. */
    private static double processorOfChildren() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS_PER_SECOND;
    }

    /** The Java that runs this. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The class path of this process, good in any folder. */
    public static String classPath() {
        return absolute(System.getProperty("java.class.path"));
    }

    /** A class path that is good in any folder. */
    public static String absolute(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .map(path -> Path.of(path).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Deletes a folder with all that is in it, if it is there. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
