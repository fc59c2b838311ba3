package kpipe.runtime.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.runtime.engine.Topology.StageNode;
import kpipe.runtime.firehose.Firehose;
import kpipe.runtime.intake.Intake;
import kpipe.runtime.pump.LoadedTable;
import kpipe.runtime.pump.Pump;
import kpipe.runtime.stream.Stream;

/** What a topology has become: the running parts by the names that users gave them. */
final class Wired {

    /** One lane of a stage. */
    record Lane(StageNode stage, Pump pump) {}

    final Map<String, Stream> streams = new LinkedHashMap<>();
    final Map<String, Intake> intakes = new LinkedHashMap<>();
    final Map<String, List<Lane>> pumps = new LinkedHashMap<>();
    final Map<String, TableLoad> tables = new LinkedHashMap<>();
    final Map<String, LoadedTable> tableContents = new LinkedHashMap<>();
    final Map<String, Firehose> destinations = new LinkedHashMap<>();
}
