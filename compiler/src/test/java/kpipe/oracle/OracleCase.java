package kpipe.oracle;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import kpipe.data.Schema;
import kpipe.runtime.engine.PipelineException;

/** Some inputs and queries about them, made from a seed: the same seed gives the same. */
record OracleCase(Topic topic, long seed, List<Input> inputs, List<Query> queries) {

    static OracleCase make(Topic topic, long seed, int count) {
        // Near seeds give near random numbers at first.
        Random random = new Random(seed * 7_919 + topic.ordinal());
        random.nextLong();
        List<Input> inputs = topic.inputs(random);
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            queries.add(topic.query(random, inputs));
        }
        return new OracleCase(topic, seed, inputs, queries);
    }

    /**
     * Asks both engines.
     *
     * @param faults takes a picture of every difference
     * @return how many rows were compared
     */
    int compare(DuckDb duck, List<String> faults) {
        PipelineAnswers ours;
        List<Rows> answers;
        try {
            for (Input input : inputs) {
                duck.load(input);
            }
            ours = new PipelineAnswers(inputs, queries);
            answers = ours.run(queries.size(), seed);
        } catch (AssertionError | RuntimeException | SQLException | PipelineException failure) {
            StringBuilder all = new StringBuilder();
            queries.forEach(query -> all.append(picture(query, "")));
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            faults.add(all + "\n" + trace);
            return 0;
        }
        int compared = 0;
        for (int i = 0; i < queries.size(); i++) {
            compared += answers.get(i).rows().size();
            String difference = difference(duck, queries.get(i), answers.get(i), ours.schema(i));
            if (!difference.isEmpty()) {
                faults.add(picture(queries.get(i), difference));
            }
        }
        return compared;
    }

    private static String difference(DuckDb duck, Query query, Rows ours, Schema schema) {
        try {
            return ours.difference(duck.ask(query.duck(), schema), query.ordered());
        } catch (RuntimeException | SQLException failure) {
            return "DuckDB says: " + failure.getMessage();
        }
    }

    private String picture(Query query, String difference) {
        StringBuilder text = new StringBuilder("%s -Dseed=%d\n".formatted(topic, seed));
        inputs.forEach(input -> text.append(input.declaration()));
        text.append(query.ours())
                .append("\n---- DuckDB:\n")
                .append(query.duck())
                .append('\n');
        if (!difference.isEmpty()) {
            inputs.forEach(input -> text.append(input.duck()).append('\n'));
        }
        return text.append(difference).toString();
    }
}
