package kpipe.runtime.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kpipe.runtime.host.Inquirer;

/**
 * A pipeline that runs in another process of the same user, on this machine: {@code kpipe run} or a jar. Answers are JSON, one object each.
 *
 * @param name under which it is asked
 * @param description what it says about itself: pipeline, process, folder, started, now, pumps
 */
public record RunningPipeline(String name, String description) {

    /** All that run, in the order of their names. */
    public static List<RunningPipeline> all() throws IOException {
        List<RunningPipeline> all = new ArrayList<>();
        for (String name : Inquirer.names()) {
            Inquirer.ask(name, "describe").ifPresent(description -> all.add(new RunningPipeline(name, description)));
        }
        return all;
    }

    /** Why the time of a pump stands where it stands; empty where the pipeline has ended meanwhile. */
    public Optional<String> why(String pump) throws IOException {
        return Inquirer.ask(name, "why " + pump);
    }
}
