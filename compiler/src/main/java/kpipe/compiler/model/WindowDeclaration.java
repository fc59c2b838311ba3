package kpipe.compiler.model;

import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** A WINDOW. */
public record WindowDeclaration(
        String name, WindowSpec window, @Nullable String documentation, Span span) implements Declaration {}
