package kpipe.stdlib.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import kpipe.runtime.engine.DestinationBuilder;
import kpipe.runtime.engine.Engine;
import kpipe.runtime.engine.StreamBuilder;
import kpipe.runtime.engine.Topology.StreamRole;
import kpipe.runtime.engine.TopologyBuilder;
import kpipe.runtime.host.VirtualHost;
import kpipe.runtime.stream.Troubles;
import kpipe.stdlib.connector.file.FileSinkConnector;
import kpipe.stdlib.connector.generator.GeneratorConnector;
import kpipe.stdlib.format.csv.CsvFormat;
import org.junit.jupiter.api.Test;

/** Whole pipelines in virtual time: GENERATOR makes ten rows a second, FILE delivers them. */
class DeliveringTest {

    // 2026-01-01 10:59:50.
    private static final long START = 1_767_265_190_000L;

    private final VirtualHost host = new VirtualHost(35, START);

    private Engine engine(long rows, Consumer<DestinationBuilder> settings) throws Exception {
        TopologyBuilder topology = new TopologyBuilder("test", Map.of());
        StreamBuilder stream = topology.stream("ticks", StreamRole.DECLARED, "test.kpipe:1");
        stream.column("id", "BIGINT NOT NULL");
        stream.column("at", "TIMESTAMP");
        stream.column("region", "VARCHAR(20)");
        stream.from(new GeneratorConnector(), "");
        stream.option("rate", 10.0);
        stream.option("rows", rows);
        stream.option("region", "pick(eu, us, '../up', 'a/b')");
        stream.eventTime(1, 0, 0);
        DestinationBuilder lake = topology.destination("lake", "ticks", "test.kpipe:5");
        lake.column("id", "BIGINT NOT NULL");
        lake.column("at", "TIMESTAMP");
        lake.format(new CsvFormat());
        lake.suffix(".csv");
        lake.buffer(1 << 20, 5_000);
        lake.to(new FileSinkConnector(), "out/");
        settings.accept(lake);
        Engine engine = new Engine(topology.build(), host, new Troubles(line -> {}));
        engine.start();
        engine.await();
        return engine;
    }

    private void runTo(Engine engine, long seconds) throws Exception {
        for (int tick = 0; tick < seconds * 10; tick++) {
            host.moveTo(host.clock().millis() + 100);
            engine.await();
        }
    }

    /** How many records each file holds; what tells the names of a run from those of another is left out. */
    private TreeMap<String, Integer> counts() throws IOException {
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (String path : host.disk().paths()) {
            counts.put(path.replaceFirst("-z-0000", "#"), records(path).size());
        }
        return counts;
    }

    private List<String> records(String path) throws IOException {
        byte[] bytes = host.disk().get(path);
        if (path.endsWith(".gz")) {
            bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
        }
        return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }

    private List<Integer> ids() throws IOException {
        List<Integer> ids = new ArrayList<>();
        for (String path : host.disk().paths()) {
            for (String record : records(path)) {
                ids.add(Integer.parseInt(record.substring(0, record.indexOf(','))));
            }
        }
        ids.sort(null);
        return ids;
    }

    @Test
    void aFileIsWrittenEveryFiveSeconds() throws Exception {
        Engine engine = engine(120, lake -> {});
        runTo(engine, 5);
        // The fifth second ends as the next row comes; either may be first.
        assertThat(counts())
                .containsOnlyKeys("out/lake-2026-01-01-10-59-50#01.csv")
                .allSatisfy((file, records) -> assertThat(records).isBetween(50, 51));
        runTo(engine, 60);
        assertThat(counts().values()).hasSize(3).allMatch(records -> records <= 51);
        assertThat(ids()).hasSize(120).startsWith(1).endsWith(120).doesNotHaveDuplicates();
    }

    @Test
    void aFileIsWrittenWhenItIsLargeEnough() throws Exception {
        Engine engine = engine(1000, lake -> lake.buffer(1000, 60_000));
        runTo(engine, 120);
        // A record has 26 to 29 bytes.
        assertThat(counts().values()).hasSizeBetween(26, 30).allMatch(records -> records <= 39);
        assertThat(ids()).hasSize(1000).doesNotHaveDuplicates();
    }

    @Test
    void theHourOfTheRowsNamesTheFolder() throws Exception {
        Engine engine = engine(200, lake -> {
            lake.to(new FileSinkConnector(), "out/!{timestamp:yyyy/MM/dd/HH}/");
            lake.gzip();
            lake.suffix(".csv.gz");
            lake.buffer(1 << 20, 60_000);
        });
        runTo(engine, 30);
        assertThat(counts())
                .isEqualTo(Map.of(
                        "out/2026/01/01/10/lake-2026-01-01-10-59-50#01.csv.gz", 100,
                        "out/2026/01/01/11/lake-2026-01-01-11-00-00#02.csv.gz", 100));
    }

    @Test
    void columnsDivideFilesAndCannotClimb() throws Exception {
        Engine engine = engine(200, lake -> {
            lake.to(new FileSinkConnector(), "out/!{partition:region}/");
            lake.partition("region");
        });
        runTo(engine, 30);
        assertThat(host.disk().paths()).allMatch(path -> path.matches("out/(eu|us|\\.\\.%2Fup|a%2Fb)/lake-.*\\.csv"));
        assertThat(ids()).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void aFullDiskIsTriedAgainUntilThereIsRoom() throws Exception {
        host.disk().capacity(100);
        Engine engine = engine(100, lake -> lake.retryFor(300_000));
        runTo(engine, 20);
        assertThat(host.disk().paths()).isEmpty();
        host.disk().heal();
        runTo(engine, 120);
        assertThat(ids()).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void whatCannotBeWrittenGoesToTheErrors() throws Exception {
        Engine engine = engine(100, lake -> lake.errorsTo("errors/"));
        host.disk().denyWriting("out");
        runTo(engine, 60);
        assertThat(host.disk().paths())
                .isNotEmpty()
                .allMatch(path -> path.startsWith("errors/file-failed/2026/01/01/"));
        List<String> records = new ArrayList<>();
        for (String path : host.disk().paths()) {
            records.addAll(records(path));
        }
        assertThat(records)
                .hasSize(100)
                .allMatch(record -> record.contains("permission denied") && record.contains("Delivery.Failed"));
    }

    @Test
    void aDirectoryThatCannotBeWrittenToIsSaidAtTheStart() {
        host.disk().denyWriting("out");
        assertThatThrownBy(() -> engine(100, lake -> lake.errorsTo("errors/")))
                .hasMessageContaining("cannot write `out/`: permission denied");
    }

    @Test
    void withoutErrorsToThePipelineEndsAndSaysWhy() throws Exception {
        Engine engine = engine(100, lake -> {});
        host.disk().denyWriting("out");
        assertThatThrownBy(() -> runTo(engine, 60))
                .hasMessageMatching(
                        "destination `lake`: cannot write `out/lake-.*\\.csv`: permission denied; without ERRORS TO there is no other place for its records");
    }
}
