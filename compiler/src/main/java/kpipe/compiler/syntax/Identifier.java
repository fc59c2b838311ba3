package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;

/**
 * A name as written. For {@code "quoted"} names {@code name} is what stands between the quotes, with doubled
 * quotes made single; for others the spelling of the text, unfolded.
 */
public record Identifier(Span span, String name, boolean quoted) implements Node {
    @Override
    public String toString() {
        return quoted ? '"' + name.replace("\"", "\"\"") + '"' : name;
    }
}
