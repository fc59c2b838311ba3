package kpipe.compiler.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kpipe.compiler.source.Span;
import kpipe.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A part of a pump (or of what feeds a destination) that runs without an exchange: it reads one stream, puts each row through its operators, and appends to one stream. At
 * most one of the operators remembers rows: a WindowAggregate, an Over, a Lead, a Match or a TableCall, before which at most a TimeSort stands, or a StreamJoin, which is the first and has a second inlet.
 *
 * @param id stable: made from the user's names and the stage's role, such as {@code find_speeders} or {@code find_speeders.union1}
 * @param pump the name under which it is counted and its errors are shown: a pump's, or a destination's
 * @param from the stream it reads
 * @param to the stream it appends to
 * @param input the schema of {@code from}
 * @param output the schema of {@code to}: that of the last operator, or the input's where there is none
 * @param stopped the pump was declared STOPPED
 * @param others the streams that it reads beside {@code from}, in step with it and of as many lanes: the right side of a StreamJoin; else those that it merges, whose
 *     columns are those of {@code from}
 */
public record Stage(
        String id,
        String pump,
        String from,
        String to,
        Schema input,
        List<Operator> operators,
        Schema output,
        boolean stopped,
        List<Inlet> others,
        Span span) {

    /** A stream that it reads beside its first. */
    public record Inlet(String from, Schema input) {}

    public Stage {
        operators = List.copyOf(operators);
        others = List.copyOf(others);
    }

    /** A stage that reads one stream. */
    public Stage(
            String id,
            String pump,
            String from,
            String to,
            Schema input,
            List<Operator> operators,
            Schema output,
            boolean stopped,
            Span span) {
        this(id, pump, from, to, input, operators, output, stopped, List.of(), span);
    }

    /** The same with other operators. */
    public Stage withOperators(List<Operator> list) {
        return new Stage(id, pump, from, to, input, list, output, stopped, others, span);
    }

    /** The same, appending to another stream. */
    public Stage into(String stream) {
        return new Stage(id, pump, from, stream, input, operators, output, stopped, others, span);
    }

    /** The same, reading streams of the same columns in step. */
    public Stage merging(List<String> streams) {
        List<Inlet> inlets = new ArrayList<>();
        streams.subList(1, streams.size()).forEach(stream -> inlets.add(new Inlet(stream, input)));
        return new Stage(id, pump, streams.get(0), to, input, operators, output, stopped, inlets, span);
    }

    /** All streams that it reads; one that it reads twice is there twice. */
    public List<Inlet> inlets() {
        List<Inlet> inlets = new ArrayList<>();
        inlets.add(new Inlet(from, input));
        inlets.addAll(others);
        return inlets;
    }

    /** The reference tables that it looks into, in the order in which it does. */
    public Set<String> tables() {
        Set<String> tables = new LinkedHashSet<>();
        Rewriter lookups = new Rewriter() {
            @Override
            public Expr lookup(Expr.Lookup expr) {
                tables.add(expr.table());
                return super.lookup(expr);
            }
        };
        for (Operator operator : operators) {
            if (operator instanceof Operator.TableJoin table) {
                tables.add(table.table());
            }
            OperatorParts.of(operator).forEach(lookups::rewrite);
        }
        return tables;
    }

    /** Whether what it gives for a row depends on rows before it. */
    public boolean remembers() {
        return operators.stream()
                .anyMatch(operator -> operator instanceof Operator.WindowAggregate
                        || operator instanceof Operator.Over
                        || operator instanceof Operator.Lead
                        || operator instanceof Operator.Match
                        || operator instanceof Operator.TableCall
                        || operator instanceof Operator.TimeSort
                        || operator instanceof Operator.StreamJoin
                        || operator instanceof Operator.Project project && project.rowtime() != null);
    }

    /** The join of two streams that it begins with, or null. */
    public Operator.@Nullable StreamJoin join() {
        return !operators.isEmpty() && operators.get(0) instanceof Operator.StreamJoin join ? join : null;
    }
}
