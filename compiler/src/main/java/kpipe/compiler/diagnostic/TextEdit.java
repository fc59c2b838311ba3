package kpipe.compiler.diagnostic;

import kpipe.compiler.source.Span;

/**
 * A change of the text.
 *
 * @param span what to replace; empty to insert
 * @param replacement by what; empty to delete
 */
public record TextEdit(Span span, String replacement) {}
