package kpipe.runtime.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kpipe.runtime.host.Inquiry;

/** What a run answers to those who ask: {@code describe}, and {@code why PUMP}. */
final class RunAnswers implements Inquiry.Answers {

    private final Topology topology;
    private final Engine engine;
    private final String folder;
    private final long started;

    /** @param folder what its relative paths are below */
    RunAnswers(Topology topology, Engine engine, String folder, long started) {
        this.topology = topology;
        this.engine = engine;
        this.folder = folder;
        this.started = started;
    }

    @Override
    public String answer(String line) {
        JsonWriter answer = new JsonWriter();
        long now = engine.now();
        answer.field("pipeline", topology.name());
        answer.field("process", ProcessHandle.current().pid());
        answer.field("folder", folder);
        answer.instant("started", started);
        answer.instant("now", now);
        String pump = line.startsWith("why ") ? line.substring(4).strip() : "";
        if (line.equals("describe")) {
            answer.texts("pumps", pumps());
        } else if (pumps().contains(pump)) {
            new Standstill(topology, engine.wired(), now).write(pump, answer);
        } else {
            answer.field("unknown", line);
        }
        return answer.end();
    }

    /** The pumps, and the destinations that need a stage. */
    private List<String> pumps() {
        Set<String> pumps = new LinkedHashSet<>();
        topology.stages().forEach(stage -> pumps.add(stage.pump()));
        return new ArrayList<>(pumps);
    }
}
