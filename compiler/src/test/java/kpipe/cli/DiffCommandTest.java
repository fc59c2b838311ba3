package kpipe.cli;

import static kpipe.cli.CommandLineRun.kpipe;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kpipe.compiler.Compiler;
import kpipe.compiler.States;
import kpipe.runtime.host.RealDisk;
import kpipe.runtime.state.CheckpointFolder;
import kpipe.runtime.state.CheckpointWriter;
import kpipe.runtime.state.Checkpointed;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kpipe diff} of two files, and of one whose pipeline has kept something; what it says of operators is in spec/diff. */
class DiffCommandTest {

    private static final String PIPELINE = """
            STREAM clicks (page VARCHAR, clicked_at TIMESTAMP NOT NULL)
              FROM FILE 'clicks.jsonl' FORMAT JSON
              EVENT TIME clicked_at;
            PUMP count_pages INTO pages AS
              SELECT STREAM page, COUNT(*) AS clicks FROM clicks GROUP BY page WINDOWED BY TUMBLING 1 MINUTE;
            """;

    @TempDir
    private Path folder;

    private Path old = Path.of("");
    private Path recent = Path.of("");

    @BeforeEach
    void twoFiles() throws IOException {
        old = folder.resolve("old.kpipe");
        recent = folder.resolve("new.kpipe");
        Files.writeString(old, PIPELINE);
        Files.writeString(recent, PIPELINE);
    }

    @Test
    void endsWellWhereAllIsKept() {
        CommandLineRun run = kpipe("diff", old.toString(), recent.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("keep          pump count_pages window")
                .endsWith("the pipeline can go on\n");
    }

    @Test
    void failsWhereSomethingIsIncompatible() throws IOException {
        Files.writeString(recent, PIPELINE.replace("1 MINUTE", "1 HOUR"));

        assertThat(kpipe("diff", old.toString(), recent.toString()).exitCode()).isEqualTo(Exit.FAILED);
        assertThat(kpipe("diff", "--format", "json", old.toString(), recent.toString())
                        .out())
                .contains("\"compatible\":false")
                .contains("\"verdict\":\"incompatible\"");
    }

    @Test
    void aFileThatIsWrongIsToldOf() throws IOException {
        Files.writeString(recent, PIPELINE.replace("COUNT(*)", "COUNT(pages)"));

        CommandLineRun run = kpipe("diff", old.toString(), recent.toString());

        assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("error[");
    }

    @Test
    void oneFileIsComparedWithWhatItsPipelineHasKept() throws IOException {
        assertThat(kpipe("diff", old.toString()).err()).contains("holds nothing that");
        keep(folder.resolve(".kpipe/old"));

        assertThat(kpipe("diff", old.toString()).out()).startsWith("keep          pump count_pages window");
        Files.writeString(old, PIPELINE.replace("page,", "").replace("BY page", "BY ()"));
        assertThat(kpipe("diff", old.toString()).out())
                .startsWith("incompatible  pump count_pages window")
                .contains("its key was `page` and is `none`");
    }

    /** What a run of the old file leaves behind. */
    private void keep(Path data) throws IOException {
        String form = States.of(new Compiler().check(old.toString(), Map.of(), false))
                .get(0)
                .text();
        Files.createDirectories(data);
        CheckpointFolder checkpoints = new CheckpointFolder(new RealDisk(data), "checkpoints", "old");
        try (CheckpointWriter writer = checkpoints.begin(checkpoints.number(), 0, 0, false)) {
            writer.save(new Checkpointed() {
                @Override
                public String stateId() {
                    return "pump count_pages window lane 0";
                }

                @Override
                public String form() {
                    return form;
                }

                @Override
                public void save(StateWriter out) {}

                @Override
                public void restore(StateReader in) {}
            });
            writer.finish();
        }
    }
}
