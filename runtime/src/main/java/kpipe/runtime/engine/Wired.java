package kpipe.runtime.engine;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.runtime.engine.Topology.StageNode;
import kpipe.runtime.firehose.Firehose;
import kpipe.runtime.host.Duty;
import kpipe.runtime.intake.Intake;
import kpipe.runtime.intake.LogIntake;
import kpipe.runtime.pump.LoadedTable;
import kpipe.runtime.pump.Pump;
import kpipe.runtime.stream.LogAppender;
import kpipe.runtime.stream.Producer;
import kpipe.runtime.stream.SideStream;
import kpipe.runtime.stream.Stream;
import kpipe.runtime.stream.Subscription;

/** What a topology has become: the running parts by the names that users gave them. */
final class Wired {

    /**
     * One lane of a stage.
     *
     * @param number from 0
     * @param from what it reads: a lane of each stream
     */
    record Lane(StageNode stage, int number, Pump pump, Duty duty, List<Subscription> from, Producer to) {}

    final Map<String, Stream> streams = new LinkedHashMap<>();
    final Map<String, Intake> intakes = new LinkedHashMap<>();
    /** Who reads durable streams back from their logs. */
    final Map<String, LogIntake> logReaders = new LinkedHashMap<>();

    /** Who writes durable streams to their logs: those that the pipeline itself fills. */
    final Map<String, LogAppender> logAppenders = new LinkedHashMap<>();

    final Map<String, List<Lane>> pumps = new LinkedHashMap<>();
    final Map<String, TableLoad> tables = new LinkedHashMap<>();
    final Map<String, LoadedTable> tableContents = new LinkedHashMap<>();

    /** Who fills streams: a Lane or an Intake. */
    final Map<Producer, Object> fillers = new IdentityHashMap<>();

    /** The duties of intakes. */
    final List<Duty> sources = new ArrayList<>();

    /** All queues. */
    final List<Subscription> queues = new ArrayList<>();

    final List<SideStream> sides = new ArrayList<>();

    final Map<String, Firehose> destinations = new LinkedHashMap<>();
}
