package kpipe.runtime.engine;

import java.util.Map;

/**
 * What the generated main class of every pipeline extends: it knows how to build the topology once parameters are known.
 */
public abstract class CompiledPipeline {

    /**
     * Builds the topology.
     *
     * @param settings values for {@code ${NAME}} and PARAMETERs: what {@code --set} gave, over the environment
     * @throws IllegalArgumentException with a sentence for the user when one is missing or has the wrong type
     */
    public abstract Topology topology(Map<String, String> settings);
}
