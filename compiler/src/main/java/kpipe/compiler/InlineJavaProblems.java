package kpipe.compiler;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.build.JavaProblem;
import kpipe.compiler.build.JavaRefusedException;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.generate.GeneratedFile;
import kpipe.compiler.pipeline.JavaUnit;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;

/** Puts what the Java compiler refuses in inline Java at its place in the .kpipe file. */
final class InlineJavaProblems {

    private static final Code WRONG_JAVA = Code.error("K0608", "the Java of {0} `{1}` does not compile: {2}");

    private final Map<String, GeneratedFile.Body> bodies = new HashMap<>();

    /** @param files those with inline Java, others may be among them */
    InlineJavaProblems(List<GeneratedFile> files) {
        for (GeneratedFile file : files) {
            GeneratedFile.Body body = file.body();
            if (body != null) {
                bodies.put(file.className(), body);
            }
        }
    }

    /**
     * Reports them.
     *
     * @throws IllegalStateException where the fault is in other Java than the user's
     */
    void report(JavaRefusedException refused, DiagnosticCollector diagnostics) {
        int before = diagnostics.size();
        for (JavaProblem problem : refused.problems()) {
            GeneratedFile.Body body = bodies.get(problem.className());
            if (body != null) {
                JavaUnit unit = body.unit();
                String kind = unit.role() == JavaUnit.JavaRole.FUNCTION ? "function" : "transform";
                diagnostics.report(Diagnostic.of(
                        WRONG_JAVA, place(body, problem), kind, unit.name(), JavaWords.sentence(problem.message())));
            }
        }
        if (diagnostics.size() == before) {
            throw new IllegalStateException(refused);
        }
    }

    /** The word of the body at a line and column of the class; the nearest place inside the body where it lies outside. */
    private static Span place(GeneratedFile.Body body, JavaProblem problem) {
        Span whole = body.unit().bodySpan();
        SourceFile file = whole.file();
        int line = problem.line() - body.line();
        if (line < 0) {
            return whole.before();
        }
        int inFile = whole.line() + line;
        int start = line == 0 ? whole.start() : inFile <= file.lineCount() ? file.lineStart(inFile) : whole.end();
        int from = Math.min(whole.end(), start + Math.max(0, problem.column() - 1));
        int to = from;
        while (to < whole.end() && Character.isJavaIdentifierPart(file.text().charAt(to))) {
            to++;
        }
        return new Span(file, from, Math.max(to, Math.min(from + 1, whole.end())));
    }
}
