package kpipe.runtime.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kpipe.runtime.host.Inquiry;
import kpipe.runtime.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a run answers to those who ask: {@code describe}, {@code why PUMP}, and {@code tail STREAM}, which goes on. */
final class RunAnswers implements Inquiry.Answers {

    private final Topology topology;
    private final Engine engine;
    private final String folder;
    private final @Nullable String data;
    private final long started;

    /**
     * @param folder what its relative paths are below
     * @param data where its durable streams are; null where it has none
     */
    RunAnswers(Topology topology, Engine engine, String folder, @Nullable String data, long started) {
        this.data = data;
        this.topology = topology;
        this.engine = engine;
        this.folder = folder;
        this.started = started;
    }

    @Override
    public void answer(String line, Inquiry.Reply reply) throws IOException {
        Stream stream = line.startsWith("tail ")
                ? engine.wired().streams.get(line.substring(5).strip())
                : null;
        if (stream != null) {
            new StreamTail(stream, engine).show(reply);
        } else {
            reply.write(answer(line));
        }
    }

    private String answer(String line) {
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
            answer.texts("streams", streams());
            if (data != null) {
                answer.field("data", data);
            }
        } else if (pumps().contains(pump)) {
            new Standstill(topology, engine.wired(), now).write(pump, answer);
        } else {
            answer.field("unknown", line);
        }
        return answer.end();
    }

    /** Those whose rows can be shown as they pass: by name, durable ones are read from their log. */
    private List<String> streams() {
        List<String> streams = new ArrayList<>();
        for (Topology.StreamNode stream : topology.streams()) {
            boolean internal = stream.role() == Topology.StreamRole.INTERNAL;
            if (!internal && !stream.durable() && engine.wired().streams.containsKey(stream.name())) {
                streams.add(stream.name());
            }
        }
        return streams;
    }

    /** The pumps, and the destinations that need a stage. */
    private List<String> pumps() {
        Set<String> pumps = new LinkedHashSet<>();
        topology.stages().forEach(stage -> pumps.add(stage.pump()));
        return new ArrayList<>(pumps);
    }
}
