package kpipe.runtime.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kpipe.data.RowBatch;
import kpipe.runtime.firehose.Firehose;
import kpipe.runtime.host.Agent;
import kpipe.runtime.host.Crew;
import kpipe.runtime.host.Host;
import kpipe.runtime.intake.Intake;
import kpipe.runtime.intake.LogIntake;
import kpipe.runtime.log.LogCipher;
import kpipe.runtime.log.StreamStore;
import kpipe.runtime.state.Checkpoint;
import kpipe.runtime.state.Checkpointed;
import kpipe.runtime.state.Checkpoints;
import kpipe.runtime.stream.SideStream;
import kpipe.runtime.stream.Tally;
import kpipe.runtime.stream.Troubles;
import org.jspecify.annotations.Nullable;

/**
 * One run of a pipeline: {@link #start}, then {@link #await} until its sources have ended, it was asked to {@link #stop}, or it has failed. {@link #counts} may be asked for at any
 * time from any thread.
 */
public final class Engine implements Failures {

    /** How long those who were stopped in their work may take to notice. */
    private static final long HALT_MILLIS = 2_000;

    private final Topology topology;
    private final Crew crew;
    private final Sizing sizing;
    private final Host host;
    private final Ends ends;
    private final int lanesInstead;
    private final Troubles troubles;
    private final @Nullable Keeping keeping;
    private final @Nullable Coordinator coordinator;
    private @Nullable Checkpoint from;
    private volatile Wired wired = new Wired();
    private volatile @Nullable Logs logs;
    private volatile @Nullable PipelineException endFailure;
    private volatile boolean over;
    private boolean openToClients;
    private Runnable ending = () -> {};

    /**
     * A run of which nothing is kept.
     *
     * @param troubles told of what goes wrong on the way without ending the run
     */
    public Engine(Topology topology, Host host, Troubles troubles) {
        this(topology, host, null, troubles);
    }

    /**
     * @param keeping where to keep what outlives the run, if there is anything of the kind; null: nothing is kept
     * @param troubles told of what goes wrong on the way without ending the run
     */
    public Engine(Topology topology, Host host, @Nullable Keeping keeping, Troubles troubles) {
        this(
                topology,
                host,
                new RealEnds(host),
                sizing(topology),
                0,
                keeping != null && Keeping.isWorthwhile(topology) ? keeping : null,
                troubles);
    }

    Engine(
            Topology topology,
            Host host,
            Ends ends,
            Sizing sizing,
            int lanesInstead,
            @Nullable Keeping keeping,
            Troubles troubles) {
        this.troubles = troubles;
        this.topology = topology;
        this.host = host;
        this.ends = ends;
        this.sizing = sizing;
        this.lanesInstead = lanesInstead;
        crew = host.crew(parallel(topology));
        this.keeping = keeping;
        coordinator = keeping == null ? null : new Coordinator(topology, keeping.folder(), host, crew, troubles);
    }

    /** How large things are in the heap that there is. */
    static Sizing sizing(Topology topology) {
        return Sizing.of(
                queues(topology),
                topology.destinations().size(),
                Runtime.getRuntime().maxMemory());
    }

    private static int queues(Topology topology) {
        int lanes = 0;
        for (Topology.StreamNode stream : topology.streams()) {
            lanes += stream.lanes();
        }
        return lanes + topology.stages().size() + topology.destinations().size();
    }

    /** How many threads find work at the same time: one lane with one source is fastest on one. */
    private static int parallel(Topology topology) {
        int lanes = 1;
        int sources = 0;
        for (Topology.StreamNode stream : topology.streams()) {
            lanes = Math.max(lanes, stream.lanes());
            sources += stream.source() == null ? 0 : 1;
        }
        return Math.max(lanes, sources);
    }

    /** Clients may put records into its durable streams while it runs, so that it goes on until it is stopped. Called before the start. */
    void openToClients() {
        openToClients = true;
    }

    /** Runs {@code first} before the logs are closed, however the run ends. Called before the start. */
    void whenEnding(Runnable first) {
        ending = first;
    }

    /** The logs of its durable streams; null where it has none, or has not been started. */
    @Nullable
    StreamStore store() {
        Logs open = logs;
        return open == null ? null : open.store();
    }

    /** Opens sources and destinations, goes on from what an earlier run has left, and begins to run. */
    public void start() throws PipelineException {
        prepare();
        for (TableLoad table : from == null ? List.<TableLoad>of() : wired.tables.values()) {
            // What pumps go on from may be looked up in them.
            doing(table.name(), table::loadWhole);
        }
        go();
    }

    /** Wires the pipeline and opens its destinations. */
    void prepare() throws PipelineException {
        Coordinator kept = coordinator;
        if (kept != null && keeping != null) {
            doing(null, () -> from = kept.open(keeping.fromStart()));
        }
        Checkpoints checkpoints = kept == null ? Checkpoints.NONE : kept;
        if (topology.streams().stream().anyMatch(Topology.StreamNode::durable)) {
            doing("data folder", () -> logs = openLogs(checkpoints));
        }
        Logs opened = logs;
        if (opened != null && openToClients) {
            opened.openToClients();
        }
        long startTime = kept == null ? now() : kept.begun();
        doing(
                null,
                () -> wired = new Wiring(
                                topology,
                                host,
                                ends,
                                crew,
                                sizing,
                                lanesInstead,
                                opened,
                                this,
                                troubles,
                                checkpoints,
                                startTime)
                        .wire());
        for (Firehose firehose : wired.destinations.values()) {
            doing(firehose.name(), firehose::open);
        }
    }

    /** Gives the parts what was kept of them, opens the sources and begins to run. */
    void go() throws PipelineException {
        Coordinator kept = coordinator;
        Checkpoint checkpoint = from;
        if (kept != null && checkpoint != null) {
            doing(null, () -> kept.restore(checkpoint));
        }
        for (Intake intake : wired.intakes.values()) {
            doing(intake.name(), intake::open);
        }
        for (Intake reader : wired.logReaders.values()) {
            doing(reader.name(), reader::open);
        }
        if (kept != null) {
            kept.begin(wired);
        }
        crew.start();
    }

    /** One more part of which checkpoints keep something. Between {@link #prepare} and {@link #go}. */
    void keepAlso(Checkpointed part) {
        Coordinator kept = coordinator;
        if (kept != null) {
            kept.add(part);
        }
    }

    /** Asks for a checkpoint soon. */
    void requestCheckpoint() {
        Coordinator kept = coordinator;
        if (kept != null) {
            kept.request();
        }
    }

    private Logs openLogs(Checkpoints checkpoints) throws IOException {
        Checkpoint checkpoint = from;
        // A test needs no keys.
        Map<String, LogCipher> ciphers = ends.namesShards() ? Map.of() : Logs.ciphers(topology, host);
        return checkpoints.areMade()
                ? Logs.open(
                        host,
                        ciphers,
                        checkpoints,
                        checkpoint == null ? 0 : checkpoint.head().number())
                : Logs.open(host, ciphers, Keeping.usual(topology.name(), true).folder());
    }

    /** Something that is done while starting. */
    private interface Doing {
        void run() throws IOException;
    }

    private void doing(@Nullable String part, Doing step) throws PipelineException {
        try {
            step.run();
        } catch (IOException | RuntimeException | Error failure) {
            throw abandon(PipelineException.of(part, failure));
        }
    }

    /** What it goes on from, or null; known once it was started. */
    @Nullable
    Checkpoint from() {
        return from;
    }

    /** Closes what is still open; what cannot be closed changes nothing about how the run has ended. */
    private PipelineException abandon(PipelineException reason) {
        ending.run();
        List<Guarded.GivingUp> parts = new ArrayList<>();
        for (Intake intake : wired.intakes.values()) {
            parts.add(intake::abandon);
        }
        for (Intake reader : wired.logReaders.values()) {
            parts.add(reader::abandon);
        }
        for (TableLoad table : wired.tables.values()) {
            parts.add(table::abandon);
        }
        for (Firehose firehose : wired.destinations.values()) {
            parts.add(firehose::abandon);
        }
        Logs open = logs;
        if (open != null) {
            parts.add(open::close);
        }
        Coordinator kept = coordinator;
        if (kept != null) {
            parts.add(kept::close);
        }
        for (Guarded.GivingUp part : parts) {
            try {
                part.giveUp();
            } catch (IOException | RuntimeException failure) {
                reason.addSuppressed(failure);
            }
        }
        return reason;
    }

    /**
     * Asks it to end: sources are read no further, what was read is worked on and delivered; windows that are open stay unfinished, until a later run goes on with them. Returns at once.
     */
    public void stop() {
        for (SideStream side : wired.sides) {
            side.stop();
        }
        for (Intake intake : wired.intakes.values()) {
            intake.stop();
        }
        for (Intake reader : wired.logReaders.values()) {
            reader.stop();
        }
    }

    /** Waits for the end. */
    public void await() throws PipelineException, InterruptedException {
        crew.await();
        over = true;
        keep();
        try {
            check();
        } catch (PipelineException failure) {
            crew.join(HALT_MILLIS);
            throw abandon(failure);
        }
    }

    /** Makes the last checkpoint, once all are done. */
    private void keep() throws PipelineException {
        Coordinator kept = coordinator;
        if (crew.failure() != null || !crew.isDone()) {
            return;
        }
        ending.run();
        if (kept != null) {
            kept.end(endFailure == null
                    && wired.intakes.values().stream().allMatch(Intake::isAtSourceEnd)
                    && wired.logReaders.values().stream().allMatch(Intake::isAtSourceEnd));
        }
        Logs open = logs;
        if (open != null) {
            doing("data folder", open::end);
        }
        if (kept != null) {
            doing(null, kept::close);
        }
    }

    /** Throws what has gone wrong so far. */
    void check() throws PipelineException {
        Throwable failure = crew.failure();
        Agent agent = crew.failedAgent();
        if (failure != null) {
            throw PipelineException.of(agent == null ? null : agent.name(), failure);
        }
        PipelineException end = endFailure;
        if (end != null) {
            throw end;
        }
    }

    @Override
    public synchronized void failed(String name, IOException failure) {
        if (endFailure == null) {
            endFailure = PipelineException.of(name, failure);
        }
        stop();
    }

    /** Whether nobody works any more. */
    boolean isOver() {
        return over;
    }

    long now() {
        return host.clock().millis();
    }

    Wired wired() {
        return wired;
    }

    Crew crew() {
        return crew;
    }

    /** The counts of all statements: sources, tables, pumps, destinations, each in the order of the file. */
    public List<Count> counts() {
        List<Count> counts = new ArrayList<>();
        for (Map.Entry<String, Intake> entry : wired.intakes.entrySet()) {
            Intake intake = entry.getValue();
            counts.add(new Count("stream", entry.getKey(), intake.tally(), intake.watermark(), 0));
        }
        for (Map.Entry<String, LogIntake> entry : wired.logReaders.entrySet()) {
            Intake reader = entry.getValue();
            if (!wired.intakes.containsKey(entry.getKey()) && reader.tally().read > 0) {
                counts.add(new Count("stream", entry.getKey(), reader.tally(), reader.watermark(), 0));
            }
        }
        for (Map.Entry<String, TableLoad> entry : wired.tables.entrySet()) {
            counts.add(new Count("table", entry.getKey(), entry.getValue().tally(), RowBatch.NO_WATERMARK, 0));
        }
        for (Map.Entry<String, List<Wired.Lane>> entry : wired.pumps.entrySet()) {
            counts.add(count(entry.getKey(), entry.getValue()));
        }
        for (Map.Entry<String, Firehose> entry : wired.destinations.entrySet()) {
            Firehose firehose = entry.getValue();
            counts.add(new Count(
                    "destination", entry.getKey(), firehose.tally(), RowBatch.NO_WATERMARK, firehose.queuedBytes()));
        }
        return counts;
    }

    /** A pump reads what its first stages read, and puts out what its last ones do; in between it only talks to itself. */
    private Count count(String pump, List<Wired.Lane> lanes) {
        Tally sum = new Tally();
        long watermark = RowBatch.END_WATERMARK;
        long queued = 0;
        for (Wired.Lane lane : lanes) {
            Tally tally = lane.pump().tally();
            long read = sum.read;
            long out = sum.out;
            sum.add(tally);
            if (isInternal(lane.stage().from())) {
                sum.read = read;
            }
            if (isInternal(lane.stage().to())) {
                sum.out = out;
            }
            watermark = Math.min(watermark, lane.pump().watermark());
            queued += lane.pump().queuedBytes();
        }
        return new Count("pump", pump, sum, watermark, queued);
    }

    private boolean isInternal(String stream) {
        for (Topology.StreamNode node : topology.streams()) {
            if (node.name().equals(stream)) {
                return node.role() == Topology.StreamRole.INTERNAL;
            }
        }
        return false;
    }
}
