package kpipe.runtime.engine;

import static kpipe.runtime.engine.Fixtures.ROWS;
import static kpipe.runtime.engine.Fixtures.destination;
import static kpipe.runtime.engine.Fixtures.from;
import static kpipe.runtime.engine.Fixtures.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import kpipe.data.RowBatch;
import kpipe.data.Slice;
import kpipe.data.SystemStreams;
import kpipe.data.Text;
import kpipe.runtime.engine.Topology.EventTime;
import kpipe.runtime.engine.Topology.Partitioning;
import kpipe.runtime.engine.Topology.StageNode;
import kpipe.runtime.engine.Topology.StreamNode;
import kpipe.runtime.engine.Topology.StreamRole;
import kpipe.runtime.engine.Topology.TableNode;
import kpipe.runtime.host.SeededCrew;
import kpipe.runtime.host.VirtualHost;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.ReferenceTable;
import kpipe.runtime.stream.Troubles;
import kpipe.spi.Options;
import org.junit.jupiter.api.Test;

/** How reference tables are loaded, and loaded again. */
final class TableTest {

    private final VirtualHost host = new VirtualHost(12, 1_000_000);
    private final Fixtures.Lines source = new Fixtures.Lines();
    private final Fixtures.Contents contents = new Fixtures.Contents("a,1,\nb,2,\n");
    private Engine engine;

    /** Gives each row the numbers of its key in the table, added up, and drops rows of other keys. */
    private static final class LookUp extends Kernel {
        private KernelContext context;

        @Override
        public void open(KernelContext given) {
            context = given;
        }

        @Override
        public void batch(RowBatch rows) {
            ReferenceTable.Snapshot table = context.table("names").current();
            RowBatch out = context.main().batch();
            for (int row = 0; row < rows.size; row++) {
                long sum = sum(table.batches(), rows.textAt(0, row));
                if (sum > 0) {
                    out.appendRow(rows, row);
                    out.values[1][out.size - 1] = sum;
                }
            }
        }

        private static long sum(List<RowBatch> table, Text key) {
            long sum = 0;
            for (RowBatch batch : table) {
                for (int row = 0; row < batch.size; row++) {
                    long slice = batch.values[0][row];
                    sum += Text.equal(batch.heap, Slice.offset(slice), key.bytes(), key.offset(), key.length())
                            ? batch.values[1][row]
                            : 0;
                }
            }
            return sum;
        }
    }

    private void start(long refreshMillis) throws PipelineException {
        StreamNode errors = new StreamNode(
                "error_stream",
                StreamRole.ERROR_STREAM,
                SystemStreams.ERROR_STREAM,
                1,
                new Partitioning.Forward(),
                null,
                EventTime.ARRIVAL,
                null,
                0,
                List.of());
        engine = new Engine(
                new Topology(
                        "test",
                        List.of(
                                stream("in", from(source), 1, new Partitioning.Forward(), EventTime.ARRIVAL),
                                stream("out", null, 1, new Partitioning.Forward(), EventTime.ARRIVAL),
                                errors),
                        List.of(new TableNode(
                                "names", ROWS, contents, "", Options.NONE, Fixtures.LineDecoder::new, refreshMillis)),
                        List.of(new StageNode("p", "p", "in", "out", ROWS, LookUp::new, false, List.of("names"), null)),
                        List.of(
                                destination("found", "out", new Fixtures.Files(), "found/"),
                                Fixtures.errors("failed", new Fixtures.Files(), "failed/")),
                        Map.of()),
                host,
                new Troubles(line -> {}));
        engine.start();
        settle();
    }

    private void settle() {
        ((SeededCrew) engine.crew()).settle();
    }

    private void at(long millis) {
        host.moveTo(1_000_000 + millis);
        settle();
    }

    private void put(String lines) {
        source.put(lines);
        settle();
    }

    private String delivered(String folder) {
        settle();
        StringBuilder all = new StringBuilder();
        for (String path : host.disk().paths()) {
            if (path.startsWith(folder)) {
                all.append(new String(host.disk().get(path), StandardCharsets.UTF_8));
            }
        }
        return all.toString();
    }

    private Count table() {
        return engine.counts().stream()
                .filter(count -> count.kind().equals("table"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTableIsWholeBeforeAPumpLooksIntoIt() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            many.append("a,1,\n");
        }
        contents.change(many + "b,no number,\n");
        source.put("a,0,\nc,0,\n").end();
        start(0);
        assertThat(delivered("found")).isEqualTo("a,3000,\n");
        assertThat(delivered("failed")).contains("BAD_LINE").contains("names");
        assertThat(table().tally().read).isEqualTo(3_001);
        assertThat(table().errors()).isEqualTo(1);
        assertThat(contents.open()).isZero();
        engine.await();
    }

    @Test
    void aRefreshTakesTheRowsOfTheOldVersionAway() throws Exception {
        start(60_000);
        put("a,0,\n");
        contents.change("a,5,\nc,7,\n");
        at(59_999);
        put("a,0,\nb,0,\n");
        at(60_000);
        put("a,0,\nb,0,\nc,0,\n");
        contents.change("");
        at(120_000);
        put("a,0,\nb,0,\nc,0,\n");
        source.end();
        assertThat(delivered("found")).isEqualTo("a,1,\na,1,\nb,2,\na,5,\nc,7,\n");
        assertThat(contents.open()).isZero();
        engine.await();
    }

    @Test
    void aRefreshThatFailsKeepsTheRowsAndIsTriedAgain() throws Exception {
        start(60_000);
        contents.fail("the store is away");
        at(60_000);
        put("a,0,\nb,0,\n");
        assertThat(table().errors()).isEqualTo(1);
        assertThat(contents.open()).isZero();
        at(119_999);
        assertThat(table().errors()).isEqualTo(1);
        contents.change("a,9,\n");
        at(120_000);
        put("a,0,\nb,0,\n");
        source.end();
        assertThat(delivered("found")).isEqualTo("a,1,\nb,2,\na,9,\n");
        assertThat(delivered("failed"))
                .contains("REFRESH_FAILED,the table keeps its rows: the store is away")
                .contains("names");
        engine.await();
    }

    @Test
    void aTableThatCannotBeLoadedEndsThePipeline() throws Exception {
        contents.fail("the store is away");
        start(60_000);
        assertThatThrownBy(engine::await)
                .isInstanceOf(PipelineException.class)
                .hasMessage("table names: the store is away");
        assertThat(contents.open()).isZero();
        assertThat(source.closed()).isTrue();
    }
}
