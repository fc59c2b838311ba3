package kpipe.compiler.model;

import kpipe.compiler.pipeline.JavaUnit;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** A TRANSFORM in inline Java. */
public record TransformDeclaration(
        String name, JavaUnit java, @Nullable String documentation, Span span) implements Declaration {}
