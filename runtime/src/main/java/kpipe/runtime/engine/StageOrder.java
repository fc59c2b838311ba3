package kpipe.runtime.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kpipe.runtime.engine.Topology.StageNode;

/** The order in which data reaches the stages. */
final class StageOrder {

    private StageOrder() {}

    static List<StageNode> of(List<StageNode> stages) {
        Map<String, Integer> fillers = new HashMap<>();
        for (StageNode stage : stages) {
            fillers.merge(stage.to(), 1, Integer::sum);
        }
        Map<String, List<StageNode>> readers = new HashMap<>();
        Map<StageNode, Integer> missing = new IdentityHashMap<>();
        ArrayDeque<StageNode> ready = new ArrayDeque<>();
        for (StageNode stage : stages) {
            Set<String> filled = new LinkedHashSet<>(stage.inlets());
            filled.retainAll(fillers.keySet());
            filled.forEach(stream ->
                    readers.computeIfAbsent(stream, absent -> new ArrayList<>()).add(stage));
            missing.put(stage, filled.size());
            if (filled.isEmpty()) {
                ready.add(stage);
            }
        }
        List<StageNode> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            StageNode stage = ready.remove();
            order.add(stage);
            if (fillers.merge(stage.to(), -1, Integer::sum) == 0) {
                for (StageNode reader : readers.getOrDefault(stage.to(), List.of())) {
                    if (missing.merge(reader, -1, Integer::sum) == 0) {
                        ready.add(reader);
                    }
                }
            }
        }
        if (order.size() != stages.size()) {
            throw new IllegalArgumentException("the pumps form a cycle");
        }
        return order;
    }
}
