package kpipe.tool.diff;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.States;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.runtime.host.RealDisk;
import kpipe.runtime.state.Checkpoint;
import kpipe.runtime.state.CheckpointFolder;
import kpipe.runtime.state.StateForm;
import kpipe.runtime.state.Upgrade;
import kpipe.runtime.state.Upgrade.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What is different between two versions of a pipeline, as far as it concerns what one has left for the other. Immutable.
 *
 * @param operators those that remember something
 * @param inputs streams that are read from outside
 * @param destinations what is delivered
 */
public record Difference(List<Upgrade> operators, List<End> inputs, List<End> destinations) {

    /** What becomes of an input or a destination. */
    public enum Change {
        KEEP,
        CHANGED,
        NEW,
        DROPPED
    }

    /**
     * An input or a destination.
     *
     * @param before what it was, such as {@code FILE 'a.jsonl'}; null for a new one
     * @param now what it is; null for one that was dropped
     */
    public record End(
            String name,
            Change change,
            @Nullable String before,
            @Nullable String now) {}

    public Difference {
        operators = List.copyOf(operators);
        inputs = List.copyOf(inputs);
        destinations = List.copyOf(destinations);
    }

    /** Both without an error. */
    public static Difference of(CheckedPipeline before, CheckedPipeline now) {
        Pipeline old = Objects.requireNonNull(before.pipeline());
        Pipeline recent = Objects.requireNonNull(now.pipeline());
        return new Difference(
                Upgrade.of(States.of(before), States.of(now)),
                ends(inputs(old), inputs(recent)),
                ends(destinations(old), destinations(recent)));
    }

    /** What was remembered, as a checkpoint tells it; of inputs and destinations it tells nothing here. */
    public static Difference of(List<StateForm> before, CheckedPipeline now) {
        return new Difference(Upgrade.of(before, States.of(now)), List.of(), List.of());
    }

    /** What a pipeline is called, and its data folder with it. */
    public static String name(CheckedPipeline checked) {
        return Objects.requireNonNull(checked.pipeline()).name();
    }

    /**
     * What the operators of a pipeline were that runs, or was stopped.
     *
     * @param data its data folder
     * @return null if nothing is kept there
     * @throws IOException if it cannot be read
     */
    public static @Nullable List<StateForm> kept(Path data) throws IOException {
        Checkpoint newest = CheckpointFolder.newest(new RealDisk(data), "checkpoints");
        return newest == null ? null : newest.forms();
    }

    /** Whether all states are kept, migrated or made anew, but for those that nobody wants. */
    public boolean isCompatible() {
        return operators.stream().noneMatch(upgrade -> upgrade.verdict() == Verdict.INCOMPATIBLE);
    }

    private static Map<String, String> inputs(Pipeline pipeline) {
        Map<String, String> inputs = new LinkedHashMap<>();
        for (Pipeline.StreamNode stream : pipeline.streams()) {
            Pipeline.SourceNode source = stream.source();
            if (source != null) {
                inputs.put(stream.name(), text(source.connector().spec().name(), source.address()));
            }
        }
        return inputs;
    }

    private static Map<String, String> destinations(Pipeline pipeline) {
        Map<String, String> destinations = new LinkedHashMap<>();
        for (Pipeline.DestinationNode destination : pipeline.destinations()) {
            destinations.put(
                    destination.name(), text(destination.connector().spec().name(), destination.address()));
        }
        return destinations;
    }

    private static String text(String connector, Pipeline.@Nullable Template address) {
        return address == null || address.text().isEmpty() ? connector : connector + " '" + address.text() + "'";
    }

    private static List<End> ends(Map<String, String> before, Map<String, String> now) {
        Map<String, String> old = new LinkedHashMap<>(before);
        List<End> ends = new ArrayList<>();
        now.forEach((name, text) -> {
            String was = old.remove(name);
            Change change = was == null ? Change.NEW : was.equals(text) ? Change.KEEP : Change.CHANGED;
            ends.add(new End(name, change, was, text));
        });
        old.forEach((name, text) -> ends.add(new End(name, Change.DROPPED, text, null)));
        return ends;
    }
}
