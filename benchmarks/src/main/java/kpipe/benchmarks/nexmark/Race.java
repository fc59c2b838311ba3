package kpipe.benchmarks.nexmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import kpipe.benchmarks.Processes;
import kpipe.benchmarks.Processes.Cost;

/**
 * Runs every query of Nexmark in kpipe, in Flink SQL and in Esper, each as a process of its own over the same files of JSON, in turns, and tells what each cost. Each also
 * has to answer a smaller input as {@link Answers} do, and results over the whole input have to be equal; where they are not, the report says so.
 */
public final class Race {

    private static final int CHECKED_EVENTS = 100_000;
    private static final int EVENTS_PER_SECOND = 10_000;
    private static final int AUCTIONS_IN_FLIGHT = 100;
    private static final int NUMBERS = 10_000;
    /** Flink keeps changing these, and sends the changes nowhere while it is timed, as in its own benchmark. */
    private static final Set<String> CHANGING = Set.of("q4", "q15", "q16", "q17", "q18", "q19");

    private static final String FLINK = "Flink SQL";
    private static final String NONE = "none";
    private static final String FEW = "few";
    private static final String ALL = "all";

    private final Path folder;
    private final Processes processes;
    private final PrintStream report;
    private final Map<String, Long> rows = new LinkedHashMap<>();
    private final List<String> differences = new ArrayList<>();
    private final List<Contestant> contestants = new ArrayList<>();

    /** A system: its name, and the command that runs a query over a folder of events. */
    private record Contestant(String name, Command command) {}

    private interface Command {
        List<String> of(String query, Path events, Path results);
    }

    private Race(Path folder, PrintStream report) {
        this.folder = folder;
        this.processes = new Processes(folder);
        this.report = report;
    }

    /**
     * Arguments: the root of the source tree; how many events; how many rounds; the queries, with commas between them, or {@code all}. The system properties {@code flink} and {@code esper} are the
     * class paths of those two; without one of them, it is left out.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path root = Path.of(arguments[0]).toAbsolutePath();
        int events = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        List<String> queries = arguments[3].equals("all") ? Queries.NAMES : List.of(arguments[3].split(","));
        Path folder = Files.createTempDirectory("kpipe-nexmark");
        try {
            Race race = new Race(folder, System.out);
            race.prepare(root.resolve("benchmarks/nexmark"), events, queries);
            race.check(queries);
            race.tellDifferences();
            race.measure(queries, rounds);
            race.tellDifferences();
        } finally {
            Processes.delete(folder);
        }
    }

    private static Iterable<Event> events(int count) {
        return () -> {
            EventSource source = new EventSource(1, 0, EVENTS_PER_SECOND, AUCTIONS_IN_FLIGHT);
            return Stream.generate(source::next).limit(count).iterator();
        };
    }

    private void prepare(Path pipelines, int events, List<String> queries) throws IOException, InterruptedException {
        EventFiles.write(folder.resolve(NONE), events(0), 0, NUMBERS);
        EventFiles.write(folder.resolve(FEW), events(CHECKED_EVENTS), 0, NUMBERS);
        EventFiles.write(folder.resolve(ALL), events(events), 0, NUMBERS);
        Map<String, Long> lines = new LinkedHashMap<>();
        for (String table : List.of("persons", "auctions", "bids")) {
            try (Stream<String> read = Files.lines(folder.resolve(ALL).resolve(table + ".jsonl"))) {
                lines.put(table, read.count());
            }
        }
        Map<String, Path> jars = new LinkedHashMap<>();
        for (String query : queries) {
            Path pipeline = pipelines.resolve(query + ".kpipe");
            String text = Files.readString(pipeline);
            rows.put(query, 0L);
            lines.forEach((table, count) -> rows.merge(query, text.contains("GIVEN " + table) ? count : 0, Long::sum));
            jars.put(query, processes.build(pipeline));
        }
        contestants.add(new Contestant(
                "kpipe",
                (query, from, to) -> List.of(
                        Processes.java(),
                        "-jar",
                        String.valueOf(jars.get(query)),
                        "--set",
                        "INPUT=" + from,
                        "--set",
                        "RESULTS=" + to)));
        add(FLINK, "flink", "kpipe.benchmarks.flink.FlinkNexmark");
        add("Esper", "esper", "kpipe.benchmarks.esper.EsperNexmark");
    }

    private void add(String name, String property, String program) {
        String classPath = System.getProperty(property);
        if (classPath != null) {
            String absolute = Processes.absolute(classPath);
            contestants.add(new Contestant(
                    name,
                    (query, from, to) -> List.of(
                            Processes.java(), "-cp", absolute, program, query, from.toString(), to.toString())));
        }
    }

    /** Whether all answer a small input as is right. */
    private void check(List<String> queries) throws IOException, InterruptedException {
        Answers answers = new Answers(events(CHECKED_EVENTS), 0, NUMBERS);
        for (String query : queries) {
            List<String> expected = Results.comparable(query, answers.of(query));
            for (Contestant contestant : contestants) {
                Path results = emptyResults();
                List<String> command = new ArrayList<>(contestant.command().of(query, folder.resolve(FEW), results));
                if (contestant.name().equals(FLINK)) {
                    command.add("compare");
                }
                processes.run(command);
                List<String> actual = Results.comparable(query, Results.read(results));
                String difference = Results.difference(expected, actual);
                boolean lost = query.equals("q12") && contestant.name().equals(FLINK);
                if (!lost && !difference.isEmpty()) {
                    differences.add(query + ", " + contestant.name() + ": " + difference);
                }
            }
        }
    }

    private Path emptyResults() throws IOException {
        Path results = folder.resolve("results");
        Processes.delete(results);
        return Files.createDirectory(results);
    }

    private void measure(List<String> queries, int rounds) throws IOException, InterruptedException {
        head();
        measure(queries.get(0), NONE, rounds);
        for (String query : queries) {
            measure(query, ALL, rounds);
        }
    }

    private void tellDifferences() {
        differences.forEach(report::println);
        differences.clear();
    }

    private void measure(String query, String input, int rounds) throws IOException, InterruptedException {
        Map<Contestant, List<Cost>> costs = new LinkedHashMap<>();
        Map<String, String> digests = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Contestant contestant : contestants) {
                Path results = emptyResults();
                Cost cost = processes.run(contestant.command().of(query, folder.resolve(input), results));
                costs.computeIfAbsent(contestant, none -> new ArrayList<>()).add(cost);
                if (round == 0 && (!isSilent(query) || !contestant.name().equals(FLINK))) {
                    digests.put(contestant.name(), Results.digest(query, results));
                }
            }
        }
        if (digests.values().stream().distinct().count() > 1) {
            differences.add(query + ": results over the whole input differ: " + digests);
        }
        line(input.equals(NONE) ? "start" : query, input.equals(NONE) ? 0 : rows.getOrDefault(query, 0L), costs);
    }

    /** Whether Flink writes no results that could be compared: it keeps changing them, or throws away those of a window that the clock has not closed when the input ends. */
    private static boolean isSilent(String query) {
        return CHANGING.contains(query) || query.equals("q12");
    }

    private void head() {
        report.print("| query | rows |");
        contestants.forEach(contestant ->
                report.printf(Locale.ROOT, " %s, processor s | wall s | rows/s/core |", contestant.name()));
        contestants.stream()
                .skip(1)
                .forEach(
                        contestant -> report.printf(Locale.ROOT, " %s / kpipe, processor | wall |", contestant.name()));
        report.println();
        report.println("|---|" + "---:|".repeat(1 + contestants.size() * 5 - 2));
    }

    private void line(String name, long read, Map<Contestant, List<Cost>> costs) {
        report.printf(Locale.ROOT, "| %s | %,d |", name, read);
        costs.values()
                .forEach(own -> report.printf(
                        Locale.ROOT,
                        " %.2f | %.2f | %,.0f |",
                        Cost.processor(own),
                        Cost.wall(own),
                        read / Cost.processor(own)));
        List<Cost> kpipe = costs.get(contestants.get(0));
        costs.forEach((contestant, own) -> {
            if (kpipe != null && own != kpipe) {
                report.printf(
                        Locale.ROOT,
                        " %.1f | %.1f |",
                        Cost.processor(own) / Cost.processor(kpipe),
                        Cost.wall(own) / Cost.wall(kpipe));
            }
        });
        report.println();
    }
}
