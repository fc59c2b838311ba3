package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.Span;

/** One or more names with dots between them, such as {@code vehicles} or {@code t.r.COLUMN1}. */
public record QualifiedName(Span span, List<Identifier> parts) implements Node {
    /** The last part: the name without its qualifiers. */
    public Identifier last() {
        return parts.get(parts.size() - 1);
    }

    /** Whether there is one part alone. */
    public boolean simple() {
        return parts.size() == 1;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Identifier part : parts) {
            text.append(text.length() == 0 ? "" : ".").append(part);
        }
        return text.toString();
    }
}
