package kpipe.compiler.pipeline;

import java.util.List;
import kpipe.compiler.source.Span;
import kpipe.data.Schema;

/**
 * A part of a pump (or of what feeds a destination) that runs without an exchange: it reads one stream, puts each row through its operators, and appends to one stream. At
 * most one of the operators is a WindowAggregate, and a TimeSort stands at most before it.
 *
 * @param id stable: made from the user's names and the stage's role, such as {@code find_speeders} or {@code find_speeders.union1}
 * @param pump the name under which it is counted and its errors are shown: a pump's, or a destination's
 * @param from the stream it reads
 * @param to the stream it appends to
 * @param input the schema of {@code from}
 * @param output the schema of {@code to}: that of the last operator, or the input's where there is none
 * @param stopped the pump was declared STOPPED
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
        Span span) {

    public Stage {
        operators = List.copyOf(operators);
    }
}
