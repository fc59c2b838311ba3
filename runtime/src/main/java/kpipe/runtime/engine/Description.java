package kpipe.runtime.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kpipe.data.Column;

/** A pipeline in words, for its user. */
final class Description {

    private final StringBuilder text = new StringBuilder();

    private Description() {}

    /** @param settings what is known of each value that may be given, by its name */
    static String of(Topology topology, Map<String, String> settings) {
        Description description = new Description();
        description.line("pipeline " + topology.name());
        settings.forEach((name, about) -> description.line("parameter " + name + " " + about));
        topology.streams().forEach(description::stream);
        topology.tables().forEach(description::table);
        description.pumps(topology);
        topology.destinations().forEach(description::destination);
        return description.text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private void stream(Topology.StreamNode stream) {
        if (stream.role() != Topology.StreamRole.DECLARED) {
            return;
        }
        Topology.SourceNode source = stream.source();
        String from =
                source == null ? "" : " from " + at(source.connector().spec().name(), source.address());
        String shards = stream.durable() ? ", " + stream.lanes() + (stream.lanes() == 1 ? " shard" : " shards") : "";
        line("stream " + stream.name() + from + shards);
        stream.schema().columns().forEach(this::column);
    }

    private void table(Topology.TableNode table) {
        line("table " + table.name() + " from " + at(table.connector().spec().name(), table.address()));
        table.schema().columns().forEach(this::column);
    }

    private void column(Column column) {
        line("    " + column);
    }

    private void pumps(Topology topology) {
        Map<String, List<Topology.StageNode>> pumps = new LinkedHashMap<>();
        for (Topology.StageNode stage : topology.stages()) {
            boolean ofDestination = topology.destinations().stream()
                    .anyMatch(destination -> destination.name().equals(stage.pump())
                            && destination.from().equals(stage.to()));
            if (!ofDestination) {
                pumps.computeIfAbsent(stage.pump(), absent -> new ArrayList<>()).add(stage);
            }
        }
        pumps.forEach((pump, stages) -> {
            Set<String> from = new LinkedHashSet<>();
            stages.forEach(stage -> from.addAll(stage.inlets()));
            stages.forEach(stage -> from.remove(stage.to()));
            line("pump " + pump + " from " + String.join(", ", from)
                    + (stages.get(0).stopped() ? " (stopped)" : ""));
        });
    }

    private void destination(Topology.DestinationNode destination) {
        line("destination " + destination.name() + " from " + destination.from() + " to "
                + at(destination.connector().spec().name(), destination.address()));
    }

    private static String at(String connector, String address) {
        return address.isEmpty() ? connector : connector + " '" + address + "'";
    }
}
