package kpipe.runtime.engine;

import java.util.Map;
import java.util.Set;

/**
 * What the generated main class of every pipeline extends: it knows how to build the topology once parameters are known. Immutable; safe for use by many threads.
 */
public abstract class CompiledPipeline {

    private final String name;

    /** @param name the pipeline's */
    protected CompiledPipeline(String name) {
        this.name = name;
    }

    /** What the file is called, without its ending. */
    public final String name() {
        return name;
    }

    /** Tells a builder of every statement: parameters first, then what they are used in. */
    protected abstract void statements(TopologyBuilder pipeline);

    /**
     * Builds the topology.
     *
     * @param settings values for {@code ${NAME}} and PARAMETERs: what {@code --set} gave, over the environment
     * @throws IllegalArgumentException with a sentence for the user when one is missing or has the wrong type
     */
    public final Topology topology(Map<String, String> settings) {
        TopologyBuilder builder = new TopologyBuilder(name, settings);
        statements(builder);
        return builder.build();
    }

    /**
     * Builds what a {@link Rehearsal} runs: values that only sources and destinations would need may be missing.
     *
     * @param settings as for {@link #topology}
     */
    public final Topology rehearsed(Map<String, String> settings) {
        TopologyBuilder builder = TopologyBuilder.rehearsed(name, settings);
        statements(builder);
        return builder.build();
    }

    /** The names that a setting may have: of PARAMETERs, and those that stand between the braces of {@code ${NAME}}. */
    public final Set<String> settingNames() {
        return asWritten().settings().keySet();
    }

    /** The pipeline in words, a line for each statement and column, as it was written: parameters have no values in it. */
    public final String description() {
        TopologyBuilder builder = asWritten();
        return Description.of(builder.build(), builder.settings());
    }

    private TopologyBuilder asWritten() {
        TopologyBuilder builder = TopologyBuilder.asWritten(name);
        statements(builder);
        return builder;
    }
}
