package kpipe.compiler.diagnostic;

import java.util.Locale;

/** How bad it is. */
public enum Severity {
    /** The pipeline is refused. */
    ERROR,
    /** The pipeline runs, but perhaps not as meant. */
    WARNING,
    /** Worth knowing. */
    NOTE;

    /** The word as printed: {@code error}, {@code warning}, {@code note}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
