package kpipe.runtime.engine;

import static kpipe.runtime.engine.Fixtures.ROWS;
import static kpipe.runtime.engine.Fixtures.from;
import static kpipe.runtime.engine.Fixtures.stream;
import static kpipe.runtime.engine.Fixtures.topology;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import kpipe.runtime.engine.Topology.DestinationNode;
import kpipe.runtime.engine.Topology.EventTime;
import kpipe.runtime.engine.Topology.PartitionNode;
import kpipe.runtime.engine.Topology.Partitioning;
import kpipe.runtime.engine.Topology.TransformNode;
import kpipe.runtime.host.SeededCrew;
import kpipe.runtime.host.VirtualHost;
import kpipe.runtime.stream.Tally;
import kpipe.runtime.stream.Troubles;
import kpipe.spi.Options;
import kpipe.spi.Transform;
import org.junit.jupiter.api.Test;

/** What destinations deliver, when, and under which names; on a virtual disk and in virtual time. */
final class DeliveryTest {

    private final VirtualHost host = new VirtualHost(35, 3_600_000);
    private final Fixtures.Lines source = new Fixtures.Lines();
    private final Fixtures.Files sink = new Fixtures.Files();

    private String address = "out/";
    private boolean gzip;
    private long bufferBytes = 1 << 20;
    private List<TransformNode> transforms = List.of();
    private List<PartitionNode> partitions = List.of();
    private long retryMillis;
    private String errorsTo;
    private String backupTo;
    private EventTime time = EventTime.ARRIVAL;

    private final List<String> said = new ArrayList<>();
    private final Troubles troubles = new Troubles(said::add);
    private Engine engine;

    private void start() throws PipelineException {
        DestinationNode destination = new DestinationNode(
                "lake",
                "in",
                ROWS,
                new int[] {0, 1},
                sink,
                address,
                Options.NONE,
                Fixtures.LineEncoder::new,
                transforms,
                gzip,
                gzip ? ".txt.gz" : ".txt",
                bufferBytes,
                60_000,
                partitions,
                retryMillis,
                errorsTo,
                backupTo);
        Topology topology = topology(
                List.of(stream("in", from(source), 1, new Partitioning.Forward(), time)),
                List.of(),
                List.of(destination));
        engine = new Engine(topology, host, troubles);
        engine.start();
        settle();
    }

    private void settle() {
        ((SeededCrew) engine.crew()).settle();
    }

    private void put(String lines) {
        source.put(lines);
        settle();
    }

    private void moveTo(long millis) {
        host.moveTo(3_600_000 + millis);
        settle();
    }

    private void end() {
        source.end();
        settle();
    }

    /** The files there are; the number that tells objects of one time apart is left out of the names. */
    private TreeMap<String, String> files() throws Exception {
        TreeMap<String, String> files = new TreeMap<>();
        for (String path : host.disk().paths()) {
            byte[] bytes = host.disk().get(path);
            if (path.endsWith(".gz")) {
                bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
            }
            files.put(path.replace("-z-0000", "#"), new String(bytes, StandardCharsets.UTF_8));
        }
        return files;
    }

    private Tally tally() {
        for (Count count : engine.counts()) {
            if (count.kind().equals("destination")) {
                return count.tally();
            }
        }
        throw new AssertionError();
    }

    @Test
    void anObjectIsDeliveredWhenItsOldestRecordHasWaitedLongEnough() throws Exception {
        start();
        put("a,1,\n");
        moveTo(30_000);
        put("b,2,\n");
        moveTo(59_999);
        assertThat(files()).isEmpty();
        moveTo(60_000);
        assertThat(files()).containsExactly(java.util.Map.entry("out/lake-1970-01-01-01-00-00#01.txt", "a,1\nb,2\n"));
        put("c,3,\n");
        end();
        assertThat(files()).hasSize(2).containsValue("c,3\n");
        assertThat(sink.isOpen()).isFalse();
        assertThat(tally().delivered).isEqualTo(3);
        assertThat(tally().objects).isEqualTo(2);
    }

    @Test
    void anObjectIsDeliveredWhenItIsLargeEnough() throws Exception {
        bufferBytes = 10;
        start();
        put("a,1,\nb,2,\nc,3,\nd,4,\n");
        assertThat(files().values()).containsExactly("a,1\nb,2\nc,3\n");
        end();
        assertThat(files().values()).containsExactly("a,1\nb,2\nc,3\n", "d,4\n");
    }

    @Test
    void withoutABufferRecordsGoAtOnce() throws Exception {
        bufferBytes = 0;
        start();
        put("a,1,\n");
        put("b,2,\n");
        assertThat(files().values()).containsExactly("a,1\n", "b,2\n");
    }

    @Test
    void objectsMayBeCompressed() throws Exception {
        gzip = true;
        start();
        put("a,1,\n");
        end();
        assertThat(files().values()).containsExactly("a,1\n");
    }

    @Test
    void theTimeInAnAddressIsTheRowtimeAndObjectsNeverMixHours() throws Exception {
        time = new EventTime(2, 0, 0);
        address = "out/!{timestamp:yyyy/MM/dd/HH}/";
        start();
        put("a,1,3599999\nb,2,3600000\nc,3,7199999\nd,4,-1\n");
        end();
        assertThat(files())
                .containsEntry("out/1970/01/01/00/lake-1970-01-01-00-59-59#01.txt", "a,1\n")
                .containsEntry("out/1969/12/31/23/lake-1969-12-31-23-59-59#03.txt", "d,4\n")
                .containsValue("b,2\nc,3\n")
                .hasSize(3);
    }

    @Test
    void namesOfMonthsAndQuotedTextNeedTheFormatter() throws Exception {
        address = "out/!{timestamp:'year='yyyy/MMM/}!{partition:unknown}";
        start();
        put("a,1,\n");
        end();
        assertThat(files().firstKey()).startsWith("out/year=1970/Jan/lake-");
    }

    @Test
    void valuesOfPartitionsNeverShareAnObjectNorLeaveTheirFolder() throws Exception {
        address = "out/key=!{partition:k}/";
        partitions = List.of(new PartitionNode("k", 0));
        start();
        put("a,1,\n../../etc,2,\n..,3,\na,4,\nc:\\x,5,\n");
        end();
        assertThat(files().values()).containsExactlyInAnyOrder("a,1\na,4\n", "../../etc,2\n", "..,3\n", "c:\\x,5\n");
        assertThat(files().keySet()).allMatch(path -> path.matches("out/key=[^/]*/lake[^/]*"));
        assertThat(files().keySet()).anyMatch(path -> path.startsWith("out/key=..%2F..%2Fetc/"));
        assertThat(files().keySet()).anyMatch(path -> path.startsWith("out/key=%2E%2E/"));
    }

    @Test
    void aRecordWithoutItsPartitionIsAnErrorRecord() throws Exception {
        address = "out/!{partition:k}/";
        partitions = List.of(new PartitionNode("k", 0));
        errorsTo = "errors";
        start();
        put(",1,\na,2,\n");
        end();
        assertThat(files()).hasSize(2).containsValue("a,2\n");
        assertThat(files().firstKey()).startsWith("errors/processing-failed/1970/01/01/01/lake-");
        assertThat(files().firstEntry().getValue())
                .isEqualTo("{\"attemptsMade\":1,\"arrivalTimestamp\":3600000,"
                        + "\"errorCode\":\"DynamicPartitioning.MetadataExtractionFailed\","
                        + "\"errorMessage\":\"the partition value `k` is NULL or empty\","
                        + "\"attemptEndingTimestamp\":3600000,\"rawData\":\"LDEK\"}\n");
        assertThat(tally().errors).isEqualTo(1);
    }

    @Test
    void moreThanFiveHundredPartitionsDoNotGatherForEver() throws Exception {
        address = "out/!{partition:k}/";
        partitions = List.of(new PartitionNode("k", 0));
        start();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 700; i++) {
            lines.append("k").append(i).append(",1,\n");
        }
        put(lines.toString());
        assertThat(files()).hasSize(200);
        end();
        assertThat(files()).hasSize(700);
    }

    private static TransformNode transform(String name, Transform transform) {
        return new TransformNode(name, () -> transform);
    }

    @Test
    void aTransformChangesAddsDropsAndFails() throws Exception {
        errorsTo = "errors/!{firehose:error-output-type}/";
        transforms = List.of(
                transform("first", record -> switch (record.text()) {
                    case "a,1" -> record.text("A,1");
                    case "b,2" -> record.append("b,3");
                    case "c,3" -> record.drop();
                    case "d,4" -> record.fail("no d today");
                    case "e,5" -> throw new IllegalStateException("broken");
                    default -> record;
                }),
                transform("second", record -> record.text(record.text() + "!")));
        start();
        put("a,1,\nb,2,\nc,3,\nd,4,\ne,5,\nf,6,\n");
        end();
        assertThat(files()).containsValue("A,1!\nb,2!\nb,3!\nf,6!\n").hasSize(2);
        assertThat(files().firstEntry().getValue())
                .contains(
                        "\"errorMessage\":\"transform `first`: no d today\"",
                        "\"errorMessage\":\"transform `first`: broken\"")
                .contains("\"rawData\":\"ZCw0Cg==\"", "\"transform\":\"first\"");
        assertThat(tally().dropped).isEqualTo(1);
        assertThat(tally().errors).isEqualTo(2);
        assertThat(tally().delivered).isEqualTo(4);
    }

    @Test
    void aBackupHoldsTheRecordsAsTheyWere() throws Exception {
        backupTo = "backup/";
        transforms = List.of(transform("t", record -> record.text("changed")));
        start();
        put("a,1,\n");
        end();
        assertThat(files()).containsValue("changed\n");
        assertThat(files().firstEntry().getValue()).isEqualTo("a,1\n");
        assertThat(files().firstKey()).startsWith("backup/1970/01/01/01/lake-");
    }

    @Test
    void aFailedDeliveryIsTriedAgainLaterAndLater() throws Exception {
        bufferBytes = 0;
        retryMillis = 10_000;
        sink.failing(3, true);
        start();
        put("a,1,\n");
        moveTo(99);
        assertThat(tally().retries).isEqualTo(1);
        moveTo(100);
        moveTo(299);
        assertThat(tally().retries).isEqualTo(2);
        moveTo(300);
        moveTo(700);
        assertThat(files().values()).containsExactly("a,1\n");
        assertThat(tally().retries).isEqualTo(3);
    }

    @Test
    void aDestinationThatTriesAgainSaysSoOnceAndThatItWorksAgain() throws Exception {
        bufferBytes = 0;
        retryMillis = 10_000;
        sink.failing(3, true);
        start();
        put("a,1,\nb,2,\n");
        moveTo(300);
        assertThat(said)
                .containsExactly("warning: destination `lake` cannot deliver: the store is away; it tries again");
        moveTo(1_000);
        moveTo(2_000);
        assertThat(said).hasSize(2).last().isEqualTo("note: destination `lake` delivers again");
        assertThat(troubles.all()).isEmpty();
    }

    @Test
    void whatCannotBeDeliveredGoesToTheErrorsWithItsReason() throws Exception {
        errorsTo = "errors/";
        bufferBytes = 0;
        retryMillis = 150;
        sink.failing(2, true);
        start();
        put("a,1,\nb,2,\n");
        moveTo(100);
        put("c,3,\n");
        end();
        assertThat(files()).containsValue("c,3\n").hasSize(2);
        assertThat(files().firstKey()).startsWith("errors/files-failed/");
        assertThat(files().firstEntry().getValue().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("\"attemptsMade\":2,")
                        && line.contains("\"errorMessage\":\"the store is away\""));
        assertThat(tally().errors).isEqualTo(2);
        assertThat(tally().delivered).isEqualTo(1);
    }

    @Test
    void withoutErrorsToAFailedDeliveryEndsThePipeline() throws Exception {
        bufferBytes = 0;
        sink.failing(1, false);
        start();
        put("a,1,\n");
        assertThatThrownBy(() -> engine.check())
                .isInstanceOf(PipelineException.class)
                .hasMessage(
                        "destination `lake`: the store is away; without ERRORS TO there is no other place for its records");
    }

    @Test
    void aFullDiskIsSaidSo() throws Exception {
        bufferBytes = 0;
        host.disk().capacity(2);
        start();
        put("a,1,\n");
        assertThatThrownBy(() -> engine.check()).hasMessageContaining("no space left on the disk");
    }

    @Test
    void aDestinationThatIsStuckHoldsBackItsSourceAndNothingIsLost() throws Exception {
        bufferBytes = 0;
        retryMillis = 1_000_000;
        sink.failing(1_000, true);
        start();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            lines.append("key")
                    .append(i)
                    .append(",")
                    .append("1234567890".repeat(1))
                    .append(",\n");
        }
        for (int i = 0; i < 200; i++) {
            source.put(lines.toString());
        }
        settle();
        long read = engine.counts().get(0).tally().read;
        assertThat(read).isLessThan(2_000_000 / 2);
        assertThat(engine.counts().get(1).queuedBytes()).isLessThan(32 << 20);
        sink.failing(0, true);
        source.end();
        moveTo(40_000);
        assertThat(engine.counts().get(0).tally().read).isEqualTo(2_000_000);
        assertThat(tally().delivered).isEqualTo(2_000_000);
    }
}
