package kpipe.compiler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.JsonRenderer;
import kpipe.compiler.diagnostic.Severity;
import kpipe.compiler.diagnostic.TextRenderer;

/**
 * What the compiler has to say about a file and what it imports. Immutable.
 *
 * @param diagnostics by file and place
 */
public record Report(List<Diagnostic> diagnostics) {

    public Report {
        diagnostics = List.copyOf(diagnostics);
    }

    /** What several have to say; what two of them say alike, of a file that both import, is said once. */
    public static Report of(List<Report> reports) {
        Map<String, Diagnostic> different = new LinkedHashMap<>();
        for (Report report : reports) {
            report.diagnostics.forEach(
                    diagnostic -> different.putIfAbsent(JsonRenderer.render(List.of(diagnostic)), diagnostic));
        }
        return new Report(List.copyOf(different.values()));
    }

    /** Whether the pipeline is wrong; warnings and notes do not make it so. */
    public boolean hasErrors() {
        return count(Severity.ERROR) > 0;
    }

    /** How many errors there are. */
    public long errors() {
        return count(Severity.ERROR);
    }

    /** How many warnings there are. */
    public long warnings() {
        return count(Severity.WARNING);
    }

    private long count(Severity severity) {
        return diagnostics.stream()
                .filter(diagnostic -> diagnostic.severity() == severity)
                .count();
    }

    /**
     * For people: each diagnostic with its lines of the file; empty where there is nothing to say.
     *
     * @param colour whether a terminal shows it
     */
    public String text(boolean colour) {
        return new TextRenderer(colour).render(diagnostics);
    }

    /** {@code 2 errors, 1 warning}; empty where there is neither. */
    public String summary() {
        List<String> parts = new ArrayList<>();
        if (errors() > 0) {
            parts.add(errors() == 1 ? "1 error" : errors() + " errors");
        }
        if (warnings() > 0) {
            parts.add(warnings() == 1 ? "1 warning" : warnings() + " warnings");
        }
        return String.join(", ", parts);
    }

    /** For machines: a JSON array without a line's end, {@code []} where there is nothing to say. */
    public String json() {
        return JsonRenderer.render(diagnostics);
    }
}
