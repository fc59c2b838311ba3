package kpipe.compiler.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kpipe.compiler.source.Span;

/** Keeps what passes report. The same thing said twice is kept once. Not thread-safe. */
public final class DiagnosticCollector {
    private static final Comparator<Diagnostic> BY_PLACE =
            Comparator.comparing(Diagnostic::span, Comparator.nullsFirst(Comparator.<Span>naturalOrder()));

    private final Set<Diagnostic> diagnostics = new LinkedHashSet<>();

    /** Keeps a diagnostic. */
    public void report(Diagnostic diagnostic) {
        diagnostics.add(diagnostic);
    }

    /** Keeps a diagnostic of that kind at that place; the arguments go into the code's sentence. */
    public void report(Code code, Span span, Object... arguments) {
        report(Diagnostic.of(code, span, arguments));
    }

    /** Whether an error is among them. */
    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
    }

    /** How many there are so far; a pass compares before and after to see whether it reported anything. */
    public int size() {
        return diagnostics.size();
    }

    /** How many errors are among them. */
    public int errors() {
        return (int) diagnostics.stream()
                .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                .count();
    }

    /** What was reported so far, by file and place. */
    public List<Diagnostic> diagnostics() {
        List<Diagnostic> sorted = new ArrayList<>(diagnostics);
        sorted.sort(BY_PLACE);
        return List.copyOf(sorted);
    }
}
