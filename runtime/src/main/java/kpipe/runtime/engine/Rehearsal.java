package kpipe.runtime.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import kpipe.data.RowBatch;
import kpipe.runtime.engine.Topology.DestinationNode;
import kpipe.runtime.engine.Topology.StreamNode;
import kpipe.runtime.engine.Topology.StreamRole;
import kpipe.runtime.firehose.Witness;
import kpipe.runtime.host.SeededCrew;
import kpipe.runtime.host.VirtualHost;
import kpipe.runtime.intake.GivenIntake;
import kpipe.runtime.intake.Intake;
import kpipe.runtime.intake.Target;
import kpipe.runtime.pump.LoadedTable;
import kpipe.runtime.state.Checkpointed;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.runtime.stream.Stream;
import kpipe.runtime.stream.Subscription;
import kpipe.runtime.stream.Troubles;
import kpipe.spi.Delivery;
import kpipe.spi.Sink;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline in virtual time, without its sources and destinations: a test gives rows, moves time, and looks at what has come out of any stream or destination. What happens is
 * the same each time for the same terms. Not thread-safe.
 *
 * <p>Each call works off everything that can be worked off before it returns. A row that comes in goes through all that a row of a source goes through: event time, lateness,
 * partitioning.
 */
public final class Rehearsal {

    /**
     * How it runs; results must not depend on it.
     *
     * @param seed of the order in which parts are run
     * @param startMillis what time it is at first
     * @param lanes how many lanes streams of several have, 0: as declared
     * @param batchRows the most rows of a batch, 0: as in a real run
     * @param restarts whether it makes checkpoints, at moments drawn from the seed, so that {@link #restart} finds one
     */
    public record Terms(long seed, long startMillis, int lanes, int batchRows, boolean restarts) {

        /** Without checkpoints. */
        public Terms(long seed, long startMillis, int lanes, int batchRows) {
            this(seed, startMillis, lanes, batchRows, false);
        }
    }

    /** A record that a destination would have delivered: encoded, transformed. */
    public record Delivered(String address, byte[] bytes) {}

    /** One in so many moments has a checkpoint. */
    private static final int RARITY = 6;

    private final Topology topology;
    private final Terms terms;
    private final Stage stage;
    private final VirtualHost host;
    private final SplittableRandom moments;
    private final Troubles troubles = new Troubles(line -> {});
    private final Map<String, List<Subscription>> watched = new HashMap<>();
    private Engine engine;
    private SeededCrew crew;
    private Seen seen = new Seen();

    /** What was seen, and what time it was, when the newest checkpoint was made; and what has been done since. */
    private Seen kept = new Seen();

    private final List<Doing> since = new ArrayList<>();

    /** Something that a test does. */
    private interface Doing {
        void run() throws PipelineException;
    }

    /**
     * Wires the pipeline.
     *
     * @param given the declared streams that rows will be given to, beside those that have a source
     * @param watch the streams that will be looked at: any of the topology's, {@code error_stream}, {@code s.errors}, {@code p.late}
     * @param tables the rows of tables; those not named are empty
     */
    public Rehearsal(
            Topology topology, Terms terms, Set<String> given, Set<String> watch, Map<String, List<RowBatch>> tables)
            throws PipelineException {
        this.topology = topology;
        this.terms = terms;
        stage = new Stage(given, watch);
        host = new VirtualHost(terms.seed(), terms.startMillis());
        moments = new SplittableRandom(terms.seed());
        seen.tables.putAll(tables);
        seen.now = terms.startMillis();
        kept = seen.copy();
        engine = engine();
        crew = (SeededCrew) engine.crew();
        begin();
    }

    private Engine engine() {
        Sizing sizing = Sizing.large(terms.batchRows());
        Keeping keeping = terms.restarts() ? Keeping.usual(topology.name(), false) : null;
        return new Engine(topology, host, stage, sizing, terms.lanes(), keeping, troubles);
    }

    private void begin() throws PipelineException {
        engine.prepare();
        for (Map.Entry<String, LoadedTable> table : engine.wired().tableContents.entrySet()) {
            table.getValue().replace(seen.tables.getOrDefault(table.getKey(), List.of()));
        }
        if (terms.restarts()) {
            engine.keepAlso(new Watchers());
            crew.beside(() -> {
                if (moments.nextInt(RARITY) == 0) {
                    engine.requestCheckpoint();
                }
                return 0;
            });
        }
        engine.go();
        settle();
    }

    /**
     * The pipeline crashes, its disk with it, and goes on from what it had stored. What was given since the checkpoint is given again, at the same times, as a source does that can be read again; what
     * had come out since is forgotten, and comes out again.
     */
    public void restart() throws PipelineException {
        host.disk().powerReturns(new Random(moments.nextLong()));
        seen = kept.copy();
        host.backTo(seen.now);
        watched.clear();
        engine = engine();
        crew = (SeededCrew) engine.crew();
        List<Doing> again = List.copyOf(since);
        begin();
        since.clear();
        for (Doing step : again) {
            act(step);
        }
    }

    /** Does something, and all that follows from it. */
    private void act(Doing step) throws PipelineException {
        if (terms.restarts()) {
            since.add(step);
        }
        step.run();
        settle();
    }

    /** The world that it runs in. */
    public VirtualHost host() {
        return host;
    }

    /**
     * Rows come in.
     *
     * @param rows in the stream's columns
     * @param shard the shard that they come in by, or -1
     * @param arrivals whether the ROWTIMEs of the rows say when each arrives; else they arrive now
     */
    public void give(String stream, RowBatch rows, int shard, boolean arrivals) throws PipelineException {
        if (!arrivals) {
            act(() -> intake(stream).give(rows, shard));
            return;
        }
        for (int row = 0; row < rows.size; row++) {
            RowBatch one = new RowBatch(rows.schema, 1);
            one.appendRow(rows, row);
            moveTo(rows.rowtime[row]);
            act(() -> intake(stream).give(one, shard));
        }
    }

    /** What time it is. */
    public long now() {
        return host.clock().millis();
    }

    /** Puts other rows into a table: what a refresh does. */
    public void load(String table, List<RowBatch> rows) throws PipelineException {
        act(() -> {
            seen.tables.put(table, rows);
            LoadedTable contents = engine.wired().tableContents.get(table);
            if (contents != null) {
                contents.replace(rows);
            }
        });
    }

    /** Time moves on to this instant; an earlier one changes nothing. */
    public void moveTo(long millis) throws PipelineException {
        act(() -> host.moveTo(millis));
    }

    /** A shard of a stream, or with -1 its only input, brings nothing for now and holds time back no longer. */
    public void idle(String stream, int shard) throws PipelineException {
        act(() -> intake(stream).idle(shard));
    }

    /** All inputs end: every window closes, everything is delivered. */
    public void end() throws PipelineException {
        act(() -> {
            for (Intake intake : engine.wired().intakes.values()) {
                ((GivenIntake) intake).finish();
            }
        });
    }

    /** The rows that have come out of a watched stream since it was last asked for, in their order. */
    public List<RowBatch> take(String stream) {
        remember(() -> seen.rows.remove(stream));
        List<RowBatch> rows = seen.rows.remove(stream);
        return rows == null ? List.of() : rows;
    }

    /** The records that have come to a destination since it was last asked for, in their order. */
    public List<Delivered> takeDelivered(String destination) {
        remember(() -> seen.delivered.remove(destination));
        List<Delivered> records = seen.delivered.remove(destination);
        return records == null ? List.of() : records;
    }

    private void remember(Doing step) {
        if (terms.restarts()) {
            since.add(step);
        }
    }

    /** What has been counted so far. */
    public List<Count> counts() {
        return engine.counts();
    }

    /** What the first error of a part says, or null if it has none; {@code where} is as {@code pump `p`}. */
    public @Nullable String firstError(String where) {
        for (Troubles.Trouble trouble : troubles.all()) {
            if (trouble.where().equals(where)) {
                return trouble.first();
            }
        }
        return null;
    }

    private GivenIntake intake(String stream) {
        Intake intake = engine.wired().intakes.get(stream);
        if (intake == null) {
            throw new IllegalArgumentException("no rows can be given to " + stream);
        }
        return (GivenIntake) intake;
    }

    private void settle() throws PipelineException {
        boolean more = true;
        while (more) {
            crew.settle();
            engine.check();
            more = collect();
        }
    }

    private boolean collect() {
        boolean some = false;
        for (Map.Entry<String, List<Subscription>> stream : watched.entrySet()) {
            for (Subscription lane : stream.getValue()) {
                for (RowBatch rows = lane.poll(); rows != null; rows = lane.poll()) {
                    RowBatch copy = new RowBatch(rows.schema, rows.size);
                    for (int row = 0; row < rows.size; row++) {
                        copy.appendRow(rows, row);
                    }
                    seen.rows
                            .computeIfAbsent(stream.getKey(), absent -> new ArrayList<>())
                            .add(copy);
                    lane.release();
                    some = true;
                }
            }
        }
        return some;
    }

    /** What a test has seen of the pipeline and not taken yet, and what it has put into its tables. */
    private static final class Seen {
        private final Map<String, List<RowBatch>> rows = new HashMap<>();
        private final Map<String, List<Delivered>> delivered = new HashMap<>();
        private final Map<String, List<RowBatch>> tables = new HashMap<>();
        private long now;

        Seen copy() {
            Seen copy = new Seen();
            rows.forEach((stream, batches) -> copy.rows.put(stream, new ArrayList<>(batches)));
            delivered.forEach((name, records) -> copy.delivered.put(name, new ArrayList<>(records)));
            copy.tables.putAll(tables);
            copy.now = now;
            return copy;
        }
    }

    /** Keeps with each checkpoint what the test had seen by then. */
    private final class Watchers implements Checkpointed {
        private Seen saved = kept;

        @Override
        public String stateId() {
            return "test";
        }

        @Override
        public void save(StateWriter out) {
            collect();
            seen.now = now();
            saved = seen.copy();
        }

        @Override
        public void restore(StateReader in) {}

        @Override
        public void committed(long checkpoint) {
            if (saved != kept) {
                kept = saved;
                since.clear();
            }
        }
    }

    /** The ends that the test holds. */
    private final class Stage implements Ends {
        private final Set<String> given;
        private final Set<String> watch;

        Stage(Set<String> given, Set<String> watch) {
            this.given = given;
            this.watch = watch;
        }

        @Override
        public boolean fills(StreamNode stream) {
            return stream.role() == StreamRole.DECLARED && (stream.source() != null || given.contains(stream.name()));
        }

        @Override
        public boolean namesShards() {
            return true;
        }

        @Override
        public Intake intake(StreamNode stream, Target target) {
            return new GivenIntake(target);
        }

        @Override
        public boolean loads(Topology.TableNode table) {
            return false;
        }

        @Override
        public Sink sink(DestinationNode destination) {
            return new Nowhere();
        }

        @Override
        public @Nullable Witness witness(DestinationNode destination) {
            return (address, bytes, offset, length) -> seen.delivered
                    .computeIfAbsent(destination.name(), absent -> new ArrayList<>())
                    .add(new Delivered(address, java.util.Arrays.copyOfRange(bytes, offset, offset + length)));
        }

        @Override
        public boolean watches(String stream) {
            return watch.contains(stream);
        }

        @Override
        public void watch(Stream stream) {
            List<Subscription> lanes = new ArrayList<>();
            for (int lane = 0; lane < stream.lanes(); lane++) {
                lanes.add(stream.subscribe(lane));
            }
            watched.put(stream.name(), lanes);
        }
    }

    /** Takes every delivery and keeps nothing: the test sees the records before. */
    private static final class Nowhere implements Sink {
        @Override
        public void open() {}

        @Override
        public void deliver(Delivery delivery) throws IOException {}

        @Override
        public void close() {}
    }
}
