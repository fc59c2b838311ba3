package kpipe.runtime.engine;

import static kpipe.runtime.engine.Fixtures.destination;
import static kpipe.runtime.engine.Fixtures.durable;
import static kpipe.runtime.engine.Fixtures.from;
import static kpipe.runtime.engine.Fixtures.stage;
import static kpipe.runtime.engine.Fixtures.stream;
import static kpipe.runtime.engine.Fixtures.topology;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import kpipe.data.Hash128;
import kpipe.data.Md5;
import kpipe.data.SystemStreams;
import kpipe.runtime.engine.Topology.EventTime;
import kpipe.runtime.engine.Topology.Partitioning;
import kpipe.runtime.host.SeededCrew;
import kpipe.runtime.host.VirtualDisk.PowerFailure;
import kpipe.runtime.host.VirtualHost;
import kpipe.runtime.log.Appended;
import kpipe.runtime.log.LogReader;
import kpipe.runtime.log.LogRecord;
import kpipe.runtime.log.Scaling;
import kpipe.runtime.log.Shard;
import kpipe.runtime.log.StreamLog;
import kpipe.runtime.log.StreamStore;
import kpipe.runtime.stream.Troubles;
import kpipe.spi.ByteSource;
import kpipe.spi.Chunk;
import kpipe.spi.Options;
import kpipe.spi.Source;
import kpipe.spi.SourceConnector;
import kpipe.spi.SourceContext;
import kpipe.spi.Spec;
import org.junit.jupiter.api.Test;

/** Streams that pass through their logs: nothing may be seen of that but that they last. */
final class DurableStreamTest {

    private static final int SEEDS = Boolean.getBoolean("campaign") ? 2_000 : 40;
    private static final long START = 1_700_000_000_000L;
    private static final EventTime BY_EVENT = new EventTime(2, 1_000, 0);
    private static final String FOLDER = ".kpipe/test";

    /** Lines that can be read again from any place, a few a call. */
    private static final class Tape implements SourceConnector {
        private final byte[] text;

        Tape(String text) {
            this.text = text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Spec spec() {
            return new Spec("TAPE", "Lines of a test.", null, false, List.of(), false, null, List.of());
        }

        @Override
        public boolean replays() {
            return true;
        }

        @Override
        public Source source(SourceContext context) {
            return new ByteSource() {
                private int read;
                private Chunk chunk = new Chunk();

                @Override
                public void open() {}

                @Override
                public Status read(Chunk into) {
                    chunk = into;
                    if (read == text.length) {
                        return Status.ENDED;
                    }
                    int length = Math.min(100, text.length - read);
                    into.compact(length);
                    System.arraycopy(text, read, into.bytes, into.end, length);
                    into.end += length;
                    into.input = "tape";
                    read += length;
                    return Status.READ;
                }

                @Override
                public byte[] position() {
                    return ByteBuffer.allocate(4)
                            .putInt(read - chunk.available())
                            .array();
                }

                @Override
                public void seek(byte[] position) {
                    read = ByteBuffer.wrap(position).getInt();
                }

                @Override
                public void close() {}
            };
        }
    }

    private static String lines(Random random, int count) {
        StringBuilder text = new StringBuilder();
        long time = START;
        for (int i = 0; i < count; i++) {
            time += random.nextInt(400);
            long at = time - (random.nextInt(10) == 0 ? random.nextInt(4_000) : 0);
            text.append("key")
                    .append(random.nextInt(9))
                    .append(',')
                    .append(i)
                    .append(',')
                    .append(at)
                    .append('\n');
        }
        return text.toString();
    }

    /** Windows over what comes in, and what they give passed on: through logs if there are shards. */
    private static Topology windows(SourceConnector source, int shards) {
        return topology(
                List.of(
                        shards == 0
                                ? stream("in", from(source), 1, new Partitioning.Forward(), BY_EVENT)
                                : durable("in", from(source), shards, BY_EVENT),
                        shards == 0
                                ? stream("sums", null, 1, new Partitioning.Forward(), EventTime.ARRIVAL)
                                : durable("sums", null, shards + 1, EventTime.ARRIVAL),
                        stream("out", null, 1, new Partitioning.Forward(), EventTime.ARRIVAL)),
                List.of(
                        stage("sum", "in", "sums", () -> new Windows(5_000)),
                        stage("pass", "sums", "out", Fixtures.Pass::new)),
                List.of(destination("d", "out", new Fixtures.Files(), "out/")));
    }

    private static List<String> delivered(VirtualHost host, String folder) {
        List<String> lines = new ArrayList<>();
        for (String path : host.disk().paths()) {
            if (path.startsWith(folder)) {
                byte[] bytes = host.disk().get(path);
                if (bytes != null) {
                    lines.addAll(
                            new String(bytes, StandardCharsets.UTF_8).lines().toList());
                }
            }
        }
        lines.sort(null);
        return lines;
    }

    private static VirtualHost run(Topology topology, long seed) throws Exception {
        VirtualHost host = new VirtualHost(seed, START);
        Engine engine = new Engine(topology, host, new Troubles(line -> {}));
        engine.start();
        engine.await();
        assertThat(engine.crew().isDone()).isTrue();
        return host;
    }

    @Test
    void endWhereErrorsAreDeliveredToo() throws Exception {
        Topology windows = windows(new Tape(lines(new Random(1), 200) + "rubbish\n"), 2);
        List<Topology.StreamNode> streams = new ArrayList<>(windows.streams());
        streams.add(new Topology.StreamNode(
                "error_stream",
                Topology.StreamRole.ERROR_STREAM,
                SystemStreams.ERROR_STREAM,
                1,
                new Partitioning.Forward(),
                null,
                EventTime.ARRIVAL,
                null,
                0,
                List.of()));
        List<Topology.DestinationNode> destinations = new ArrayList<>(windows.destinations());
        destinations.add(Fixtures.errors("e", new Fixtures.Files(), "errors/"));
        assertThat(delivered(run(topology(streams, windows.stages(), destinations), 1), "errors/"))
                .isNotEmpty();
    }

    @Test
    void giveWhatInApplicationStreamsGiveWhateverTheShards() throws Exception {
        for (int seed = 1; seed <= SEEDS; seed++) {
            String text = lines(new Random(seed), 500);
            List<String> expected = delivered(run(windows(new Tape(text), 0), seed), "out/");
            int shards = 1 + seed % 5;
            assertThat(delivered(run(windows(new Tape(text), shards), seed), "out/"))
                    .as("seed " + seed)
                    .isEqualTo(expected)
                    .isNotEmpty();
        }
    }

    // ---- clients, and shards that change

    private static void put(StreamLog log, String key, String line) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        byte[] data = line.getBytes(StandardCharsets.UTF_8);
        Md5 md5 = new Md5();
        md5.digest(name, 0, name.length);
        Hash128 hash = new Hash128(md5.high(), md5.low());
        assertThat(log.put(hash, name, data, 0, data.length, LogRecord.NO_WATERMARK, new Appended()))
                .isTrue();
    }

    private static void reshard(StreamLog log, Random random) {
        try {
            new Scaling(log).scaleTo(1 + random.nextInt(6));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void readWhatClientsPutUntilTheyAreStopped() throws Exception {
        for (int seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            VirtualHost host = new VirtualHost(seed, START);
            Topology topology = topology(
                    List.of(
                            durable("in", null, 2, EventTime.ARRIVAL),
                            stream("out", null, 1, new Partitioning.Forward(), EventTime.ARRIVAL)),
                    List.of(stage("pass", "in", "out", Fixtures.Pass::new)),
                    List.of(destination("d", "out", new Fixtures.Files(), "out/")));
            Engine engine = new Engine(topology, host, new Troubles(line -> {}));
            engine.start();
            StreamLog log = engine.store().stream("in").log();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String key = "k" + random.nextInt(20);
                put(log, key, key + "," + i + "," + i);
                expected.add(key + "," + i + "," + i);
                if (random.nextInt(20) == 0) {
                    reshard(log, random);
                }
                if (random.nextInt(10) == 0) {
                    host.moveTo(host.clock().millis() + random.nextInt(3_000));
                    engine.await();
                }
            }
            engine.await();
            assertThat(engine.crew().isDone()).isFalse();
            engine.stop();
            engine.await();
            assertThat(engine.crew().isDone()).isTrue();
            expected.sort(null);
            assertThat(delivered(host, "out/")).as("seed " + seed).isEqualTo(expected);
        }
    }

    @Test
    void aRecordOfAClientThatIsNoRowIsToldWithItsShardAndNumber() throws Exception {
        VirtualHost host = new VirtualHost(1, START);
        Topology topology = topology(
                List.of(
                        durable("in", null, 2, EventTime.ARRIVAL),
                        new Topology.StreamNode(
                                "in.errors",
                                Topology.StreamRole.SOURCE_ERRORS,
                                SystemStreams.SOURCE_ERRORS,
                                1,
                                new Partitioning.Forward(),
                                null,
                                EventTime.ARRIVAL,
                                null,
                                0,
                                List.of())),
                List.of(),
                List.of(new Topology.DestinationNode(
                        "d",
                        "in.errors",
                        SystemStreams.SOURCE_ERRORS,
                        new int[] {0, 1, 2, 3, 4},
                        new Fixtures.Files(),
                        "out/",
                        Options.NONE,
                        Fixtures.LineEncoder::new,
                        List.of(),
                        false,
                        ".txt",
                        1 << 20,
                        60_000,
                        List.of(),
                        0,
                        null,
                        null)));
        Engine engine = new Engine(topology, host, new Troubles(line -> {}));
        engine.start();
        put(engine.store().stream("in").log(), "k", "k,no number,0");
        engine.await();
        engine.stop();
        engine.await();
        assertThat(delivered(host, "out/"))
                .hasSize(1)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("k,no number,0,shardId-00000000000")
                        .containsPattern(",4[0-9]{55},BAD_LINE,"));
    }

    @Test
    void goOnWithClientsWhenTheirSourceHasEnded() throws Exception {
        VirtualHost host = new VirtualHost(1, START);
        Engine engine = new Engine(windows(new Tape("a,1," + START + "\n"), 2), host, new Troubles(line -> {}));
        engine.openToClients();
        engine.start();
        engine.await();
        assertThat(engine.crew().isDone()).isFalse();
        StreamLog log = engine.store().stream("in").log();
        put(log, "a", "a,2," + (START + 1_000));
        put(log, "b", "b,4," + (START + 20_000));
        put(log, "a", "a,8," + (START + 20_000));
        engine.await();
        assertThat(engine.counts()).anySatisfy(count -> {
            assertThat(count.name()).isEqualTo("sum");
            assertThat(count.tally().late).isZero();
            assertThat(count.tally().out).isEqualTo(1);
        });
        engine.stop();
        engine.await();
        assertThat(engine.crew().isDone()).isTrue();
        assertThat(delivered(host, "out/")).containsExactly("a,3,2");
    }

    @Test
    void giveTheSameWhileTheirShardsAreSplitAndMerged() throws Exception {
        for (int seed = 1; seed <= SEEDS; seed++) {
            String text = lines(new Random(seed), 400);
            List<String> expected = delivered(run(windows(new Tape(text), 0), seed), "out/");
            Random random = new Random(seed);
            VirtualHost host = new VirtualHost(seed, START);
            Engine engine = new Engine(windows(new Tape(text), 2), host, new Troubles(line -> {}));
            engine.start();
            ((SeededCrew) engine.crew()).beside(() -> {
                if (random.nextInt(3) == 0 && !engine.crew().isDone()) {
                    host.moveTo(host.clock().millis() + 1_000);
                    reshard(
                            engine.store().stream(random.nextBoolean() ? "in" : "sums")
                                    .log(),
                            random);
                    // Whoever reads has something to do again.
                    return 1;
                }
                return 0;
            });
            // A reader goes from a shard to its children without work that counts.
            for (int i = 0; i < 100 && !engine.crew().isDone(); i++) {
                ((SeededCrew) engine.crew()).settle();
            }
            engine.await();
            assertThat(engine.crew().isDone()).as("seed " + seed).isTrue();
            assertThat(delivered(host, "out/")).as("seed " + seed).isEqualTo(expected);
        }
    }

    @Test
    void waitForRoomOnAFullDiskAndLoseNothing() throws Exception {
        String text = lines(new Random(1), 400);
        List<String> expected = delivered(run(windows(new Tape(text), 0), 1), "out/");
        VirtualHost host = new VirtualHost(1, START);
        List<String> said = new ArrayList<>();
        Engine engine = new Engine(windows(new Tape(text), 2), host, new Troubles(said::add));
        engine.start();
        host.disk().capacity(3_000);
        engine.await();
        assertThat(engine.crew().isDone()).isFalse();
        assertThat(said).anyMatch(line -> line.startsWith("warning: stream `in` cannot be stored: "));
        host.disk().heal();
        host.moveTo(host.clock().millis() + 1_000);
        engine.await();
        assertThat(engine.crew().isDone()).isTrue();
        assertThat(said).contains("note: stream `in` is stored again");
        assertThat(delivered(host, "out/")).isEqualTo(expected);
    }

    // ---- failures of the power

    /** The records of a stream that somebody outside may see, by key. */
    private static Map<String, List<String>> records(VirtualHost host, String name, long committed) throws IOException {
        Map<String, List<String>> found = new TreeMap<>();
        try (StreamStore store = StreamStore.open(host, FOLDER, StreamStore.Options.DEFAULT)) {
            StreamLog log = store.stream(name).log();
            if (committed > 0) {
                log.committed(committed);
            }
            for (Shard shard : log.shards().shards()) {
                LogReader reader = log.readFrom(shard.index(), 0);
                for (LogRecord record = reader.read(); record != null; record = reader.read()) {
                    String key =
                            new String(record.bytes(), record.keyOffset(), record.keyLength(), StandardCharsets.UTF_8);
                    String data = new String(
                            record.bytes(), record.dataOffset(), record.dataLength(), StandardCharsets.UTF_8);
                    found.computeIfAbsent(key, absent -> new ArrayList<>()).add(data);
                }
            }
        }
        return found;
    }

    private static Topology copies(SourceConnector source, int shards) {
        return topology(
                List.of(
                        durable("in", from(source), shards, BY_EVENT),
                        durable("out", null, shards + 1, EventTime.ARRIVAL)),
                List.of(stage("copy", "in", "out", Fixtures.Pass::new)),
                List.of());
    }

    @Test
    void holdAfterAnyFailureOfThePowerWhatAnUndisturbedRunHolds() throws Exception {
        for (int seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            String text = lines(random, 300);
            int shards = 1 + random.nextInt(3);
            Map<String, List<String>> expected = records(run(copies(new Tape(text), shards), seed), "out", 0);
            VirtualHost host = new VirtualHost(seed, START);
            boolean whole = false;
            for (int life = 0; !whole; life++) {
                assertThat(life).isLessThan(100);
                if (life < 8) {
                    host.disk().powerFailsAt(host.disk().operations() + 1 + random.nextInt(80));
                }
                host.moveTo(host.clock().millis() + 15_000);
                whole = live(host, copies(new Tape(text), shards), random);
            }
            long all = Long.MAX_VALUE - 1;
            assertThat(records(host, "out", all)).as("seed " + seed).isEqualTo(expected);
            assertThat(records(host, "in", all)).as("seed " + seed).isEqualTo(expected);
        }
    }

    /** Runs until the power fails, with checkpoints now and then; whether the end was reached. */
    private static boolean live(VirtualHost host, Topology topology, Random random) throws Exception {
        try {
            Engine engine = new Engine(topology, host, new Keeping(FOLDER, false), new Troubles(line -> {}));
            engine.start();
            ((SeededCrew) engine.crew()).beside(() -> {
                host.moveTo(host.clock().millis() + random.nextInt(8_000));
                return 0;
            });
            engine.await();
            assertThat(engine.crew().isDone()).isTrue();
            return true;
        } catch (PowerFailure | PipelineException failure) {
            Throwable cause = failure instanceof PowerFailure ? failure : failure.getCause();
            if (!(cause instanceof PowerFailure)) {
                throw failure;
            }
            host.disk().powerReturns(random);
            return false;
        }
    }
}
