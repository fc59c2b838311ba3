package kpipe.runtime.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kpipe.runtime.engine.Topology.StageNode;

/** The order in which data reaches the stages. */
final class StageOrder {

    private StageOrder() {}

    static List<StageNode> of(List<StageNode> stages) {
        Map<String, List<StageNode>> readers = new HashMap<>();
        Map<String, Integer> fillers = new HashMap<>();
        for (StageNode stage : stages) {
            readers.computeIfAbsent(stage.from(), absent -> new ArrayList<>()).add(stage);
            fillers.merge(stage.to(), 1, Integer::sum);
        }
        ArrayDeque<StageNode> ready = new ArrayDeque<>();
        for (StageNode stage : stages) {
            if (!fillers.containsKey(stage.from())) {
                ready.add(stage);
            }
        }
        List<StageNode> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            StageNode stage = ready.remove();
            order.add(stage);
            if (fillers.merge(stage.to(), -1, Integer::sum) == 0) {
                ready.addAll(readers.getOrDefault(stage.to(), List.of()));
            }
        }
        if (order.size() != stages.size()) {
            throw new IllegalArgumentException("the pumps form a cycle");
        }
        return order;
    }
}
