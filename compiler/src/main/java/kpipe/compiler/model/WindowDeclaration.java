package kpipe.compiler.model;

import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * A WINDOW.
 *
 * @param window by which rows can be grouped; null of a SLIDING one
 * @param frame of a SLIDING one; null of all others
 */
public record WindowDeclaration(
        String name,
        @Nullable WindowSpec window,
        @Nullable Frame frame,
        @Nullable String documentation,
        Span span) implements Declaration {}
