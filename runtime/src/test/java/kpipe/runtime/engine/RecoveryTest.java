package kpipe.runtime.engine;

import static kpipe.runtime.engine.Fixtures.ROWS;
import static kpipe.runtime.engine.Fixtures.destination;
import static kpipe.runtime.engine.Fixtures.stage;
import static kpipe.runtime.engine.Fixtures.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import kpipe.runtime.engine.Topology.EventTime;
import kpipe.runtime.engine.Topology.Partitioning;
import kpipe.runtime.engine.Topology.StreamNode;
import kpipe.runtime.engine.Topology.StreamRole;
import kpipe.runtime.host.VirtualDisk.PowerFailure;
import kpipe.runtime.host.VirtualHost;
import kpipe.runtime.stream.Troubles;
import org.junit.jupiter.api.Test;

/** Pipelines that are killed, stopped and run again: whatever happens, they leave what one leaves that nothing disturbs. */
final class RecoveryTest {

    private static final int SEEDS = Boolean.getBoolean("campaign") ? 2_000 : 60;
    private static final Keeping KEEPING = Keeping.usual("test", false);
    private static final Partitioning FORWARD = new Partitioning.Forward();

    private final List<String> said = new ArrayList<>();

    /** Lines of keys, numbers and times that mostly grow; now and then one that is no row, or fails, or comes late. */
    private static String lines(Random random, int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            int number = random.nextInt(15) == 0 ? -1 : random.nextInt(100);
            lines.append(random.nextInt(25) == 0 ? "what" : "k" + random.nextInt(5) + "," + number)
                    .append(',')
                    .append(i * 3 + random.nextInt(20))
                    .append('\n');
        }
        return lines.toString();
    }

    private static Topology topology(int lanes) {
        Partitioning byKey = new Partitioning.ByKey(new int[] {0});
        Replayed file = new Replayed("in.txt");
        return Fixtures.topology(
                List.of(
                        stream("in", Fixtures.from(file), lanes, byKey, new EventTime(2, 10, 0)),
                        stream("good", null, lanes, FORWARD, EventTime.ARRIVAL),
                        stream("sums", null, lanes, byKey, EventTime.ARRIVAL),
                        new StreamNode(
                                "error_stream",
                                StreamRole.ERROR_STREAM,
                                kpipe.data.SystemStreams.ERROR_STREAM,
                                1,
                                FORWARD,
                                null,
                                EventTime.ARRIVAL,
                                null,
                                0,
                                List.of()),
                        new StreamNode(
                                "p.late",
                                StreamRole.LATE,
                                kpipe.data.SystemStreams.late(ROWS),
                                1,
                                FORWARD,
                                null,
                                EventTime.ARRIVAL,
                                null,
                                0,
                                List.of())),
                List.of(
                        stage("g", "in", "good", Fixtures.Pass::new),
                        stage("p", "good", "sums", () -> new Windows(25))),
                List.of(
                        destination("d", "sums", new Replayed.Shown(), "out/"),
                        destination("all", "good", new Replayed.Shown(), "all/"),
                        Fixtures.errors("e", new Replayed.Shown(), "errors/"),
                        destination("late", "p.late", new Replayed.Shown(), "late/")));
    }

    private Engine engine(Topology topology, VirtualHost host, int batchRows, Random checkpoints)
            throws PipelineException {
        Engine engine = new Engine(
                topology,
                host,
                new RealEnds(host),
                new Sizing(2_000, batchRows, Long.MAX_VALUE),
                0,
                KEEPING,
                new Troubles(said::add));
        engine.prepare();
        engine.crew().beside(() -> {
            if (checkpoints.nextInt(8) == 0) {
                engine.requestCheckpoint();
            }
            return 0;
        });
        engine.go();
        return engine;
    }

    /** What everybody can see, the rows of each folder in order. */
    private static Map<String, List<String>> visible(VirtualHost host) {
        Map<String, List<String>> visible = new TreeMap<>();
        for (String path : host.disk().paths()) {
            int slash = path.indexOf('/');
            if (slash > 0 && !path.startsWith(".kpipe/")) {
                assertThat(path).as("unfinished").doesNotContain(".part");
                String text = new String(host.disk().get(path), StandardCharsets.UTF_8);
                visible.computeIfAbsent(path.substring(0, slash), absent -> new ArrayList<>())
                        .addAll(text.lines().toList());
            }
        }
        visible.values().forEach(rows -> rows.sort(null));
        return visible;
    }

    /** The rows that are missing, and those that are too many. */
    private static List<String> difference(Map<String, List<String>> expected, Map<String, List<String>> found) {
        List<String> difference = new ArrayList<>();
        for (String folder : expected.keySet()) {
            List<String> more = new ArrayList<>(found.getOrDefault(folder, List.of()));
            for (String row : expected.get(folder)) {
                if (!more.remove(row)) {
                    difference.add(folder + " lacks " + row);
                }
            }
            more.forEach(row -> difference.add(folder + " has too " + row));
        }
        return difference;
    }

    private Map<String, List<String>> undisturbed(String text, int lanes) throws Exception {
        VirtualHost host = new VirtualHost(1, 0);
        host.disk().put("in.txt", text.getBytes(StandardCharsets.UTF_8));
        Engine engine = engine(topology(lanes), host, 1024, new Random(1));
        engine.await();
        assertThat(engine.crew().isDone()).isTrue();
        return visible(host);
    }

    @Test
    void whereverThePowerFailsAndWheneverItIsStoppedTheRowsAreThoseOfAnUndisturbedRun() throws Exception {
        long first = Long.getLong("seed", 1);
        int resumed = 0;
        for (long seed = first; seed < first + SEEDS; seed++) {
            Random random = new Random(seed);
            String text = lines(random, 150);
            int lanes = 1 + random.nextInt(3);
            Map<String, List<String>> expected = undisturbed(text, lanes);
            assertThat(expected).hasSizeGreaterThan(2);
            VirtualHost host = new VirtualHost(seed, 0);
            host.disk().put("in.txt", text.getBytes(StandardCharsets.UTF_8));
            resumed += disturbed(host, topology(lanes), random);
            assertThat(difference(expected, visible(host)))
                    .as("-Dseed=%s", seed)
                    .isEmpty();
        }
        assertThat(resumed).isGreaterThan(SEEDS);
    }

    /** Runs it until it has ended by itself; returns how often it went on from a checkpoint. */
    private int disturbed(VirtualHost host, Topology topology, Random random) throws Exception {
        int resumed = 0;
        for (int failures = random.nextInt(8); ; failures--) {
            long now = host.disk().operations();
            host.disk().powerFailsAt(failures > 0 ? now + 1 + random.nextInt(250) : Long.MAX_VALUE);
            boolean stopped = failures > 0 && random.nextInt(4) == 0;
            try {
                Engine engine = engine(topology, host, 1 + random.nextInt(20), random);
                resumed += engine.from() == null ? 0 : 1;
                if (stopped) {
                    // In the middle: the first rounds have been worked off when the engine has begun.
                    engine.stop();
                }
                if (random.nextInt(5) == 0) {
                    host.disk().capacity(0);
                }
                engine.await();
                host.disk().heal();
                while (!engine.crew().isDone()) {
                    host.moveTo(host.clock().millis() + 20_000);
                    engine.await();
                }
                if (!stopped) {
                    return resumed;
                }
            } catch (PipelineException failure) {
                boolean full = failure.getMessage().contains("no space left");
                assertThat(full || failure.getCause() instanceof PowerFailure)
                        .as(failure.getMessage())
                        .isTrue();
            } catch (PowerFailure failure) {
                assertThat(failures).isPositive();
            }
            host.disk().heal();
            host.disk().powerReturns(random);
        }
    }

    @Test
    void aRunThatHadEndedIsFollowedByOneThatReadsWhatHasCome() throws Exception {
        VirtualHost host = new VirtualHost(1, 0);
        host.disk().put("in.txt", "a,1,1\na,2,30\n".getBytes(StandardCharsets.UTF_8));
        engine(topology(1), host, 100, new Random(1)).await();
        assertThat(visible(host).get("out")).containsExactly("a,1,1", "a,2,1");
        Engine again = engine(topology(1), host, 100, new Random(1));
        again.await();
        assertThat(again.from()).isNotNull();
        assertThat(again.counts().get(0).tally().read).isZero();
        host.disk().put("in.txt", "a,1,1\na,2,30\nb,7,2\n".getBytes(StandardCharsets.UTF_8));
        engine(topology(1), host, 100, new Random(1)).await();
        assertThat(visible(host).get("out")).containsExactly("a,1,1", "a,2,1", "b,7,1");
    }

    @Test
    void aFolderIsForOneProcess() throws Exception {
        VirtualHost host = new VirtualHost(1, 0);
        host.disk().put("in.txt", new byte[0]);
        engine(topology(1), host, 100, new Random(1));
        assertThatThrownBy(() -> engine(topology(1), host, 100, new Random(1)))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("another process");
    }

    @Test
    void aDamagedCheckpointIsPassedOver() throws Exception {
        VirtualHost host = new VirtualHost(1, 0);
        host.disk().put("in.txt", lines(new Random(5), 40).getBytes(StandardCharsets.UTF_8));
        engine(topology(1), host, 5, new Random(1)).await();
        List<String> checkpoints = host.disk().paths().stream()
                .filter(path -> path.matches(".*/checkpoints/[0-9]+"))
                .sorted((a, b) -> Long.compare(number(a), number(b)))
                .toList();
        assertThat(checkpoints).hasSize(2);
        byte[] newest = host.disk().get(checkpoints.get(1));
        newest[newest.length / 2] ^= 1;
        host.disk().put(checkpoints.get(1), newest);
        Engine engine = engine(topology(1), host, 5, new Random(1));
        assertThat(engine.from().head().number()).isEqualTo(number(checkpoints.get(0)));
        assertThat(said).singleElement().asString().contains("`" + checkpoints.get(1) + "` is damaged");
    }

    private static long number(String path) {
        return Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
    }
}
