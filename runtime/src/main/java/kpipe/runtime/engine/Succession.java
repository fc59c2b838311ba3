package kpipe.runtime.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.runtime.state.Checkpoint;
import kpipe.runtime.state.Checkpointed;
import kpipe.runtime.state.Migration;
import kpipe.runtime.state.StateForm;
import kpipe.runtime.state.Upgrade;
import kpipe.runtime.state.Upgrade.Verdict;
import kpipe.runtime.stream.Troubles;

/** How a pipeline takes over what another version of it, or itself, has left in a checkpoint. Not thread-safe. */
final class Succession {

    private static final String LANE = " lane ";

    private final Map<String, Map<String, String>> formerNames = new HashMap<>();
    private final Map<String, Migration> migrations = new HashMap<>();

    Succession(Topology topology) {
        for (Topology.StageNode stage : topology.stages()) {
            formerNames.put(stage.stateId(), stage.formerNames());
        }
    }

    /**
     * Decides about all operators. What is dropped, because nobody wants it any more, is told.
     *
     * @throws IOException if some state would be lost; the message names the operators, and says why and what can be done
     */
    void decide(Checkpoint from, Collection<Checkpointed> parts, Troubles troubles) throws IOException {
        Map<String, StateForm> before = new LinkedHashMap<>();
        Map<String, Integer> lanesBefore = new HashMap<>();
        from.parts().forEach(part -> add(part.id(), part.form(), before, lanesBefore));
        Map<String, StateForm> now = new LinkedHashMap<>();
        Map<String, Integer> lanes = new HashMap<>();
        parts.forEach(part -> add(part.stateId(), part.form(), now, lanes));
        List<String> lost = new ArrayList<>();
        for (Upgrade upgrade : Upgrade.of(List.copyOf(before.values()), List.copyOf(now.values()))) {
            String operator = upgrade.operator();
            Integer had = lanesBefore.get(operator);
            Integer has = lanes.get(operator);
            switch (upgrade.verdict()) {
                case KEEP, MIGRATE -> {
                    if (had != null && !had.equals(has)) {
                        lost.add(operator + ": it ran in " + had + " lanes and would run in " + has);
                    }
                    migrations.put(operator, upgrade.migration());
                }
                case REBUILD, INCOMPATIBLE -> lost.add(operator + place(upgrade) + ": " + upgrade.reason());
                case DROPPED -> troubles.say("note: what " + operator + " remembered is dropped: " + upgrade.reason());
                case NEW -> {}
            }
            if (upgrade.verdict() == Verdict.MIGRATE) {
                troubles.say("note: what " + operator + " remembers is migrated: " + upgrade.reason());
            }
        }
        if (!lost.isEmpty()) {
            throw new IOException("this version of the pipeline cannot go on from what the last one remembered.\n  "
                    + String.join("\n  ", lost)
                    + "\n`kpipe diff` of both files tells what can be done; --from-start begins anew");
        }
    }

    private static String place(Upgrade upgrade) {
        StateForm now = upgrade.now();
        return now == null ? "" : " (" + now.place() + ")";
    }

    private static void add(String part, String form, Map<String, StateForm> forms, Map<String, Integer> lanes) {
        StateForm parsed = StateForm.parse(form);
        if (parsed != null) {
            forms.put(parsed.id(), parsed);
            lanes.merge(parsed.id(), 1, Integer::sum);
        }
    }

    /** How the state of a part is read. */
    Migration migration(String part) {
        int lane = part.lastIndexOf(LANE);
        String operator = lane < 0 ? part : part.substring(0, lane);
        return migrations.getOrDefault(operator, Migration.NONE).with(formerNames.getOrDefault(operator, Map.of()));
    }
}
