package kpipe.runtime.engine;

import kpipe.data.Schema;
import kpipe.runtime.engine.Topology.SourceNode;
import kpipe.runtime.engine.Topology.TableNode;

/** A reference table, as a {@link TopologyBuilder} is told of it. Not thread-safe. */
public final class TableBuilder extends SourceBuilder {

    private long refreshMillis;

    TableBuilder(TopologyBuilder topology, String name, String place) {
        super(topology, name, place);
    }

    /** REFRESH EVERY. */
    public void refreshEvery(long millis) {
        refreshMillis = millis;
    }

    TableNode node() {
        Schema schema = schema();
        SourceNode source = source(schema);
        if (source == null) {
            throw new IllegalStateException("table " + name + " is read from nothing");
        }
        return new TableNode(
                name, schema, source.connector(), source.address(), source.options(), source.decoder(), refreshMillis);
    }
}
