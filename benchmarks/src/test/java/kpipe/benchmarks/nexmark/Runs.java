package kpipe.benchmarks.nexmark;

import java.nio.file.Files;
import java.nio.file.Path;
import kpipe.cli.Main;

/** A process that checks and tests all pipelines of a folder, and runs those that are measured; {@link Main} ends it with an exit code where one is wrong. */
final class Runs {

    private Runs() {}

    /** Arguments: the folder of the pipelines, that of the events, and one for the results. */
    public static void main(String[] arguments) throws Exception {
        Path pipelines = Path.of(arguments[0]);
        for (String query : Queries.NAMES) {
            String pipeline = pipelines.resolve(query + ".kpipe").toString();
            Main.main(new String[] {"fmt", "--check", pipeline});
            Main.main(new String[] {"test", "--matrix", pipeline});
            Path results = Files.createDirectory(Path.of(arguments[2]).resolve(query));
            Main.main(new String[] {"run", "--set", "INPUT=" + arguments[1], "--set", "RESULTS=" + results, pipeline});
        }
    }
}
