package kpipe.compiler.generate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.OverFunction;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Pipeline.StreamNode;
import kpipe.compiler.pipeline.Pipeline.StreamRole;
import kpipe.compiler.pipeline.Stage;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.runtime.operator.GroupLayout.Accumulator;
import kpipe.runtime.state.StateForm;
import kpipe.runtime.state.StateForm.Gathered;
import kpipe.runtime.state.StateForm.Held;
import kpipe.runtime.state.StateForm.Key;
import org.jspecify.annotations.Nullable;

/** What the stages of a pipeline remember, for checkpoints and for versions of the pipeline to come. */
public final class StateForms {

    /** The subject of what is said of rows that wait for time to come to them. */
    static final String WAITING = StateForm.WAITING;

    private static final Remembering REMEMBERING = new Remembering();

    private final Pipeline pipeline;
    private final Map<String, Integer> numbers = new HashMap<>();

    private StateForms(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** By the ids of stages; those that remember nothing are not there. */
    public static Map<String, StateForm> of(Pipeline pipeline) {
        StateForms forms = new StateForms(pipeline);
        Map<String, StateForm> all = new LinkedHashMap<>();
        for (Stage stage : pipeline.stages()) {
            StateForm form = forms.form(stage);
            if (form != null) {
                all.put(stage.id(), form);
            }
        }
        return all;
    }

    private @Nullable StateForm form(Stage stage) {
        if (!stage.remembers()) {
            return null;
        }
        int main = main(stage);
        Operator operator = stage.operators().get(main);
        StageMeaning before = StageMeaning.of(pipeline, stage, main);
        String role = operator.accept(ROLE);
        int number = numbers.merge(stage.pump() + " " + role, 1, Integer::sum);
        String what = operator.accept(REMEMBERING);
        return new StateForm(
                "pump " + stage.pump() + " " + role + (number == 1 ? "" : " " + number),
                what.isEmpty() ? "ROWTIME" : what,
                StatementWriter.place(operator.span()),
                StateForm.VERSION,
                facts(stage, main),
                keys(operator, before),
                gathered(operator, before),
                held(stage, main, before),
                formerly(stage),
                new StateNeeds(pipeline).of(stage),
                inputs(stage),
                pipeline.stream(stage.from()).lanes());
    }

    /** The operator that remembers something: if there is none but one that sorts, that, and if there is no such one the one that sets ROWTIME. */
    private static int main(Stage stage) {
        int found = -1;
        int weight = 0;
        for (int i = 0; i < stage.operators().size(); i++) {
            Operator operator = stage.operators().get(i);
            int own = operator instanceof Operator.Project project
                    ? (project.rowtime() == null ? 0 : 1)
                    : operator instanceof Operator.TimeSort
                            ? 2
                            : operator.accept(ROLE).isEmpty() ? 0 : 3;
            if (own > weight) {
                found = i;
                weight = own;
            }
        }
        return found;
    }

    /** What is so of the rows that the operator has taken, and of ROWTIMEs that are set behind it. */
    private List<StateForm.Fact> facts(Stage stage, int main) {
        List<StateForm.Fact> facts =
                new ArrayList<>(StageMeaning.of(pipeline, stage, main + 1).facts());
        List<StateForm.Fact> all =
                StageMeaning.of(pipeline, stage, stage.operators().size()).facts();
        all.subList(facts.size(), all.size()).stream()
                .filter(fact -> fact.subject().equals(StageMeaning.ROWTIME))
                .forEach(facts::add);
        return facts;
    }

    // ---- keys and what is gathered

    private static List<Key> keys(Operator operator, StageMeaning before) {
        List<Key> keys = new ArrayList<>();
        if (operator instanceof Operator.WindowAggregate window) {
            window.keys().forEach(key -> keys.add(new Key(before.text().of(key), key.type())));
        } else if (operator instanceof Operator.Over over) {
            over.keys().forEach(key -> keys.add(new Key(before.text().of(key), key.type())));
        }
        return keys;
    }

    private static List<Gathered> gathered(Operator operator, StageMeaning before) {
        MeaningText text = before.text();
        if (operator instanceof Operator.WindowAggregate window) {
            return gathered(window, text);
        }
        List<Gathered> gathered = new ArrayList<>();
        if (operator instanceof Operator.Over over) {
            for (OverFunction function : over.functions()) {
                StringBuilder kind = new StringBuilder(StateForm.FIXED);
                function.arguments().forEach(argument -> kind.append(' ').append(physical(argument.type())));
                gathered.add(new Gathered(kind.toString(), StageMeaning.of(function, text), null));
            }
        } else if (operator instanceof Operator.TableCall call) {
            for (int i = 0; i < call.input().size(); i++) {
                gathered.add(new Gathered(
                        StateForm.FIXED + " " + physical(call.input().type(i)),
                        before.columns().get(i),
                        null));
            }
        }
        return gathered;
    }

    /** A type as far as it has a say in how values are kept. */
    private static String physical(Type type) {
        String kept = type.kind().isInteger()
                ? Accumulators.isWide(type) ? "64" : "32"
                : type.kind() + (type.scale() == 0 ? "" : "." + type.scale());
        return kept + (type.nullable() ? " or NULL" : "");
    }

    private static List<Gathered> gathered(Operator.WindowAggregate window, MeaningText text) {
        WindowWriter windows = WindowWriter.of(window);
        Accumulators accumulators =
                new Accumulators(window.keys(), window.aggregates(), windows.sequenced(), windows.tail());
        List<Gathered> gathered = new ArrayList<>();
        for (Accumulators.Slot slot : accumulators.slots) {
            int number = Accumulators.edgeArgument(slot);
            if (number < 0) {
                gathered.add(new Gathered(slot.kind().name(), slot.kind() == Accumulator.COUNT ? "*" : "", null));
                continue;
            }
            Expr argument = accumulators.arguments.get(number);
            StringBuilder of = new StringBuilder(text.of(argument));
            if (slot.condition() >= 0) {
                of.append(" where ").append(text.of(accumulators.arguments.get(slot.condition())));
            }
            if (Accumulators.ignoresNulls(slot)) {
                of.append(" IGNORE NULLS");
            }
            gathering(accumulators, slot, text, of);
            gathered.add(new Gathered(slot.kind().name(), of.toString(), argument.type()));
        }
        return gathered;
    }

    private static void gathering(
            Accumulators accumulators, Accumulators.Slot slot, MeaningText text, StringBuilder of) {
        Class<?> kind = accumulators.gatherings.get(slot.offset());
        if (kind != null) {
            of.append(" in a ").append(kind.getSimpleName());
        }
        Integer second = accumulators.pairs.get(slot.offset());
        if (second != null) {
            of.append(" with ").append(text.of(accumulators.arguments.get(second)));
        }
        Accumulators.TextListing list = accumulators.lists.get(slot.offset());
        if (list != null) {
            Aggregate aggregate = list.aggregate();
            of.append(" as ").append(StageMeaning.of(aggregate, text));
        }
    }

    // ---- rows that are held

    private List<Held> held(Stage stage, int main, StageMeaning before) {
        List<Held> held = new ArrayList<>();
        Operator operator = stage.operators().get(main);
        int sortAt = -1;
        for (int i = 0; i <= main; i++) {
            sortAt = stage.operators().get(i) instanceof Operator.TimeSort ? i : sortAt;
        }
        if (sortAt >= 0) {
            boolean computed = SortStage.computes(
                    (Operator.TimeSort) stage.operators().get(sortAt),
                    stage.operators().subList(0, sortAt));
            if (computed) {
                StageMeaning sorted = StageMeaning.of(pipeline, stage, sortAt);
                Schema schema = stage.operators().get(sortAt).output();
                hold(held, "computed", schema, sorted.columns(), NeededColumns.of(stage, sortAt), null, 0);
            }
            Set<Integer> needed = computed ? Set.of() : NeededColumns.of(stage, 0);
            StageMeaning read = StageMeaning.of(pipeline, stage, 0);
            hold(held, "waiting", stage.input(), read.columns(), needed, decoded(stage.from()), 0);
        }
        if (operator instanceof Operator.StreamJoin join) {
            Set<Integer> needed = NeededColumns.of(stage, main);
            hold(held, "left", stage.input(), before.columns(), needed, decoded(stage.from()), 0);
            Stage.Inlet other = stage.others().get(0);
            hold(held, "right", other.input(), before.columns(), needed, decoded(other.from()), join.leftColumns());
        } else if (operator instanceof Operator.Lead || operator instanceof Operator.Match) {
            Schema schema =
                    main == 0 ? stage.input() : stage.operators().get(main - 1).output();
            boolean direct = stage.operators().subList(0, main).stream()
                    .allMatch(earlier -> earlier instanceof Operator.Filter || earlier instanceof Operator.TimeSort);
            List<Boolean> decoded = direct ? decoded(stage.from()) : null;
            hold(held, "rows", schema, before.columns(), NeededColumns.of(stage, main), decoded, 0);
        }
        return held;
    }

    /**
     * Adds columns of rows that are held.
     *
     * @param decoded which of them have values at all; null where all have
     * @param first the place of the first in {@code texts} and {@code needed}
     */
    private static void hold(
            List<Held> held,
            String part,
            Schema schema,
            List<String> texts,
            Set<Integer> needed,
            @Nullable List<Boolean> decoded,
            int first) {
        for (int i = 0; i < schema.size(); i++) {
            if (decoded == null || i >= decoded.size() || decoded.get(i)) {
                held.add(new Held(
                        part, schema.name(i), schema.type(i), texts.get(first + i), needed.contains(first + i)));
            }
        }
    }

    /** Which columns of a stream are read from records; null where all have values. */
    private @Nullable List<Boolean> decoded(String stream) {
        Pipeline.SourceNode source = pipeline.stream(stream).source();
        return source == null || source.format() == null
                ? null
                : source.format().used();
    }

    // ---- surroundings

    private Map<String, String> formerly(Stage stage) {
        Map<String, String> names = new TreeMap<>();
        for (StreamNode stream : named(stage)) {
            stream.formerNames()
                    .forEach((now, was) -> names.put(StreamMeaning.name(stream, now), StreamMeaning.name(stream, was)));
        }
        return names;
    }

    private List<StateForm.Input> inputs(Stage stage) {
        return named(stage).stream()
                .map(stream -> new StateForm.Input(
                        stream.name(),
                        !stream.durable()
                                ? -1
                                : stream.retentionMillis() == 0 ? StateNeeds.RETENTION : stream.retentionMillis()))
                .toList();
    }

    /** The streams with names of their own from which the rows of a stage come. */
    private List<StreamNode> named(Stage stage) {
        List<StreamNode> found = new ArrayList<>();
        for (Stage.Inlet inlet : stage.inlets()) {
            StreamNode stream = pipeline.stream(inlet.from());
            List<StreamNode> behind = stream.role() != StreamRole.INTERNAL
                    ? List.of(stream)
                    : pipeline.stages().stream()
                            .filter(writer -> writer.to().equals(stream.name()))
                            .flatMap(writer -> named(writer).stream())
                            .toList();
            behind.stream().filter(one -> !found.contains(one)).forEach(found::add);
        }
        return found;
    }

    /** What an operator is in its pump, for the id of its state; empty where it remembers nothing. */
    private static final Operator.Visitor<String> ROLE = new Operator.Visitor<>() {
        @Override
        public String filter(Operator.Filter operator) {
            return "";
        }

        @Override
        public String project(Operator.Project operator) {
            return "rowtime";
        }

        @Override
        public String tableJoin(Operator.TableJoin operator) {
            return "";
        }

        @Override
        public String windowAggregate(Operator.WindowAggregate operator) {
            return "window";
        }

        @Override
        public String timeSort(Operator.TimeSort operator) {
            return "sort";
        }

        @Override
        public String streamJoin(Operator.StreamJoin operator) {
            return "join";
        }

        @Override
        public String over(Operator.Over operator) {
            return "over";
        }

        @Override
        public String lead(Operator.Lead operator) {
            return "lead";
        }

        @Override
        public String match(Operator.Match operator) {
            return "pattern";
        }

        @Override
        public String tableCall(Operator.TableCall operator) {
            return "function";
        }

        @Override
        public String unnest(Operator.Unnest operator) {
            return "";
        }
    };
}
