package kpipe.compiler.model;

import java.util.List;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Query;
import org.jspecify.annotations.Nullable;

/**
 * A PUMP, or the pump of a {@code STREAM s AS SELECT}, which has the stream's name.
 *
 * @param target the stream that it fills
 * @param targetColumns for each column of the query the column of the target that it goes to; columns of the target that are not named get NULL
 * @param query what it selects; names are bound in {@link Model#bindings}
 * @param reads the streams that the query reads, each once, in the order of the text
 * @param stopped declared, not started
 */
public record PumpDeclaration(
        String name,
        StreamDeclaration target,
        List<Integer> targetColumns,
        Query query,
        List<StreamDeclaration> reads,
        boolean stopped,
        @Nullable String documentation,
        Span span)
        implements Declaration {

    public PumpDeclaration {
        targetColumns = List.copyOf(targetColumns);
        reads = List.copyOf(reads);
    }
}
