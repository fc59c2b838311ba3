package kpipe.runtime.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import kpipe.data.Schema;
import kpipe.data.SystemStreams;
import kpipe.runtime.engine.Topology.DestinationNode;
import kpipe.runtime.engine.Topology.Partitioning;
import kpipe.runtime.engine.Topology.StageNode;
import kpipe.runtime.engine.Topology.StreamNode;
import kpipe.runtime.engine.Topology.StreamRole;
import kpipe.runtime.engine.Topology.TableNode;
import kpipe.runtime.engine.Topology.TransformNode;
import kpipe.runtime.firehose.Firehose;
import kpipe.runtime.firehose.NamedTransform;
import kpipe.runtime.firehose.Terms;
import kpipe.runtime.host.Crew;
import kpipe.runtime.host.Duty;
import kpipe.runtime.host.Host;
import kpipe.runtime.host.SeededCrew;
import kpipe.runtime.intake.DecoderFactory;
import kpipe.runtime.intake.EventTime;
import kpipe.runtime.intake.Intake;
import kpipe.runtime.intake.LogIntake;
import kpipe.runtime.intake.Target;
import kpipe.runtime.log.StreamLog;
import kpipe.runtime.pump.LoadedTable;
import kpipe.runtime.pump.Pump;
import kpipe.runtime.pump.Surroundings;
import kpipe.runtime.state.Checkpoints;
import kpipe.runtime.stream.Division;
import kpipe.runtime.stream.ErrorLog;
import kpipe.runtime.stream.ErrorReport;
import kpipe.runtime.stream.LateRows;
import kpipe.runtime.stream.LogAppender;
import kpipe.runtime.stream.LogTime;
import kpipe.runtime.stream.Producer;
import kpipe.runtime.stream.SideStream;
import kpipe.runtime.stream.SourceErrors;
import kpipe.runtime.stream.Stream;
import kpipe.runtime.stream.Subscription;
import kpipe.runtime.stream.Troubles;
import kpipe.spi.Transform;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a topology the things that run: streams first, then who fills and reads them, in the order in which data reaches them.
 *
 * <p>What fails downstream of {@code error_stream} is counted but does not go to {@code error_stream} again, or one bad row could go round for ever.
 */
final class Wiring {

    private static final int MAX_DESTINATION_THREADS = 32;

    private final Topology topology;
    private final Host host;
    private final Ends ends;
    private final Crew crew;
    private final Sizing sizing;
    private final int lanesInstead;
    private final @Nullable Logs logs;
    private final long startTime;
    private final Failures failures;
    private final Troubles troubles;
    private final Checkpoints checkpoints;

    private final Map<String, StreamNode> nodes = new LinkedHashMap<>();
    private final Map<String, Stream> streams = new HashMap<>();
    /** What is put into durable streams, on its way to their logs. */
    private final Map<String, Stream> inlets = new HashMap<>();

    private final Set<String> behindErrors = new HashSet<>();
    private final Map<String, SideStream> sides = new LinkedHashMap<>();
    private final Map<String, LoadedTable> tables = new LinkedHashMap<>();
    private final Map<String, List<Pump>> tableUsers = new HashMap<>();
    private @Nullable ErrorLog errorLog;
    private final Wired wired = new Wired();

    /**
     * @param lanesInstead for streams of several lanes how many they have instead, or 0
     * @param logs of durable streams; null where there are none
     * @param checkpoints told of the parts
     * @param startTime when the pipeline began
     */
    Wiring(
            Topology topology,
            Host host,
            Ends ends,
            Crew crew,
            Sizing sizing,
            int lanesInstead,
            @Nullable Logs logs,
            Failures failures,
            Troubles troubles,
            Checkpoints checkpoints,
            long startTime) {
        this.logs = logs;
        this.topology = topology;
        this.host = host;
        this.ends = ends;
        this.crew = crew;
        this.sizing = sizing;
        this.lanesInstead = lanesInstead;
        this.failures = failures;
        this.troubles = troubles;
        this.checkpoints = checkpoints;
        this.startTime = startTime;
    }

    Wired wire() throws IOException {
        for (StreamNode node : topology.streams()) {
            nodes.put(node.name(), node);
        }
        addWatchedSides();
        List<StageNode> stages = StageOrder.of(topology.stages());
        markBehindErrors(stages);
        makeStreams();
        for (TableNode node : topology.tables()) {
            tables.put(node.name(), new LoadedTable(node.schema()));
        }
        // What has been gathered for them goes into queues when they are saved.
        sides.values().forEach(checkpoints::add);
        for (StreamNode node : nodes.values()) {
            if (ends.fills(node)) {
                addIntake(node);
            }
        }
        DurableWiring durable = logs == null ? null : new DurableWiring(logs);
        for (StageNode stage : stages) {
            if (durable != null) {
                durable.add(stage.inlets());
            }
            if (!stage.stopped()) {
                addPumps(stage);
            }
        }
        if (durable != null) {
            durable.add(nodes.keySet());
            durable.addCommitting();
        }
        addTables();
        for (SideStream side : sides.values()) {
            crew.add(side, false);
        }
        for (DestinationNode node : topology.destinations()) {
            addDestination(node);
        }
        for (StreamNode node : nodes.values()) {
            if (ends.watches(node.name()) && streams.containsKey(node.name())) {
                ends.watch(stream(node.name()));
            }
        }
        streams.values().forEach(Stream::seal);
        inlets.values().forEach(Stream::seal);
        wired.sides.addAll(sides.values());
        return wired;
    }

    /** A test may look at {@code error_stream}, {@code s.errors} and {@code p.late} though the pipeline does not. */
    private void addWatchedSides() {
        for (StreamNode node : List.copyOf(nodes.values())) {
            addSide(node.name() + ".errors", StreamRole.SOURCE_ERRORS, SystemStreams.SOURCE_ERRORS);
        }
        for (StageNode stage : topology.stages()) {
            StreamNode from = nodes.get(stage.from());
            if (from != null) {
                addSide(stage.pump() + ".late", StreamRole.LATE, SystemStreams.late(from.schema()));
            }
        }
        addSide("error_stream", StreamRole.ERROR_STREAM, SystemStreams.ERROR_STREAM);
    }

    private void addSide(String name, StreamRole role, Schema schema) {
        if (ends.watches(name) && !nodes.containsKey(name)) {
            nodes.put(
                    name,
                    new StreamNode(
                            name,
                            role,
                            schema,
                            1,
                            new Partitioning.Forward(),
                            null,
                            Topology.EventTime.ARRIVAL,
                            null,
                            0,
                            List.of()));
        }
    }

    private void markBehindErrors(List<StageNode> stages) {
        for (StreamNode node : nodes.values()) {
            if (node.role() == StreamRole.ERROR_STREAM) {
                behindErrors.add(node.name());
            }
        }
        for (StageNode stage : stages) {
            if (stage.inlets().stream().anyMatch(behindErrors::contains)) {
                behindErrors.add(stage.to());
            }
        }
    }

    private void makeStreams() {
        for (StreamNode node : nodes.values()) {
            int lanes = lanesInstead > 0 && node.lanes() > 1 ? lanesInstead : node.lanes();
            Stream stream = new Stream(
                    node.name(),
                    node.schema(),
                    lanes,
                    division(node.partitioning()),
                    sizing.rows(node.schema()),
                    sizing.queueBytes());
            boolean side = node.role() != StreamRole.DECLARED && node.role() != StreamRole.INTERNAL;
            if (side && !isRead(node.name())) {
                continue;
            }
            streams.put(node.name(), stream);
            switch (node.role()) {
                case ERROR_STREAM -> {
                    errorLog = new ErrorLog(stream, host.clock());
                    sides.put(node.name(), errorLog);
                }
                case SOURCE_ERRORS -> sides.put(node.name(), new SourceErrors(stream, host.clock()));
                case LATE -> sides.put(node.name(), new LateRows(stream, host.clock()));
                case DECLARED, INTERNAL -> wired.streams.put(node.name(), stream);
            }
            if (node.durable()) {
                inlets.put(node.name(), inlet(node, lanes));
            }
        }
    }

    /** In tests each shard has a lane of its own, for rows that are given to it whatever their key. */
    private Stream inlet(StreamNode node, int shards) {
        return new Stream(
                node.name(),
                node.schema(),
                ends.namesShards() ? shards + 1 : 1,
                Division.FORWARD,
                sizing.rows(node.schema()),
                sizing.queueBytes());
    }

    private boolean isRead(String name) {
        for (StageNode stage : topology.stages()) {
            if (stage.inlets().contains(name) && !stage.stopped()) {
                return true;
            }
        }
        for (DestinationNode destination : topology.destinations()) {
            if (destination.from().equals(name)) {
                return true;
            }
        }
        return ends.watches(name);
    }

    private static Division division(Partitioning partitioning) {
        if (partitioning instanceof Partitioning.ByKey key) {
            return new Division(Division.Kind.BY_KEY, boxed(key.columns()));
        }
        if (partitioning instanceof Partitioning.ByHash hash) {
            return new Division(Division.Kind.BY_HASH, boxed(hash.columns()));
        }
        return Division.FORWARD;
    }

    private static List<Integer> boxed(int[] values) {
        List<Integer> result = new ArrayList<>(values.length);
        for (int value : values) {
            result.add(value);
        }
        return result;
    }

    private Stream stream(String name) {
        Stream stream = streams.get(name);
        if (stream == null) {
            throw new IllegalStateException("no stream " + name);
        }
        return stream;
    }

    /** @param reads the stream that the part reads, or empty */
    private ErrorReport errorsOf(String kind, String name, String reads) {
        return new ErrorReport(kind, name, troubles, behindErrors.contains(reads) ? null : errorLog);
    }

    /** A stream behind {@code error_stream} that the stage reads, or else its first. */
    private String behindErrors(StageNode stage) {
        for (String inlet : stage.inlets()) {
            if (behindErrors.contains(inlet)) {
                return inlet;
            }
        }
        return stage.from();
    }

    private void addIntake(StreamNode node) {
        SourceErrors sourceErrors = (SourceErrors) sides.get(node.name() + ".errors");
        if (sourceErrors != null) {
            sourceErrors.join();
        }
        Stream inlet = inlets.get(node.name());
        Producer producer = inlet == null ? stream(node.name()).producer(0) : inlet.producerOfAll();
        Target target = target(node, producer, sourceErrors);
        Intake intake = ends.intake(node, target);
        wired.intakes.put(node.name(), intake);
        wired.fillers.put(producer, intake);
        checkpoints.add(intake);
        wired.sources.add(crew.add(new Guarded(intake, intake::stop, failures), false));
    }

    private Target target(StreamNode node, Producer producer, @Nullable SourceErrors sourceErrors) {
        Topology.EventTime time = node.eventTime();
        return new Target(
                node.name(),
                producer,
                new EventTime(time.column(), time.latenessMillis(), time.idleAfterMillis()),
                host.clock(),
                errorsOf("stream", node.name(), ""),
                sourceErrors,
                node.systemColumns());
    }

    /** Puts the logs of durable streams between those who fill them and those who read them. */
    private final class DurableWiring {
        private final Logs logs;

        DurableWiring(Logs logs) {
            this.logs = logs;
        }

        /** Those of the streams that are durable and have none yet. */
        void add(Iterable<String> names) throws IOException {
            for (String name : names) {
                StreamNode node = nodes.get(name);
                if (node != null && node.log() != null && !wired.logReaders.containsKey(name)) {
                    add(node, node.log());
                }
            }
        }

        private void add(StreamNode node, Topology.LogNode stored) throws IOException {
            String name = node.name();
            Stream inlet = Objects.requireNonNull(inlets.get(name));
            StreamLog log = logs.log(node, stream(name).lanes(), troubles);
            LogTime time = fillsItself(node) ? new LogTime() : null;
            if (time != null) {
                addAppender(node, stored, inlet, log, time);
            }
            SourceErrors sourceErrors = (SourceErrors) sides.get(name + ".errors");
            if (sourceErrors != null) {
                sourceErrors.join();
            }
            Producer producer = stream(name).producer(0);
            Topology.SourceNode source = node.source();
            DecoderFactory clients = source == null || source.decoder() == null ? stored.clients() : source.decoder();
            List<Transform> transforms = new ArrayList<>();
            for (TransformNode transform : source == null ? List.<TransformNode>of() : source.transforms()) {
                transforms.add(transform.factory().create());
            }
            LogIntake reader = new LogIntake(
                    target(node, producer, sourceErrors),
                    new LogIntake.From(
                            log,
                            stored.decoder(),
                            clients,
                            transforms,
                            time,
                            time == null || logs.isOpenToClients(),
                            stored.startAtMillis()));
            wired.logReaders.put(name, reader);
            wired.fillers.put(producer, reader);
            checkpoints.add(reader);
            Duty duty = crew.add(new Guarded(reader, reader::stop, failures), false);
            wired.sources.add(duty);
            reader.wake(duty::wake);
            if (time != null) {
                time.reader(duty);
            }
            if (stored.onDemand()) {
                crew.add(new ShardScaler(name, log, host.clock(), reader::isDone), true);
            }
        }

        private boolean fillsItself(StreamNode node) {
            return ends.fills(node)
                    || topology.stages().stream().anyMatch(stage -> stage.to().equals(node.name()) && !stage.stopped());
        }

        private void addAppender(StreamNode node, Topology.LogNode stored, Stream inlet, StreamLog log, LogTime time) {
            Subscription[] lanes = new Subscription[inlet.lanes()];
            for (int lane = 0; lane < lanes.length; lane++) {
                lanes[lane] = inlet.subscribe(lane);
                wired.queues.add(lanes[lane]);
            }
            LogAppender appender = new LogAppender(
                    node.name(),
                    lanes,
                    node.schema(),
                    division(node.partitioning()).columns(),
                    log,
                    stored.encoder().create(),
                    time,
                    errorsOf("stream", node.name(), ""),
                    logs::epoch,
                    logs.isOpenToClients() ? checkpoints::request : () -> {});
            checkpoints.add(appender);
            Duty duty = crew.add(appender, false);
            for (Subscription lane : lanes) {
                lane.reader(duty, true);
            }
            wired.logAppenders.put(node.name(), appender);
        }

        /** Under the virtual host nobody else stores what waits. */
        void addCommitting() {
            if (crew instanceof SeededCrew) {
                crew.add(
                        logs.committing(
                                host.clock(),
                                () -> wired.logReaders.values().stream().allMatch(LogIntake::isDone)),
                        false);
            } else {
                logs.start();
            }
        }
    }

    /** Where the rows of a stage go. */
    private Producer producerInto(String stream, int lane) {
        Stream inlet = inlets.get(stream);
        return inlet == null ? stream(stream).producer(lane) : inlet.producer(inlet.lanes() - 1);
    }

    private void addPumps(StageNode stage) {
        Stream from = stream(stage.from());
        Map<String, LoadedTable> used = new LinkedHashMap<>();
        for (String table : stage.tables()) {
            used.put(table, tables.get(table));
        }
        String late = stage.late() != null ? stage.late() : stage.pump() + ".late";
        SideStream lateStream = sides.get(late);
        for (int lane = 0; lane < from.lanes(); lane++) {
            if (lateStream != null) {
                lateStream.join();
            }
            Surroundings surroundings = new Surroundings(
                    stage.pump(),
                    topology.name() + ".kpipe",
                    used,
                    topology.parameters(),
                    host.clock(),
                    startTime,
                    errorsOf("pump", stage.pump(), behindErrors(stage)),
                    (LateRows) lateStream);
            List<Subscription> subscriptions = new ArrayList<>();
            for (String inlet : stage.inlets()) {
                Subscription subscription = stream(inlet).subscribe(lane);
                subscriptions.add(subscription);
                wired.queues.add(subscription);
            }
            Producer producer = producerInto(stage.to(), lane);
            Pump pump = new Pump(
                    stage.stateId() + " lane " + lane,
                    stage.state() == null ? "" : stage.state().text(),
                    surroundings,
                    stage.kernel().create(),
                    subscriptions,
                    stage.join(),
                    producer);
            Duty duty = crew.add(pump, false);
            subscriptions.forEach(subscription -> subscription.reader(duty, true));
            checkpoints.add(pump);
            Wired.Lane part = new Wired.Lane(stage, lane, pump, duty, List.copyOf(subscriptions), producer);
            wired.pumps
                    .computeIfAbsent(stage.pump(), absent -> new ArrayList<>())
                    .add(part);
            wired.fillers.put(producer, part);
            for (String table : stage.tables()) {
                tableUsers.computeIfAbsent(table, absent -> new ArrayList<>()).add(pump);
            }
        }
    }

    private void addTables() {
        for (TableNode node : topology.tables()) {
            LoadedTable table = tables.get(node.name());
            List<Pump> users = tableUsers.getOrDefault(node.name(), List.of());
            if (table == null || users.isEmpty()) {
                continue;
            }
            if (!ends.loads(node)) {
                continue;
            }
            TableLoad load = new TableLoad(node, table, host, errorsOf("table", node.name(), ""), users);
            wired.tables.put(node.name(), load);
            crew.add(load, true);
        }
        wired.tableContents.putAll(tables);
    }

    private void addDestination(DestinationNode node) {
        Stream from = stream(node.from());
        Subscription[] lanes = new Subscription[from.lanes()];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = from.subscribe(i);
            wired.queues.add(lanes[i]);
        }
        List<NamedTransform> transforms = new ArrayList<>();
        for (TransformNode transform : node.transforms()) {
            transforms.add(
                    new NamedTransform(transform.name(), transform.factory().create()));
        }
        Firehose firehose = new Firehose(
                terms(node, sizing),
                node.schema(),
                lanes,
                node.encoder().create(),
                transforms,
                ends.sink(node),
                host,
                checkpoints,
                errorsOf("destination", node.name(), node.from()),
                ends.witness(node));
        boolean alone = topology.destinations().size() <= MAX_DESTINATION_THREADS;
        Duty duty = crew.add(new Guarded(firehose, firehose::giveUp, failures), alone);
        for (Subscription lane : lanes) {
            lane.reader(duty, false);
        }
        checkpoints.add(firehose);
        wired.destinations.put(node.name(), firehose);
    }

    private static Terms terms(DestinationNode node, Sizing sizing) {
        List<String> names = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        for (Topology.PartitionNode partition : node.partitions()) {
            names.add(partition.name());
            columns.add(partition.column());
        }
        return new Terms(
                node.name(),
                node.connector().spec().name(),
                node.address(),
                boxed(node.columns()),
                names,
                columns,
                node.gzip(),
                node.suffix(),
                sizing.bufferBytes(node.bufferBytes()),
                sizing.gatherBytes(),
                node.bufferMillis(),
                node.retryMillis(),
                node.errorsTo(),
                node.backupTo(),
                node.keys());
    }
}
