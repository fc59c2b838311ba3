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
    private volatile Wired wired = new Wired();
    private volatile @Nullable PipelineException endFailure;
    private volatile boolean over;

    /** @param troubles told of what goes wrong on the way without ending the run */
    public Engine(Topology topology, Host host, Troubles troubles) {
        this(topology, host, new RealEnds(host), sizing(topology), 0, troubles);
    }

    Engine(Topology topology, Host host, Ends ends, Sizing sizing, int lanesInstead, Troubles troubles) {
        this.troubles = troubles;
        this.topology = topology;
        this.host = host;
        this.ends = ends;
        this.sizing = sizing;
        this.lanesInstead = lanesInstead;
        crew = host.crew(parallel(topology));
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

    /** Opens sources and destinations and begins to run. */
    public void start() throws PipelineException {
        String opening = null;
        try {
            wired = new Wiring(topology, host, ends, crew, sizing, lanesInstead, this, troubles).wire();
            for (Intake intake : wired.intakes.values()) {
                opening = intake.name();
                intake.open();
            }
            for (Firehose firehose : wired.destinations.values()) {
                opening = firehose.name();
                firehose.open();
            }
        } catch (IOException | RuntimeException | Error failure) {
            throw abandon(PipelineException.of(opening, failure));
        }
        crew.start();
    }

    /** Closes what is still open; what cannot be closed changes nothing about how the run has ended. */
    private PipelineException abandon(PipelineException reason) {
        List<Guarded.GivingUp> parts = new ArrayList<>();
        for (Intake intake : wired.intakes.values()) {
            parts.add(intake::abandon);
        }
        for (TableLoad table : wired.tables.values()) {
            parts.add(table::abandon);
        }
        for (Firehose firehose : wired.destinations.values()) {
            parts.add(firehose::abandon);
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

    /** Asks it to end: sources are read no further, what was read is worked on and delivered; windows that are open stay unfinished. Returns at once. */
    public void stop() {
        for (Intake intake : wired.intakes.values()) {
            intake.stop();
        }
    }

    /** Waits for the end. */
    public void await() throws PipelineException, InterruptedException {
        crew.await();
        over = true;
        try {
            check();
        } catch (PipelineException failure) {
            crew.join(HALT_MILLIS);
            throw abandon(failure);
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
