package kpipe.compiler;

import java.util.List;
import kpipe.compiler.generate.StateForms;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.runtime.state.StateForm;

/** What the operators of a pipeline remember between rows. */
public final class States {

    private States() {}

    /**
     * One for each operator that remembers something, in the order of the plan.
     *
     * @param checked without an error
     */
    public static List<StateForm> of(CheckedPipeline checked) {
        Pipeline pipeline = checked.pipeline();
        if (pipeline == null) {
            throw new IllegalArgumentException("a pipeline that is wrong remembers nothing");
        }
        return List.copyOf(StateForms.of(pipeline).values());
    }
}
