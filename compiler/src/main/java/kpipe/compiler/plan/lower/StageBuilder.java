package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.source.Span;
import kpipe.data.Schema;

/** The stages of one pump or destination and the streams between them, with their stable names. */
public final class StageBuilder {

    private final String pump;
    private final boolean stopped;
    private final boolean tellsLate;
    private final Span span;
    private final List<Stage> stages = new ArrayList<>();
    private final List<InternalStream> streams = new ArrayList<>();
    private final Map<Stage, Chain> chains = new IdentityHashMap<>();
    private int unions;
    private int windows;
    private int joins;

    /**
     * A stream between two stages.
     *
     * @param keys the columns in which rows must be equal to meet in one lane; empty: each row stays in its lane
     */
    public record InternalStream(
            String name, Schema schema, int lanes, List<Integer> keys, boolean ordered, Span span) {
        public InternalStream {
            keys = List.copyOf(keys);
        }
    }

    /** @param tellsLate whether something reads the late rows of the pump */
    public StageBuilder(String pump, boolean stopped, boolean tellsLate, Span span) {
        this.pump = pump;
        this.stopped = stopped;
        this.tellsLate = tellsLate;
        this.span = span;
    }

    public List<Stage> stages() {
        return List.copyOf(stages);
    }

    public List<InternalStream> streams() {
        return List.copyOf(streams);
    }

    boolean tellsLate() {
        return tellsLate;
    }

    Span span() {
        return span;
    }

    String nextUnion() {
        unions++;
        return pump + ".union" + (unions == 1 ? "" : unions);
    }

    String nextGroups() {
        windows++;
        return pump + ".groups" + (windows == 1 ? "" : windows);
    }

    /** The name of what leads to a join; the streams of its two sides have it and the name of their side. */
    String nextJoin() {
        joins++;
        return pump + ".join" + (joins == 1 ? "" : joins);
    }

    void addStream(InternalStream stream) {
        streams.add(stream);
    }

    /**
     * Where the rows of a UNION ALL are put in the order of ROWTIME, its branches get streams of their own, which are read in step: a branch that is ahead waits, instead of
     * gathering where rows are sorted.
     */
    public void mergeUnions() {
        for (InternalStream union : List.copyOf(streams)) {
            List<Stage> writers = stages.stream()
                    .filter(stage -> stage.to().equals(union.name()))
                    .toList();
            List<Stage> readers = stages.stream()
                    .filter(stage -> stage.inlets().stream()
                            .anyMatch(inlet -> inlet.from().equals(union.name())))
                    .toList();
            if (writers.size() < 2 || readers.size() != 1 || !sorts(readers.get(0))) {
                continue;
            }
            List<String> branches = new ArrayList<>();
            for (Stage writer : writers) {
                String branch = union.name() + "." + (branches.size() + 1);
                branches.add(branch);
                replace(writer, writer.into(branch));
                streams.add(new InternalStream(
                        branch, union.schema(), union.lanes(), union.keys(), union.ordered(), union.span()));
            }
            replace(readers.get(0), readers.get(0).merging(branches));
            streams.remove(union);
        }
    }

    private static boolean sorts(Stage stage) {
        return stage.others().isEmpty()
                && stage.operators().stream().anyMatch(operator -> operator instanceof Operator.TimeSort);
    }

    private void replace(Stage before, Stage after) {
        stages.set(stages.indexOf(before), after);
        Chain chain = chains.remove(before);
        if (chain != null) {
            chains.put(after, chain);
        }
    }

    /** In how many lanes a stage of this builder runs. */
    public int lanes(Stage stage) {
        Chain chain = chains.get(stage);
        return chain == null ? 1 : chain.stream().lanes();
    }

    /** Whether a stage of this builder gives its rows in ROWTIME order, all lanes together. */
    public boolean ordered(Stage stage) {
        Chain chain = chains.get(stage);
        return chain != null && chain.ordered() && chain.stream().lanes() == 1;
    }

    void addStage(Chain chain, String id, String to) {
        Stage stage = new Stage(
                id,
                pump,
                chain.stream().name(),
                to,
                chain.stream().schema(),
                FirstRows.of(chain.operators()),
                chain.schema(),
                stopped,
                chain.others(),
                span);
        stages.add(stage);
        chains.put(stage, chain);
    }

    String pump() {
        return pump;
    }
}
