package kpipe.compiler.generate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.pipeline.MatchPattern;
import kpipe.compiler.pipeline.MatchSlot;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.OverFunction;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.pipeline.WindowText;
import kpipe.data.DurationText;
import kpipe.runtime.state.StateForm.Fact;
import kpipe.spi.TableFunction;

/** What the rows mean that come out of some of the operators of a stage: their columns, and what else is so of them. Not thread-safe. */
final class StageMeaning implements Operator.Visitor<Void> {

    /** The subject of what is said of a ROWTIME that a query sets. */
    static final String ROWTIME = "ROWTIME";

    private List<String> columns;
    private final List<Fact> facts;

    private StageMeaning(StreamMeaning input) {
        columns = new ArrayList<>(input.columns());
        facts = new ArrayList<>(input.facts());
    }

    /** @param end how many operators the rows have been through */
    static StageMeaning of(Pipeline pipeline, Stage stage, int end) {
        StageMeaning meaning = new StageMeaning(input(pipeline, stage));
        stage.operators().subList(0, end).forEach(operator -> operator.accept(meaning));
        return meaning;
    }

    private static StreamMeaning input(Pipeline pipeline, Stage stage) {
        StreamMeaning first = StreamMeaning.of(pipeline, stage.from());
        if (stage.others().isEmpty()) {
            return first;
        }
        List<StreamMeaning> all = new ArrayList<>(List.of(first));
        stage.others().forEach(other -> all.add(StreamMeaning.of(pipeline, other.from())));
        if (stage.join() == null) {
            return StreamMeaning.together(all);
        }
        List<String> columns = new ArrayList<>(first.columns());
        columns.addAll(all.get(1).columns());
        List<Fact> facts = new ArrayList<>();
        first.facts().forEach(fact -> facts.add(new Fact(fact.subject() + " of the left side", fact.text())));
        all.get(1).facts().forEach(fact -> facts.add(new Fact(fact.subject() + " of the right side", fact.text())));
        return new StreamMeaning(columns, facts);
    }

    List<String> columns() {
        return columns;
    }

    List<Fact> facts() {
        return facts;
    }

    MeaningText text() {
        return new MeaningText(columns);
    }

    private void fact(String subject, String text) {
        facts.add(new Fact(subject, text));
    }

    private String names(List<Integer> places) {
        return places.stream().map(columns::get).collect(Collectors.joining(", "));
    }

    @Override
    public Void filter(Operator.Filter operator) {
        fact("condition", text().of(operator.condition()));
        return null;
    }

    @Override
    public Void project(Operator.Project operator) {
        MeaningText text = text();
        Expr rowtime = operator.rowtime();
        if (rowtime != null) {
            fact(ROWTIME, text.of(rowtime) + (operator.within() == 0 ? "" : " within " + operator.within()));
        }
        columns = operator.expressions().stream().map(text::of).collect(Collectors.toCollection(ArrayList::new));
        return null;
    }

    @Override
    public Void tableJoin(Operator.TableJoin operator) {
        MeaningText text = text();
        int first = operator.output().size();
        List<String> joined = new ArrayList<>(columns);
        for (int i = columns.size(); i < first; i++) {
            joined.add(operator.table() + "." + operator.output().name(i));
        }
        int own = columns.size();
        List<String> conditions = new ArrayList<>();
        operator.keys()
                .forEach(pair -> conditions.add(text.of(pair.key()) + " = " + joined.get(own + pair.tableColumn())));
        columns = joined;
        Expr residual = operator.residual();
        if (residual != null) {
            conditions.add(text().of(residual));
        }
        fact("look-up", operator.table() + " on " + conditions + (operator.outer() ? ", outer" : ""));
        return null;
    }

    @Override
    public Void unnest(Operator.Unnest operator) {
        String nested = text().of(operator.nested());
        fact("UNNEST", nested + (operator.outer() ? ", outer" : ""));
        columns.add("place in " + nested);
        return null;
    }

    @Override
    public Void timeSort(Operator.TimeSort operator) {
        WindowSpec period = operator.period();
        String by = operator.keys().stream()
                .map(key -> columns.get(key.column())
                        + (key.descending() ? " DESC" : "")
                        + (key.nullsFirst() ? " NULLS FIRST" : ""))
                .collect(Collectors.joining(", "));
        Operator.TimeSort.First first = operator.first();
        fact(
                StateForms.WAITING,
                (period == null ? "by ROWTIME" : "in windows " + WindowText.of(period))
                        + (by.isEmpty() ? "" : ", by " + by)
                        + (first == null ? "" : ", the first " + first.count() + " of " + names(first.keys())));
        return null;
    }

    @Override
    public Void windowAggregate(Operator.WindowAggregate operator) {
        MeaningText text = text();
        fact("window", WindowText.of(operator.window()));
        fact("key", operator.keys().isEmpty() ? "none" : text.list(operator.keys()));
        List<String> given = new ArrayList<>();
        operator.keys().forEach(key -> given.add(text.of(key)));
        operator.aggregates().forEach(aggregate -> given.add(of(aggregate, text)));
        given.add("WINDOW_START");
        given.add("WINDOW_END");
        columns = given;
        return null;
    }

    /** Behind an aggregate its keys tell what its rows are. */
    static String of(Aggregate aggregate, MeaningText text) {
        return aggregate.function() + (aggregate.distinct() ? " DISTINCT" : "") + "("
                + (aggregate.arguments().isEmpty() ? "*" : text.list(aggregate.arguments()))
                + (aggregate.fraction() == null ? "" : ", " + aggregate.fraction())
                + (aggregate.listing() == null ? "" : ", " + aggregate.listing())
                + ")" + (aggregate.ignoreNulls() ? " IGNORE NULLS" : "");
    }

    @Override
    public Void over(Operator.Over operator) {
        MeaningText text = text();
        WindowSpec period = operator.period();
        String by = operator.keys().isEmpty() ? "" : " by " + text.list(operator.keys());
        String within = period == null ? "" : " within " + WindowText.of(period);
        List<String> given = new ArrayList<>(columns);
        operator.functions().forEach(function -> given.add(of(function, text) + by + within));
        fact("key of OVER", operator.keys().isEmpty() ? "none" : text.list(operator.keys()));
        fact("period of OVER", period == null ? "none" : WindowText.of(period));
        columns = given;
        return null;
    }

    static String of(OverFunction function, MeaningText text) {
        return function.function() + (function.number() == 0 ? "" : " " + function.number())
                + (function.distinct() ? " DISTINCT" : "") + "("
                + (function.arguments().isEmpty() ? "*" : text.list(function.arguments())) + ")"
                + (function.ignoreNulls() ? " IGNORE NULLS" : "") + " OVER " + frame(function.frame());
    }

    private static String frame(Frame frame) {
        if (frame instanceof Frame.Range range) {
            return DurationText.of(range.millis());
        }
        if (frame instanceof Frame.Rows rows) {
            return rows.preceding() + 1 + " rows";
        }
        return frame instanceof Frame.Ahead ahead ? DurationText.of(ahead.millis()) + " ahead" : "all rows";
    }

    @Override
    public Void lead(Operator.Lead operator) {
        WindowSpec period = operator.period();
        fact("key of LEAD", operator.keys().isEmpty() ? "none" : names(operator.keys()));
        fact("period of LEAD", period == null ? "none" : WindowText.of(period));
        List<String> given = new ArrayList<>(columns);
        for (Operator.Lead.LeadFunction function : operator.functions()) {
            String text = "LEAD(" + columns.get(function.column()) + ", " + function.number()
                    + (function.otherwise() < 0 ? "" : ", " + columns.get(function.otherwise())) + ")"
                    + (function.ignoreNulls() ? " IGNORE NULLS" : "")
                    + (function.within() == Long.MAX_VALUE ? "" : " within " + DurationText.of(function.within()));
            fact("function", text);
            given.add(text);
        }
        columns = given;
        return null;
    }

    @Override
    public Void match(Operator.Match operator) {
        List<String> names = operator.variables().stream()
                .map(Operator.Match.MatchVariable::name)
                .toList();
        fact("key of the pattern", operator.keys().isEmpty() ? "none" : names(operator.keys()));
        fact("pattern", pattern(operator.pattern(), names));
        MeaningText tests =
                new MeaningText(operator.tests().stream().map(this::slot).toList());
        for (Operator.Match.MatchVariable variable : operator.variables()) {
            Expr condition = variable.condition();
            if (condition != null) {
                fact("condition of " + variable.name(), tests.of(condition));
            }
        }
        fact("skip", operator.skip() + " " + operator.skipTo());
        if (operator.within() != Long.MAX_VALUE) {
            fact("time of a match", DurationText.of(operator.within()));
        }
        columns = operator.results().stream().map(this::slot).collect(Collectors.toCollection(ArrayList::new));
        return null;
    }

    private String slot(MatchSlot slot) {
        String of = slot.column() < 0 ? "" : columns.get(slot.column());
        return slot.kind() + "(" + of + " of " + slot.variables() + (slot.first() ? " first " : " last ")
                + slot.offset() + " back " + slot.back() + (slot.atEnd() ? " at the end" : "")
                + (slot.function() == null ? "" : " " + slot.function()) + ")";
    }

    private static String pattern(MatchPattern pattern, List<String> names) {
        if (pattern instanceof MatchPattern.Variable variable) {
            String name = names.get(variable.variable());
            return variable.excluded() ? "{-" + name + "-}" : name;
        }
        if (pattern instanceof MatchPattern.Repeated repeated) {
            String most = repeated.most() < 0 ? "" : String.valueOf(repeated.most());
            return pattern(repeated.part(), names) + "{" + repeated.least() + "," + most + "}"
                    + (repeated.reluctant() ? "?" : "");
        }
        boolean sequence = pattern instanceof MatchPattern.Sequence;
        List<MatchPattern> parts = pattern instanceof MatchPattern.Alternation alternation
                ? alternation.choices()
                : sequence ? ((MatchPattern.Sequence) pattern).parts() : Collections.emptyList();
        return parts.stream()
                .map(part -> pattern(part, names))
                .collect(Collectors.joining(sequence ? " " : " | ", "(", ")"));
    }

    @Override
    public Void tableCall(Operator.TableCall operator) {
        List<String> arguments = new ArrayList<>();
        List<TableFunction.Parameter> parameters = operator.function().parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Object value = operator.arguments().get(i);
            boolean column = parameters.get(i).family() == TableFunction.Family.COLUMN;
            arguments.add(String.valueOf(column ? columns.get((Integer) value) : value));
        }
        String call = operator.function().name() + arguments;
        fact("function", call);
        for (int i = operator.input().size(); i < operator.output().size(); i++) {
            columns.add(operator.output().name(i) + " of " + call);
        }
        return null;
    }

    @Override
    public Void streamJoin(Operator.StreamJoin operator) {
        List<String> pairs = new ArrayList<>();
        for (Operator.StreamJoin.KeyPair pair : operator.keys()) {
            pairs.add(columns.get(pair.left()) + " = " + columns.get(operator.leftColumns() + pair.right()));
        }
        fact("key of the join", pairs.isEmpty() ? "none" : String.join(", ", pairs));
        String bounds = (operator.lower() == Long.MIN_VALUE ? "any time" : DurationText.of(Math.abs(operator.lower())))
                + (operator.lower() > 0 ? " after" : " before")
                + " to "
                + (operator.upper() == Long.MAX_VALUE ? "any time" : DurationText.of(Math.abs(operator.upper())))
                + (operator.upper() < 0 ? " before" : " after");
        fact("distance in time", bounds);
        if (operator.leftRows() > 0 || operator.rightRows() > 0) {
            fact("rows held", operator.leftRows() + " and " + operator.rightRows());
        }
        Expr residual = operator.residual();
        if (residual != null) {
            List<String> joined = new ArrayList<>(columns);
            joined.add("ROWTIME of the left side");
            joined.add("ROWTIME of the right side");
            fact("condition of the join", new MeaningText(joined).of(residual));
        }
        String kept = (operator.keepsLeft() ? "left " : "")
                + (operator.keepsRight() ? "right " : "")
                + (operator.latest() ? "latest" : "");
        fact("rows without a match", kept.isBlank() ? "left out" : "kept: " + kept.strip());
        columns.add("ROWTIME of the left side");
        columns.add("ROWTIME of the right side");
        return null;
    }
}
