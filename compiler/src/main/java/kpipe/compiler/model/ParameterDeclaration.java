package kpipe.compiler.model;

import kpipe.compiler.source.Span;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * A PARAMETER.
 *
 * @param defaultValue in the Java form of {@link kpipe.compiler.pipeline.Expr.Literal}, or null where a value must be given
 */
public record ParameterDeclaration(
        String name,
        Type type,
        @Nullable Object defaultValue,
        @Nullable String documentation,
        Span span) implements Declaration {}
