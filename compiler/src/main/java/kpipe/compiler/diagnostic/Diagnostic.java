package kpipe.compiler.diagnostic;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong. Immutable; the {@code with…} methods answer a copy.
 *
 * @param code which kind
 * @param span where; null only where there is no text, as with a file that cannot be read from the command line
 * @param message one plain sentence
 * @param note what to say beside the place; null where there is nothing to add or a fix says it
 * @param labels further places that show why
 * @param fixes ways to put it right, best first
 */
public record Diagnostic(
        Code code,
        @Nullable Span span,
        String message,
        @Nullable String note,
        List<Label> labels,
        List<Fix> fixes) {
    /** Keeps copies of the lists. */
    public Diagnostic {
        labels = List.copyOf(labels);
        fixes = List.copyOf(fixes);
    }

    /** A diagnostic of that kind at that place; the arguments go into the code's sentence. */
    public static Diagnostic of(Code code, Span span, Object... arguments) {
        return new Diagnostic(code, span, code.say(arguments), null, List.of(), List.of());
    }

    /** A diagnostic that no text can be shown for. */
    public static Diagnostic ofNoPlace(Code code, Object... arguments) {
        return new Diagnostic(code, null, code.say(arguments), null, List.of(), List.of());
    }

    /** How bad it is. */
    public Severity severity() {
        return code.severity();
    }

    /** Says more beside the place. */
    public Diagnostic withNote(String text) {
        return new Diagnostic(code, span, message, text, labels, fixes);
    }

    /** Shows a further place. */
    public Diagnostic withLabel(Span place, String text) {
        List<Label> more = new ArrayList<>(labels);
        more.add(new Label(place, text));
        return new Diagnostic(code, span, message, note, more, fixes);
    }

    /** Offers a way to put it right. */
    public Diagnostic withFix(Fix fix) {
        List<Fix> more = new ArrayList<>(fixes);
        more.add(fix);
        return new Diagnostic(code, span, message, note, labels, more);
    }
}
