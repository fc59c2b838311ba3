package kpipe.compiler.model;

import java.util.List;
import kpipe.compiler.pipeline.JavaUnit;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import kpipe.data.Column;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * A FUNCTION: exactly one of {@code body} and {@code java} is there.
 *
 * @param parameters names and types; all take NULL
 * @param body of a function in SQL; its names are bound as {@link Binding.Argument} and it calls no function that leads back to it
 * @param java of a function in Java
 * @param nullOnNull RETURNS NULL ON NULL INPUT: the result is NULL where any argument is
 */
public record FunctionDeclaration(
        String name,
        List<Column> parameters,
        Type result,
        @Nullable Expr body,
        @Nullable JavaUnit java,
        boolean nullOnNull,
        @Nullable String documentation,
        Span span)
        implements Declaration {

    public FunctionDeclaration {
        parameters = List.copyOf(parameters);
    }
}
