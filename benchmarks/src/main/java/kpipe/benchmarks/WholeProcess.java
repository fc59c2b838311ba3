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
import java.util.stream.Stream;
import kpipe.benchmarks.Processes.Cost;

/**
 * Times whole processes: the jar that {@code kpipe build} writes beside the program that an expert would write by hand, in turns, on one file; and the start and
 * memory of the fleet example. Before anything is timed, both must give the same results.
 */
public final class WholeProcess {

    private static final int ROUNDS = 7;
    private final Path folder;
    private final PrintStream report;
    private final Processes processes;

    private WholeProcess(Path folder, PrintStream report) {
        this.folder = folder;
        this.report = report;
        this.processes = new Processes(folder);
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
            Processes.delete(folder);
        }
    }

    private void aggregate(Path root, String documents, String devices) throws IOException, InterruptedException {
        Path readings = folder.resolve("readings.jsonl");
        TelemetryFile.main(new String[] {readings.toString(), documents, devices});
        Path jar = processes.build(root.resolve("benchmarks/pipelines/aggregate.kpipe"));
        Path byHand = folder.resolve("by-hand.jsonl");
        Path results = folder.resolve("results");
        List<String> hand = List.of(
                Processes.java(),
                "-cp",
                Processes.classPath(),
                HandJsonAggregate.class.getName(),
                readings.toString(),
                byHand.toString());
        List<String> kpipe = List.of(
                Processes.java(),
                "-jar",
                jar.toString(),
                "--set",
                "READINGS=" + readings,
                "--set",
                "RESULTS=" + results);
        processes.run(hand);
        processes.run(kpipe);
        same(byHand, results);
        List<Cost> ofHand = new ArrayList<>();
        List<Cost> ofKpipe = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ofHand.add(processes.run(hand));
            Processes.delete(results);
            ofKpipe.add(processes.run(kpipe));
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
                Cost.wall(ofKpipe) / Cost.wall(ofHand),
                Cost.processor(ofKpipe) / Cost.processor(ofHand));
        Processes.delete(results);
        Files.delete(readings);
    }

    /** The time until the first row of the fleet example is on standard output, and the memory that it takes. */
    private void fleet(Path root) throws IOException, InterruptedException {
        Path jar = processes.build(root.resolve("examples/fleet/fleet.kpipe"));
        copy(root.resolve("examples/fleet"), folder.resolve("fleet"));
        double[] millis = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(Processes.java(), "-jar", jar.toString())
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

    private void line(String name, List<Cost> costs) {
        report.printf(
                Locale.ROOT,
                "%s: wall %.2f s, processor %.2f s (medians)%n",
                name,
                Cost.wall(costs),
                Cost.processor(costs));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }
}
