package kpipe.compiler.diagnostic;

import java.util.List;
import kpipe.compiler.source.Span;

/**
 * A way to put it right that can be applied as is.
 *
 * @param title what it does, as printed beside the place: {@code did you mean `speed`?}
 * @param edits changes of the text; they do not overlap
 */
public record Fix(String title, List<TextEdit> edits) {
    /** Keeps a copy of the edits. */
    public Fix {
        edits = List.copyOf(edits);
    }

    /** The fix that replaces one place. */
    public static Fix replace(String title, Span span, String replacement) {
        return new Fix(title, List.of(new TextEdit(span, replacement)));
    }

    /** The fix that puts {@code nearest} in the place of a misspelled name. */
    public static Fix didYouMean(Span span, String nearest) {
        return replace("did you mean `" + nearest + "`?", span, nearest);
    }
}
