package kpipe.compiler.model;

import kpipe.compiler.source.Span;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * A PARAMETER.
 *
 * @param defaultValue in the Java form of {@link kpipe.compiler.pipeline.Expr.Literal}, or null where a value must be given
 * @param fixedValue the value of which a clause was made when compiling, in the same form, so that no other can be given later; null where there is no such clause
 */
public record ParameterDeclaration(
        String name,
        Type type,
        @Nullable Object defaultValue,
        @Nullable Object fixedValue,
        @Nullable String documentation,
        Span span)
        implements Declaration {

    /** The parameter with its value fixed. */
    public ParameterDeclaration fixed(@Nullable Object value) {
        return new ParameterDeclaration(name, type, defaultValue, value, documentation, span);
    }
}
