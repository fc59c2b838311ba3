package kpipe.oracle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import kpipe.compiler.Checking;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Slice;
import kpipe.data.Type;
import kpipe.runtime.engine.PipelineException;
import kpipe.runtime.engine.Rehearsal;
import kpipe.runtime.engine.Topology;
import org.jspecify.annotations.Nullable;

/** Queries as the pumps of one pipeline: compiled, and run to the end of all inputs. */
final class PipelineAnswers {

    private static final int[] LANES = {0, 1, 2, 3, 7};
    private static final int[] BATCHES = {0, 1, 2, 5};

    private final List<Input> inputs;
    private final Topology topology;

    PipelineAnswers(List<Input> inputs, List<Query> queries) {
        this.inputs = inputs;
        Checking checked = Checking.of(program(inputs, queries));
        if (checked.pipeline() == null) {
            throw new AssertionError("refused:\n" + checked.text());
        }
        topology = checked.build().rehearsed(Map.of());
    }

    static String program(List<Input> inputs, List<Query> queries) {
        StringBuilder program = new StringBuilder();
        inputs.forEach(input -> program.append(input.declaration()));
        for (int i = 0; i < queries.size(); i++) {
            program.append(
                    "PUMP p%d INTO o%d AS %s;\n".formatted(i, i, queries.get(i).ours()));
        }
        return program.toString();
    }

    /** The columns of an answer. */
    Schema schema(int query) {
        return topology.streams().stream()
                .filter(stream -> stream.name().equals("o" + query))
                .findFirst()
                .orElseThrow()
                .schema();
    }

    /** The answers, with a number of lanes and a size of batches that the seed says. */
    List<Rows> run(int queries, long seed) throws PipelineException {
        Random random = new Random(seed);
        Rehearsal.Terms terms = new Rehearsal.Terms(
                seed, 0, LANES[random.nextInt(LANES.length)], BATCHES[random.nextInt(BATCHES.length)]);
        Set<String> given = new HashSet<>();
        Map<String, List<RowBatch>> tables = new HashMap<>();
        for (Input input : inputs) {
            if (input.stream()) {
                given.add(input.name());
            } else {
                tables.put(input.name(), List.of(input.batch()));
            }
        }
        Set<String> watched = new HashSet<>();
        for (int i = 0; i < queries; i++) {
            watched.add("o" + i);
        }
        Rehearsal rehearsal = new Rehearsal(topology, terms, given, watched, tables);
        for (Input input : inputs) {
            if (input.stream()) {
                rehearsal.give(input.name(), input.batch(), -1, false);
            }
        }
        rehearsal.end();
        List<Rows> answers = new ArrayList<>();
        for (int i = 0; i < queries; i++) {
            answers.add(rows(rehearsal.take("o" + i)));
        }
        return answers;
    }

    private static Rows rows(List<RowBatch> batches) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (RowBatch batch : batches) {
            for (int row = 0; row < batch.size; row++) {
                List<@Nullable Object> values = new ArrayList<>();
                for (int column = 0; column < batch.schema.size(); column++) {
                    values.add(value(batch, column, row));
                }
                rows.add(Collections.unmodifiableList(values));
            }
        }
        return new Rows(rows);
    }

    private static @Nullable Object value(RowBatch batch, int column, int row) {
        if (batch.isNull(column, row)) {
            return null;
        }
        Type type = batch.schema.type(column);
        long cell = batch.values[column][row];
        return switch (type.form()) {
            case DOUBLE -> Double.longBitsToDouble(cell);
            case BYTES -> new String(batch.heap, Slice.offset(cell), Slice.length(cell), StandardCharsets.UTF_8);
            case LONG -> Rows.exact(type.kind(), cell, type.kind() == Kind.DECIMAL ? type.scale() : 0);
        };
    }
}
