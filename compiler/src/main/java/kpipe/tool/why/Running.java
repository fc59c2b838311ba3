package kpipe.tool.why;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kpipe.runtime.engine.RunningPipeline;

/** A pipeline that the user is running on this machine. */
public final class Running {

    private final RunningPipeline pipeline;
    private final Facts description;

    private Running(RunningPipeline pipeline) {
        this.pipeline = pipeline;
        description = Facts.of(pipeline.description());
    }

    /** All of them. */
    public static List<Running> all() throws IOException {
        List<Running> all = new ArrayList<>();
        for (RunningPipeline pipeline : RunningPipeline.all()) {
            all.add(new Running(pipeline));
        }
        return all;
    }

    /** What it says about itself: pipeline, process, folder, pumps. */
    public Facts description() {
        return description;
    }

    /** Whether somebody who says this means it: its name, the number of its process, or its folder. */
    public boolean isCalled(String name) {
        return description.text("pipeline").equals(name)
                || description.text("process").equals(name)
                || description.text("folder").equals(name);
    }

    /** Its pumps. */
    public List<String> pumps() {
        return description.texts("pumps");
    }

    /** Why the time of a pump stands where it stands, as JSON; empty where the pipeline has ended meanwhile. */
    public Optional<String> why(String pump) throws IOException {
        return pipeline.why(pump);
    }
}
