package kpipe.compiler.resolve;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.diagnostic.Fix;
import kpipe.compiler.diagnostic.NearestName;
import kpipe.compiler.diagnostic.Severity;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Identifier;

/** Where passes report: counts errors, so that a pass sees whether what it did went well, and says for an unknown name which one was perhaps meant. */
final class Reports {

    private static final Code AMBIGUOUS_CASE = Code.error(
            "K0208", "`{0}` may mean `{1}`, which differ only by case: write the one that is meant in double quotes");

    /** Looking for near names among many stops being worth its time in a file with thousands of errors. */
    private static final int MAX_COMPARISONS = 2_000_000;

    private final DiagnosticCollector collector;
    private int errors;
    private long comparisons;

    Reports(DiagnosticCollector collector) {
        this.collector = collector;
    }

    /** How many errors were met so far: a pass compares before and after to see whether what it looked at is sound. */
    int errors() {
        return errors;
    }

    /** What is looked at uses something of which an error was reported where it is declared: there is nothing more to say, but it is not sound. */
    void known() {
        errors++;
    }

    void report(Diagnostic diagnostic) {
        if (diagnostic.severity() == Severity.ERROR) {
            errors++;
        }
        collector.report(diagnostic);
    }

    void report(Code code, Span span, Object... arguments) {
        report(Diagnostic.of(code, span, arguments));
    }

    /** Reports an unknown name, with the nearest of {@code known} where one is near. */
    void unknown(Diagnostic diagnostic, Span name, Collection<String> known) {
        report(withNearest(diagnostic, name, name.text(), known));
    }

    /** The diagnostic, and if one of {@code known} is near to {@code written} the fix that puts it at {@code place}. */
    Diagnostic withNearest(Diagnostic diagnostic, Span place, String written, Collection<String> known) {
        comparisons += known.size();
        if (comparisons > MAX_COMPARISONS) {
            return diagnostic;
        }
        boolean quoted = written.startsWith("\"");
        String bare = quoted ? written.substring(1, Math.max(1, written.length() - 1)) : written;
        Optional<String> nearest = NearestName.of(bare, known);
        return nearest.map(name -> diagnostic.withFix(Fix.didYouMean(place, quoted ? quote(name) : asReference(name))))
                .orElse(diagnostic);
    }

    /** The same for a name that is written as text in single quotes. */
    Diagnostic withNearestText(Diagnostic diagnostic, Span place, String written, Collection<String> known) {
        return NearestName.of(written, known)
                .map(name -> diagnostic.withFix(Fix.didYouMean(place, "'" + name.replace("'", "''") + "'")))
                .orElse(diagnostic);
    }

    /** Reports that a name, case aside, stands for several things. */
    void ambiguous(Identifier reference, List<String> between) {
        report(AMBIGUOUS_CASE, reference.span(), reference.name(), String.join("` or `", between));
    }

    /** The name as an expression writes it: quoted where it is no plain word. */
    static String asReference(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : quote(name);
    }

    private static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
