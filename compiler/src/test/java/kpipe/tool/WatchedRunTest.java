package kpipe.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import kpipe.compiler.Compiler;
import kpipe.compiler.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class WatchedRunTest {

    private static final String PIPELINE = """
            STREAM readings (id INTEGER) FROM FILE 'readings.jsonl' FORMAT JSON;
            DESTINATION files FROM readings TO FILE 'one/' FORMAT JSON;
            """;

    @TempDir
    private Path folder;

    private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
    private long saved = System.currentTimeMillis();

    @Test
    @Timeout(60)
    void eachVersionThatIsSoundRunsAndTheOthersAreReported() throws Exception {
        Path file = folder.resolve("watched.kpipe");
        Files.writeString(folder.resolve("readings.jsonl"), "{\"id\":1}\n");
        save(file, PIPELINE);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        WatchedRun watched = new WatchedRun(
                new Compiler(), Map.of(), file, reports::add, new PrintStream(said, true, StandardCharsets.UTF_8));
        Thread thread = new Thread(() -> {
            try {
                watched.run();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        try {
            assertThat(next().hasErrors()).isFalse();
            save(file, PIPELINE.replace("readings TO", "reading TO"));
            assertThat(next().hasErrors()).isTrue();
            save(file, PIPELINE.replace("one/", "two/"));
            assertThat(next().hasErrors()).isFalse();
            save(file, PIPELINE.replace("one/", "three/"));
            assertThat(next().hasErrors()).isFalse();
        } finally {
            thread.interrupt();
            thread.join();
        }
        assertThat(folder.resolve("one")).isNotEmptyDirectory();
        assertThat(folder.resolve("two")).isNotEmptyDirectory();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("was saved; running it anew");
    }

    private Report next() throws InterruptedException {
        Report report = reports.poll(30, TimeUnit.SECONDS);
        assertThat(report).isNotNull();
        return report;
    }

    /** Saves it at a time of its own, however coarse the clock of the disk is. */
    private void save(Path file, String text) throws IOException {
        Files.writeString(file, text);
        saved += 2_000;
        Files.setLastModifiedTime(file, FileTime.fromMillis(saved));
    }
}
