package kpipe.runtime.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kpipe.data.Schema;
import kpipe.runtime.engine.Topology.KernelFactory;
import kpipe.runtime.engine.Topology.StageNode;
import kpipe.runtime.state.StateForm;
import org.jspecify.annotations.Nullable;

/** A stage of a pump, as a {@link TopologyBuilder} is told of it. Not thread-safe. */
public final class StageBuilder {

    private final String id;
    private final String pump;
    private final String from;
    private final String to;
    private final KernelFactory kernel;
    private final List<String> tables = new ArrayList<>();
    private boolean stopped;
    private @Nullable String late;
    private final List<String> others = new ArrayList<>();
    private boolean join;
    private final List<Topology.Part> parts = new ArrayList<>();
    private final Map<String, String> formerNames = new HashMap<>();
    private @Nullable StateForm state;

    StageBuilder(String id, String pump, String from, String to, KernelFactory kernel) {
        this.id = id;
        this.pump = pump;
        this.from = from;
        this.to = to;
        this.kernel = kernel;
    }

    /** It looks into a reference table. */
    public void looksInto(String table) {
        tables.add(table);
    }

    /** The stream that takes its late rows. */
    public void late(String stream) {
        late = stream;
    }

    /** It was declared STOPPED. */
    public void stopped() {
        stopped = true;
    }

    /** It joins its stream to another, the right side. */
    public void joins(String stream) {
        others.add(stream);
        join = true;
    }

    /** It reads another stream of the same columns as well, in step with its own. */
    public void merges(String stream) {
        others.add(stream);
    }

    /**
     * One of its operators remembers something.
     *
     * @param what in the user's words
     * @param place file and line
     */
    public void remembers(String what, String place) {
        parts.add(new Topology.Part(what, place));
    }

    /** A column of a stream that it reads was called otherwise before. */
    public void formerly(String column, String oldName) {
        formerNames.put(column, oldName);
    }

    /** What it remembers, as {@link StateForm#text} says it. */
    public void state(String form) {
        state = StateForm.parse(form);
    }

    String to() {
        return to;
    }

    StageNode node(Schema output) {
        return new StageNode(
                id,
                pump,
                from,
                to,
                output,
                kernel,
                stopped,
                List.copyOf(tables),
                late,
                List.copyOf(others),
                join,
                List.copyOf(parts),
                state,
                Map.copyOf(formerNames));
    }
}
