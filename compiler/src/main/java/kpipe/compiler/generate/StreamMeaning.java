package kpipe.compiler.generate;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Pipeline.StreamNode;
import kpipe.compiler.pipeline.Pipeline.StreamRole;
import kpipe.compiler.pipeline.Stage;
import kpipe.runtime.state.StateForm.Fact;

/**
 * What the rows of a stream mean: of one that the file names its columns; of one between two stages what was made of the rows of such streams.
 *
 * @param columns a text for each
 * @param facts what else is so of the rows
 */
record StreamMeaning(List<String> columns, List<Fact> facts) {

    StreamMeaning {
        columns = List.copyOf(columns);
        facts = List.copyOf(facts);
    }

    static StreamMeaning of(Pipeline pipeline, String stream) {
        StreamNode node = pipeline.stream(stream);
        return node.role() == StreamRole.INTERNAL ? between(pipeline, stream) : named(node);
    }

    private static StreamMeaning named(StreamNode stream) {
        List<String> columns = new ArrayList<>();
        stream.columns().columns().forEach(column -> columns.add(name(stream, column.name())));
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("input", stream.name()));
        int time = stream.eventTime().column();
        if (time >= 0) {
            facts.add(new Fact("time of " + stream.name(), columns.get(time)));
        }
        return new StreamMeaning(columns, facts);
    }

    /** How texts name a column of a stream. */
    static String name(StreamNode stream, String column) {
        return "{" + stream.name() + "." + column + "}";
    }

    private static StreamMeaning between(Pipeline pipeline, String stream) {
        List<StageMeaning> writers = new ArrayList<>();
        for (Stage stage : pipeline.stages()) {
            if (stage.to().equals(stream)) {
                writers.add(StageMeaning.of(pipeline, stage, stage.operators().size()));
            }
        }
        if (writers.size() == 1) {
            return new StreamMeaning(writers.get(0).columns(), writers.get(0).facts());
        }
        return together(writers.stream()
                .map(writer -> new StreamMeaning(writer.columns(), writer.facts()))
                .toList());
    }

    /** The meaning of the rows of several streams, one branch of a UNION ALL each. */
    static StreamMeaning together(List<StreamMeaning> branches) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < branches.get(0).columns().size(); i++) {
            int column = i;
            List<String> texts = branches.stream()
                    .map(branch -> branch.columns().get(column))
                    .distinct()
                    .toList();
            columns.add(texts.size() == 1 ? texts.get(0) : "[" + String.join(" | ", texts) + "]");
        }
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            for (Fact fact : branches.get(i).facts()) {
                facts.add(new Fact(fact.subject() + " of branch " + (i + 1), fact.text()));
            }
        }
        return new StreamMeaning(columns, facts);
    }
}
