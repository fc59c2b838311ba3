package kpipe.benchmarks.nexmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The few events and their answers that the tests of the pipelines give and expect: what stands in {@code benchmarks/nexmark/sample}. */
final class Sample {

    private static final int EVENTS = 400;
    /** From here on come auctions of which q2 speaks, and a person who sells much. */
    private static final int FIRST_EVENT = 20_000;

    private static final int FIRST_NUMBER = 2200;
    private static final int NUMBERS = 12;

    private Sample() {}

    /** Writes the sample into a folder. Its argument is that folder. */
    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]));
    }

    static void write(Path folder) throws IOException {
        List<Event> events = EventFiles.list(new EventSource(2, FIRST_EVENT, 20, 5), EVENTS);
        EventFiles.write(folder, events, FIRST_NUMBER, NUMBERS);
        Answers answers = new Answers(events, FIRST_NUMBER, NUMBERS);
        for (String query : Queries.NAMES) {
            List<String> lines = answers.of(query).stream().sorted().toList();
            Files.writeString(folder.resolve(query + ".jsonl"), String.join("", lines));
        }
    }
}
