package kpipe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import kpipe.compiler.Compiler;
import kpipe.tool.LiveRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WhyCommandTest {

    private static final String PIPELINE = """
            STREAM readings (at TIMESTAMP, car VARCHAR)
              FROM FILE '*.csv' (follow = TRUE, poll = 20 MILLISECONDS)
              FORMAT CSV
              EVENT TIME at LATENESS 10 SECONDS;

            PUMP why_per_minute INTO per_minute AS
              SELECT STREAM car, COUNT(*) AS n FROM readings GROUP BY car WINDOWED BY TUMBLING (INTERVAL '1' MINUTE);
            PUMP why_sums INTO sums AS
              SELECT STREAM car, SUM(n) OVER (PARTITION BY car RANGE INTERVAL '1' HOUR PRECEDING) AS n FROM per_minute;
            """;

    @TempDir
    private Path folder;

    /** What a command says, once it says something like this: a run can be asked a moment after it has begun. */
    private static CommandLineRun eventually(String wanted, String... arguments) {
        while (true) {
            CommandLineRun run = CommandLineRun.kpipe(arguments);
            if (run.out().contains(wanted)) {
                return run;
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Test
    void theInputThatIsBehindIsNamed() throws Exception {
        Files.writeString(folder.resolve("one.csv"), "2026-01-01 12:00:01,a\n2026-01-01 12:00:50,b\n");
        Files.writeString(folder.resolve("two.csv"), "2026-01-01 12:05:50,a\n");
        Path file = folder.resolve("live.kpipe");
        Files.writeString(file, PIPELINE);
        Compiler compiler = new Compiler();
        LiveRun run = new LiveRun(
                compiler,
                compiler.check(file.toString(), Map.of(), true),
                Map.of(),
                file,
                new PrintStream(OutputStream.nullOutputStream()));
        Thread thread = new Thread(run::run);
        thread.start();
        try {
            assertThat(eventually("two.csv is at", "why", "why_per_minute").out())
                    .contains("pump why_per_minute of live (process ")
                    .contains("time      2026-01-01 12:00:40.000, ")
                    .contains("one.csv is behind")
                    .contains("two.csv is at 2026-01-01 12:05:40.000")
                    .contains("with IDLE AFTER in the declaration of the stream")
                    .contains("tumbling window (live.kpipe:7)")
                    .contains("waits   until time is 2026-01-01 12:01:00.000")
                    .contains("holds   3 groups in ")
                    .contains("late    0 rows");
            assertThat(CommandLineRun.kpipe("why", "why_sums").out())
                    .contains("stage why_sums has read all that there is; it has the time of stream per_minute")
                    .contains("stage why_per_minute has read all that there is; it has the time of stream readings")
                    .contains("one.csv is behind");
            assertThat(CommandLineRun.kpipe("why").out())
                    .contains("live (process ")
                    .contains("  pump why_sums: 2026-01-01 12:00:40.000");
            assertThat(CommandLineRun.kpipe("why", "why_sums", "--format", "json")
                            .out())
                    .startsWith("[{\"pipeline\":\"live\"")
                    .contains("\"what\":\"OVER\",\"place\":\"live.kpipe:9\"")
                    .endsWith("]\n");
            CommandLineRun unknown = CommandLineRun.kpipe("why", "why_nobody", "--in", folder.toString());
            assertThat(unknown.exitCode()).isEqualTo(Exit.FAILED);
            assertThat(unknown.err())
                    .isEqualTo("kpipe: `live` has no pump `why_nobody`; it has `why_per_minute`, `why_sums`\n");
        } finally {
            run.stop();
            thread.join();
        }
        assertThat(CommandLineRun.kpipe("why", "why_sums", "--in", folder.toString())
                        .exitCode())
                .isEqualTo(Exit.FAILED);
    }
}
