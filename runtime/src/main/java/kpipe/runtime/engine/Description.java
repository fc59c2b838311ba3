package kpipe.runtime.engine;

import java.util.Map;
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
        for (Topology.StageNode stage : topology.stages()) {
            boolean ofDestination = topology.destinations().stream()
                    .anyMatch(destination -> destination.name().equals(stage.pump())
                            && destination.from().equals(stage.to()));
            boolean first = topology.stages().stream()
                    .filter(other -> other.pump().equals(stage.pump()))
                    .allMatch(other -> !other.to().equals(stage.from()));
            if (first && !ofDestination) {
                line("pump " + stage.pump() + " from " + stage.from() + (stage.stopped() ? " (stopped)" : ""));
            }
        }
    }

    private void destination(Topology.DestinationNode destination) {
        line("destination " + destination.name() + " from " + destination.from() + " to "
                + at(destination.connector().spec().name(), destination.address()));
    }

    private static String at(String connector, String address) {
        return address.isEmpty() ? connector : connector + " '" + address + "'";
    }
}
