package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;

/**
 * Text between {@code $$} or {@code $tag$}, untouched. {@code text} is what stands between the delimiters, {@code
 * delimiter} one of them.
 */
public record CodeText(Span span, String text, String delimiter) implements Node {
    /** Where {@code text} begins in the file. */
    public int textStart() {
        return span.start() + delimiter.length();
    }
}
