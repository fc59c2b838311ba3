package kpipe.compiler;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final Pattern NAME = Pattern.compile("^(?:Expression|Unknown variable or type) \"(\\w+)\"");

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

    /** What stands in the body at a line and column of the class; the body's end where that lies outside of it. */
    private static Span place(GeneratedFile.Body body, JavaProblem problem) {
        Span whole = body.unit().bodySpan();
        SourceFile file = whole.file();
        int end = whole.end();
        while (end > whole.start() && Character.isWhitespace(file.text().charAt(end - 1))) {
            end--;
        }
        int line = whole.line() + problem.line() - body.line();
        if (line < whole.line() || line > file.lineCount()) {
            return last(file, whole.start(), end);
        }
        int start = line == whole.line() ? whole.start() : file.lineStart(line);
        int from = start + problem.column() - 1;
        if (from >= end) {
            return last(file, whole.start(), end);
        }
        return word(file, named(file, start, from, problem.message()), end);
    }

    /** Where the name stands that the message is about: the compiler points at a dot or bracket behind it. */
    private static int named(SourceFile file, int start, int from, String message) {
        Matcher name = NAME.matcher(message);
        if (!name.find() || file.text().startsWith(name.group(1), from)) {
            return from;
        }
        int before = file.text().lastIndexOf(name.group(1), from);
        return before >= start ? before : from;
    }

    /** The word or text in quotes that begins at {@code from}; one character where neither does. */
    private static Span word(SourceFile file, int from, int end) {
        String text = file.text();
        int to = from + 1;
        if (text.charAt(from) == '"') {
            int close = text.indexOf('"', to);
            boolean sameLine = close >= 0 && close < end && file.line(close) == file.line(from);
            return new Span(file, from, sameLine ? close + 1 : to);
        }
        boolean word = Character.isJavaIdentifierPart(text.charAt(from));
        while (word && to < end && Character.isJavaIdentifierPart(text.charAt(to))) {
            to++;
        }
        return new Span(file, from, to);
    }

    /** The last character of the body. */
    private static Span last(SourceFile file, int start, int end) {
        return new Span(file, Math.max(start, end - 1), end);
    }
}
