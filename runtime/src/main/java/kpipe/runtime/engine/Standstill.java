package kpipe.runtime.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import kpipe.data.RowBatch;
import kpipe.runtime.engine.Topology.StageNode;
import kpipe.runtime.engine.Topology.StreamNode;
import kpipe.runtime.intake.Intake;
import kpipe.runtime.intake.LogIntake;
import kpipe.runtime.intake.Standing;
import kpipe.runtime.operator.Holding;
import kpipe.runtime.stream.LogAppender;
import kpipe.runtime.stream.Producer;
import kpipe.runtime.stream.Subscription;

/**
 * Why the time of a pump stands where it stands, while its pipeline runs: what its stages hold and wait for, and the way from it to the one who holds time back. Asked from any
 * thread; what is told of are facts as they happen to be.
 */
final class Standstill {

    /** How long to wait for a stage to come free, so that it can be looked into. */
    private static final long LOOK_MILLIS = 300;

    private static final int MOST_INPUTS = 16;

    private final Topology topology;
    private final Wired wired;
    private final long now;
    private final List<Step> steps = new ArrayList<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    Standstill(Topology topology, Wired wired, long now) {
        this.topology = topology;
        this.wired = wired;
        this.now = now;
    }

    /** One step on the way to the one who holds time back; each kind writes what it knows. */
    private interface Step {
        void write(JsonWriter to);
    }

    /** One stage: the least and the greatest of its lanes, and what all of them hold. */
    private record Stage(StageNode node, List<Wired.Lane> lanes) {}

    /** Writes all that is known of a pump that runs. */
    void write(String pump, JsonWriter to) {
        List<Wired.Lane> lanes = wired.pumps.getOrDefault(pump, List.of());
        Wired.Lane least = null;
        for (Wired.Lane lane : lanes) {
            if (least == null || lane.pump().watermark() < least.pump().watermark()) {
                least = lane;
            }
        }
        to.field("pump", pump);
        to.field("stopped", lanes.isEmpty());
        to.time("time", least == null ? RowBatch.NO_WATERMARK : least.pump().watermark());
        to.instant("since", least == null ? 0 : least.pump().moved());
        to.objects("stages", stages(lanes), this::stage);
        if (least != null) {
            follow(least);
        }
        to.objects("because", steps, Step::write);
    }

    private static List<Stage> stages(List<Wired.Lane> lanes) {
        List<Stage> stages = new ArrayList<>();
        for (Wired.Lane lane : lanes) {
            Stage last = stages.isEmpty() ? null : stages.get(stages.size() - 1);
            if (last == null || last.node() != lane.stage()) {
                last = new Stage(lane.stage(), new ArrayList<>());
                stages.add(last);
            }
            last.lanes().add(lane);
        }
        return stages;
    }

    private void stage(Stage stage, JsonWriter to) {
        Holding all = new Holding();
        long time = RowBatch.END_WATERMARK;
        long queued = 0;
        long late = 0;
        long errors = 0;
        boolean whole = true;
        for (Wired.Lane lane : stage.lanes()) {
            time = Math.min(time, lane.pump().watermark());
            queued += lane.pump().queuedBytes();
            late += lane.pump().tally().late;
            errors += lane.pump().tally().errors;
            whole &= lane.duty().look(() -> add(lane.pump().holding(), all), LOOK_MILLIS);
        }
        to.field("stage", stage.node().id());
        to.texts("reads", stage.node().inlets());
        to.field("into", stage.node().to());
        to.field("lanes", stage.lanes().size());
        to.time("time", time);
        to.field("queuedBytes", queued);
        to.field("late", late);
        to.field("errors", errors);
        to.objects(
                "operators",
                stage.node().parts(),
                (part, operator) -> operator.field("what", part.what()).field("place", part.place()));
        to.field("busy", !whole);
        to.field("rows", all.rows);
        to.field("groups", all.groups);
        to.field("bytes", all.bytes);
        to.time("waitsFor", all.due == Long.MAX_VALUE ? RowBatch.NO_WATERMARK : all.due);
    }

    private static void add(Holding one, Holding all) {
        all.rows += one.rows;
        all.groups += one.groups;
        all.bytes += one.bytes;
        all.due = Math.min(all.due, one.due);
    }

    // ---- the way to the one who holds time back

    private void follow(Wired.Lane lane) {
        if (!seen.add(lane)) {
            return;
        }
        List<String> missing = lane.pump().missingTables();
        if (!missing.isEmpty()) {
            step("table", lane, to -> to.texts("tables", missing));
            return;
        }
        List<Subscription> full = lane.to().full();
        if (!full.isEmpty()) {
            step(
                    "full",
                    lane,
                    to -> to.field("stream", lane.stage().to())
                            .field("reader", full.get(0).readerName()));
            followReader(full.get(0));
            return;
        }
        int slowest = 0;
        for (int i = 1; i < lane.from().size(); i++) {
            if (lane.from().get(i).watermark() < lane.from().get(slowest).watermark()) {
                slowest = i;
            }
        }
        Subscription inlet = lane.from().get(slowest);
        long reached = inlet.reached();
        if (inlet.queuedBytes() > 0 || reached > lane.pump().watermark()) {
            step("busy", lane, to -> to.field("queuedBytes", inlet.queuedBytes()));
            return;
        }
        String stream = lane.stage().inlets().get(slowest);
        step("waits", lane, to -> to.field("stream", stream).time("time", reached));
        followFillers(stream, inlet);
    }

    private void followFillers(String stream, Subscription inlet) {
        for (Producer producer : inlet.slowest()) {
            Object filler = wired.fillers.get(producer);
            if (filler instanceof Wired.Lane before) {
                if (producer.promised() < before.pump().watermark()) {
                    step("promoted", before, to -> to.time("time", producer.promised()));
                } else {
                    follow(before);
                }
                return;
            }
            LogAppender appender = wired.logAppenders.get(stream);
            if (filler instanceof LogIntake reader && appender != null && reader.isHeldByWriters()) {
                followFillers(stream, appender.slowest());
                return;
            }
            if (filler instanceof Intake intake) {
                follow(stream, intake);
                return;
            }
        }
        steps.add(to -> to.field("kind", "clock").field("stream", stream));
    }

    /** One that has no room waits for its reader: what holds that one up holds all. */
    private void followReader(Subscription full) {
        for (List<Wired.Lane> lanes : wired.pumps.values()) {
            for (Wired.Lane lane : lanes) {
                if (lane.from().contains(full)) {
                    follow(lane);
                    return;
                }
            }
        }
    }

    private void follow(String stream, Intake intake) {
        if (!seen.add(intake)) {
            return;
        }
        List<Subscription> full = intake.full();
        steps.add(to -> source(stream, intake.standing(), to));
        if (!full.isEmpty()) {
            steps.add(to -> to.field("kind", "full")
                    .field("stream", stream)
                    .field("reader", full.get(0).readerName()));
            followReader(full.get(0));
        }
    }

    private void step(String kind, Wired.Lane lane, Step more) {
        steps.add(to -> {
            to.field("kind", kind);
            to.field("stage", lane.stage().id());
            to.field("lane", lane.number());
            to.field("lanes", lane.from().isEmpty() ? 1 : lanesOf(lane.stage()));
            more.write(to);
        });
    }

    private int lanesOf(StageNode stage) {
        int lanes = 0;
        for (Wired.Lane lane : wired.pumps.getOrDefault(stage.pump(), List.of())) {
            lanes += lane.stage() == stage ? 1 : 0;
        }
        return lanes;
    }

    private void source(String stream, Standing standing, JsonWriter to) {
        to.field("kind", "source");
        to.field("stream", stream);
        for (StreamNode node : topology.streams()) {
            Topology.SourceNode source = node.source();
            if (node.name().equals(stream) && (source != null || node.durable())) {
                to.field(
                        "connector",
                        source == null ? "clients" : source.connector().spec().name());
                to.field("address", source == null ? "" : source.address());
                int column = node.eventTime().column();
                to.field("eventTime", column < 0 ? null : node.schema().name(column));
            }
        }
        to.field("byClock", standing.byClock());
        to.field("latenessMillis", standing.latenessMillis());
        to.field("idleAfterMillis", standing.idleAfterMillis());
        to.time("time", standing.watermark());
        to.instant("since", standing.moved());
        to.field("rows", standing.rows());
        to.field("ended", standing.ended());
        to.field("inputCount", standing.inputs().size());
        List<Standing.One> inputs = standing.inputs();
        to.objects(
                "inputs",
                inputs.subList(0, Math.min(MOST_INPUTS, inputs.size())),
                (input, each) -> each.field("name", input.name())
                        .time("time", input.watermark())
                        .instant("heard", input.heard())
                        .field("silentMillis", input.heard() == 0 ? 0 : Math.max(0, now - input.heard()))
                        .field("idle", input.idle()));
    }
}
