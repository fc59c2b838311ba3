package kpipe.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Times whole processes: the jar that {@code kpipe build} writes beside the program that an expert would write by hand, in turns, on one file; and the start and
 * memory of the fleet example. Before anything is timed, both must give the same results. Linux only: the times of child processes are read from {@code /proc}.
 */
public final class WholeProcess {

    private static final int ROUNDS = 7;
    /** What {@code /proc} counts in on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private final Path folder;
    private final PrintStream report;

    private record Cost(double wallSeconds, double processorSeconds) {}

    private WholeProcess(Path folder, PrintStream report) {
        this.folder = folder;
        this.report = report;
    }

    /** Arguments: the root of the source tree; optionally how many documents (2,000,000) and how many devices (1,000). */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path root = Path.of(arguments[0]).toAbsolutePath();
        String documents = arguments.length > 1 ? arguments[1] : "2000000";
        String devices = arguments.length > 2 ? arguments[2] : "1000";
        Path folder = Files.createTempDirectory("kpipe-benchmark");
        try {
            WholeProcess benchmark = new WholeProcess(folder, System.out);
            benchmark.aggregate(root, documents, devices);
            benchmark.fleet(root);
        } finally {
            delete(folder);
        }
    }

    private void aggregate(Path root, String documents, String devices) throws IOException, InterruptedException {
        Path readings = folder.resolve("readings.jsonl");
        TelemetryFile.main(new String[] {readings.toString(), documents, devices});
        Path jar = build(root.resolve("benchmarks/pipelines/aggregate.kpipe"));
        Path byHand = folder.resolve("by-hand.jsonl");
        Path results = folder.resolve("results");
        List<String> hand = List.of(
                java(), "-cp", classPath(), HandJsonAggregate.class.getName(), readings.toString(), byHand.toString());
        List<String> kpipe =
                List.of(java(), "-jar", jar.toString(), "--set", "READINGS=" + readings, "--set", "RESULTS=" + results);
        run(hand);
        run(kpipe);
        same(byHand, results);
        Cost[] ofHand = new Cost[ROUNDS];
        Cost[] ofKpipe = new Cost[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            ofHand[round] = run(hand);
            delete(results);
            ofKpipe[round] = run(kpipe);
        }
        report.printf(
                Locale.ROOT,
                "JSON in, aggregate, JSON out: %s documents (%d MB), %s devices%n",
                documents,
                Files.size(readings) / 1_000_000,
                devices);
        line("  loop by hand", ofHand);
        line("  kpipe", ofKpipe);
        report.printf(
                Locale.ROOT,
                "  ratio: wall %.2f, processor %.2f%n",
                wall(ofKpipe) / wall(ofHand),
                processor(ofKpipe) / processor(ofHand));
        delete(results);
        Files.delete(readings);
    }

    /** The time until the first row of the fleet example is on standard output, and the memory that it takes. */
    private void fleet(Path root) throws IOException, InterruptedException {
        Path jar = build(root.resolve("examples/fleet/fleet.kpipe"));
        copy(root.resolve("examples/fleet"), folder.resolve("fleet"));
        double[] millis = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(java(), "-jar", jar.toString())
                    .directory(folder.resolve("fleet").toFile())
                    .redirectError(new File("/dev/null"))
                    .start();
            try (BufferedReader rows =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                if (rows.readLine() == null) {
                    throw new IOException("the fleet example has written nothing");
                }
                millis[round] = (System.nanoTime() - start) / 1e6;
                while (rows.readLine() != null) {
                    // Reads on, so that the process ends by itself.
                }
            }
            process.waitFor();
        }
        Arrays.sort(millis);
        report.printf(
                Locale.ROOT,
                "fleet: jar of %d kB, java -jar to first row %.0f ms (median of %d)%n",
                Files.size(jar) / 1000,
                millis[ROUNDS / 2],
                ROUNDS);
    }

    private Path build(Path program) throws IOException, InterruptedException {
        Path jar = folder.resolve(program.getFileName().toString().replace(".kpipe", ".jar"));
        run(List.of(java(), "-cp", classPath(), "kpipe.cli.Main", "build", "-o", jar.toString(), program.toString()));
        return jar;
    }

    private Cost run(List<String> command) throws IOException, InterruptedException {
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

    /** User and system time of all children that have ended: proc_pid_stat(5), fields 16 and 17. */
    private static double processorOfChildren() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS_PER_SECOND;
    }

    private static void same(Path byHand, Path results) throws IOException {
        List<String> expected = Files.readAllLines(byHand);
        List<String> actual = new ArrayList<>();
        try (Stream<Path> files = Files.walk(results)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                actual.addAll(Files.readAllLines(file));
            }
        }
        expected.sort(Comparator.naturalOrder());
        actual.sort(Comparator.naturalOrder());
        if (!expected.equals(actual)) {
            for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
                String left = i < expected.size() ? expected.get(i) : "(nothing)";
                String right = i < actual.size() ? actual.get(i) : "(nothing)";
                if (!left.equals(right)) {
                    throw new IOException("the results differ: by hand " + left + ", kpipe " + right);
                }
            }
        }
    }

    private void line(String name, Cost[] costs) {
        report.printf(
                Locale.ROOT, "%s: wall %.2f s, processor %.2f s (medians)%n", name, wall(costs), processor(costs));
    }

    private static double wall(Cost[] costs) {
        return median(Stream.of(costs).mapToDouble(Cost::wallSeconds).toArray());
    }

    private static double processor(Cost[] costs) {
        return median(Stream.of(costs).mapToDouble(Cost::processorSeconds).toArray());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String classPath() {
        // Children run in a folder of their own.
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(path -> Path.of(path).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
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
