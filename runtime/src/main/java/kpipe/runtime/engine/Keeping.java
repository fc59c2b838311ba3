package kpipe.runtime.engine;

import java.nio.file.Path;
import kpipe.runtime.engine.Topology.StreamNode;

/**
 * What outlives a run, and whether this one goes on from it.
 *
 * @param folder the pipeline's data folder: a path on the host's disk, without a slash at its end
 * @param fromStart whether what earlier runs have left there is set aside, so that inputs are read from their beginning
 */
public record Keeping(String folder, boolean fromStart) {

    /** Where a pipeline keeps what outlives a run if nothing else is said. */
    public static Keeping usual(String pipeline, boolean fromStart) {
        return new Keeping(".kpipe/" + pipeline, fromStart);
    }

    /** In a folder of this machine, wherever the pipeline's relative paths are. */
    public static Keeping in(Path folder, boolean fromStart) {
        return new Keeping(folder.toAbsolutePath().normalize().toString().replace('\\', '/'), fromStart);
    }

    /** Whether there is anything that could be kept: a source that can go on from a place, or a stream that outlives the process. */
    static boolean isWorthwhile(Topology topology) {
        for (StreamNode stream : topology.streams()) {
            Topology.SourceNode source = stream.source();
            if (stream.durable() || source != null && source.connector().replays()) {
                return true;
            }
        }
        return false;
    }
}
