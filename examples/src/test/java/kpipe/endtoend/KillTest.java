package kpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import kpipe.endtoend.Workspace.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar that is killed again and again, at any moment, and started again until it ends: its files hold what those of a run that nobody disturbed hold, each row once. */
final class KillTest {

    private static final int KILLS = Boolean.getBoolean("campaign") ? 200 : 10;
    private static final int ROWS = 200_000;
    private static final List<String> PLACES = List.of("apart", "together", "counts", "refused", "copies");
    private static final Pattern RAW_DATA = Pattern.compile("\"rawData\":\"([^\"]*)\"");

    private static final String PROGRAM = """
            STREAM numbers (n BIGINT, k VARCHAR(2), happened_at TIMESTAMP)
              FROM FILE '${INPUT}' FORMAT JSON EVENT TIME happened_at;

            TRANSFORM pick LANGUAGE JAVA AS $$
              if (record.text().startsWith("77")) {
                return record.fail("no number that begins with 77");
              }
              return record;
            $$;

            PUMP find_odd INTO odd AS SELECT STREAM n, k FROM numbers WHERE MOD(n, 2) = 1;
            PUMP count_all INTO counted AS
              SELECT STREAM k, MIN(n) AS least, COUNT(*) AS how_many, SUM(n) AS total
              FROM numbers GROUP BY k WINDOWED BY TUMBLING 1 MINUTE;

            DESTINATION apart FROM odd TO FILE 'apart/!{partition:k}/' FORMAT CSV
              PARTITION BY k AS k BUFFER 64 KB OR 1 SECOND DELIVERY EXACTLY ONCE;
            DESTINATION together FROM numbers TO FILE 'together/' FORMAT CSV TRANSFORM pick COMPRESSION GZIP
              BUFFER 1 MB OR 1 SECOND BACKUP ALL TO 'copies/' ERRORS TO 'refused/' DELIVERY EXACTLY ONCE;
            DESTINATION counts FROM counted TO FILE 'counts/' FORMAT CSV
              BUFFER 1 MB OR 60 SECONDS DELIVERY EXACTLY ONCE;
            """;

    @TempDir
    private Path folder;

    @Test
    void whateverKillsItEachRowIsThereOnce() throws Exception {
        Workspace workspace = new Workspace(folder);
        workspace.save("killed.kpipe", PROGRAM);
        writeNumbers(folder.resolve("numbers.jsonl"));
        Outcome built = workspace.run("kpipe build killed.kpipe");
        assertThat(built.exitCode()).as(built.output()).isZero();

        Path undisturbed = Files.createDirectories(folder.resolve("undisturbed"));
        long began = System.nanoTime();
        Outcome ran = workspace.run("cd undisturbed && " + command());
        long millis = (System.nanoTime() - began) / 1_000_000;
        assertThat(ran.exitCode()).as(ran.output()).isZero();
        Map<String, List<String>> expected = delivered(undisturbed);
        assertThat(expected.get("together")).hasSizeBetween(ROWS - 20_000, ROWS - 1_000);
        assertThat(expected.get("copies")).hasSize(ROWS);

        long seed = Boolean.getBoolean("campaign") ? System.nanoTime() : 35;
        Random random = new Random(seed);
        for (int kills = 0, world = 0; kills < KILLS; world++) {
            Path place = Files.createDirectories(folder.resolve("world" + world));
            kills += runToTheEnd(workspace, place, random, millis, KILLS - kills);
            assertThat(delivered(place)).as("seed " + seed + ", " + place).isEqualTo(expected);
            workspace.run("rm -rf " + place);
        }
    }

    private static String command() {
        return "exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar ../killed.jar --set INPUT=../numbers.jsonl";
    }

    /** Starts it until it has ended by itself; returns how often it was killed. */
    private int runToTheEnd(Workspace workspace, Path place, Random random, long millis, int mostKills)
            throws Exception {
        Path output = place.resolve("run.txt");
        for (int kills = 0; ; kills++) {
            Process process = workspace.start("cd " + place.getFileName() + " && " + command(), output);
            try {
                long alive = kills < mostKills ? millis / 5 + random.nextLong(millis) : TimeUnit.MINUTES.toMillis(2);
                if (process.waitFor(alive, TimeUnit.MILLISECONDS)) {
                    assertThat(process.exitValue())
                            .as(() -> "after " + kills(output))
                            .isZero();
                    return kills;
                }
                assertThat(kills).as("it does not end").isLessThan(mostKills);
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static String kills(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    private static void writeNumbers(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int n = 0; n < ROWS; n++) {
                // A window closes every few thousand rows, and holds some when the power goes.
                int second = n / 100;
                out.write(String.format(
                        "{\"n\":%d,\"k\":\"%c\",\"happened_at\":\"2026-01-01 %02d:%02d:%02d\"}%n",
                        n, 'a' + n * 7 % 8, second / 3600, second / 60 % 60, second % 60));
            }
        }
    }

    /** The records under each place, whatever files they are in, in their order by text; none of the files may be hidden. */
    private static Map<String, List<String>> delivered(Path place) throws IOException {
        Map<String, List<String>> records = new LinkedHashMap<>();
        for (String name : PLACES) {
            List<String> lines = new ArrayList<>();
            try (Stream<Path> files = Files.walk(place.resolve(name))) {
                for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    assertThat(file.getFileName().toString()).doesNotStartWith(".");
                    lines(file, lines);
                }
            }
            Collections.sort(lines);
            records.put(name, lines);
        }
        return records;
    }

    private static void lines(Path file, List<String> into) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n")) {
                Matcher rawData = RAW_DATA.matcher(line);
                into.add(rawData.find() ? rawData.group(1) : line);
            }
        }
    }
}
