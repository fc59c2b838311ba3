package kpipe.runtime.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
     */
    public record Terms(long seed, long startMillis, int lanes, int batchRows) {}

    /** A record that a destination would have delivered: encoded, transformed. */
    public record Delivered(String address, byte[] bytes) {}

    private final VirtualHost host;
    private final Troubles troubles = new Troubles(line -> {});
    private final Engine engine;
    private final SeededCrew crew;
    private final Map<String, List<RowBatch>> seen = new HashMap<>();
    private final Map<String, List<Subscription>> watched = new HashMap<>();
    private final Map<String, List<Delivered>> delivered = new HashMap<>();

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
        host = new VirtualHost(terms.seed(), terms.startMillis());
        Sizing sizing = Sizing.large(terms.batchRows());
        engine = new Engine(topology, host, new Stage(given, watch), sizing, terms.lanes(), null, troubles);
        engine.start();
        crew = (SeededCrew) engine.crew();
        for (Map.Entry<String, LoadedTable> table : engine.wired().tableContents.entrySet()) {
            table.getValue().replace(tables.getOrDefault(table.getKey(), List.of()));
        }
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
        GivenIntake intake = intake(stream);
        if (!arrivals) {
            intake.give(rows, shard);
            settle();
            return;
        }
        for (int row = 0; row < rows.size; row++) {
            RowBatch one = new RowBatch(rows.schema, 1);
            one.appendRow(rows, row);
            moveTo(rows.rowtime[row]);
            intake.give(one, shard);
            settle();
        }
    }

    /** What time it is. */
    public long now() {
        return host.clock().millis();
    }

    /** Puts other rows into a table: what a refresh does. */
    public void load(String table, List<RowBatch> rows) {
        LoadedTable contents = engine.wired().tableContents.get(table);
        if (contents != null) {
            contents.replace(rows);
        }
    }

    /** Time moves on to this instant; an earlier one changes nothing. */
    public void moveTo(long millis) throws PipelineException {
        host.moveTo(millis);
        settle();
    }

    /** A shard of a stream, or with -1 its only input, brings nothing for now and holds time back no longer. */
    public void idle(String stream, int shard) throws PipelineException {
        intake(stream).idle(shard);
        settle();
    }

    /** All inputs end: every window closes, everything is delivered. */
    public void end() throws PipelineException {
        for (Intake intake : engine.wired().intakes.values()) {
            ((GivenIntake) intake).finish();
        }
        settle();
    }

    /** The rows that have come out of a watched stream since it was last asked for, in their order. */
    public List<RowBatch> take(String stream) {
        List<RowBatch> rows = seen.remove(stream);
        return rows == null ? List.of() : rows;
    }

    /** The records that have come to a destination since it was last asked for, in their order. */
    public List<Delivered> takeDelivered(String destination) {
        List<Delivered> records = delivered.remove(destination);
        return records == null ? List.of() : records;
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
                    seen.computeIfAbsent(stream.getKey(), absent -> new ArrayList<>())
                            .add(copy);
                    lane.release();
                    some = true;
                }
            }
        }
        return some;
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
            return (address, bytes, offset, length) -> delivered
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
