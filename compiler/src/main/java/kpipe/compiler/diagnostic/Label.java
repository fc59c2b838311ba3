package kpipe.compiler.diagnostic;

import kpipe.compiler.source.Span;

/**
 * Words at a place.
 *
 * @param span the place
 * @param text what to say there, such as {@code declared here}
 */
public record Label(Span span, String text) {}
