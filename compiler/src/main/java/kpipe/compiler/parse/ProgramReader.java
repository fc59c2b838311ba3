package kpipe.compiler.parse;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Program;
import kpipe.compiler.syntax.Statement;
import kpipe.compiler.syntax.SyntaxTree;
import org.jspecify.annotations.Nullable;

/** Reads a file and all that it imports, each file once. */
public final class ProgramReader {
    private static final Code NO_FILE = Code.error("K0140", "there is no file `{0}`");
    private static final Code UNREADABLE = Code.error("K0141", "the file `{0}` cannot be read");
    private static final Code NOT_TEXT = Code.error("K0142", "the file `{0}` is no text in UTF-8");
    private static final Code CYCLE = Code.error("K0143", "this import leads back to itself: {0}");

    private final SourceLoader loader;
    private final DiagnosticCollector diagnostics;
    private final Map<String, SyntaxTree> done = new LinkedHashMap<>();
    private final Deque<String> open = new ArrayDeque<>();

    private ProgramReader(SourceLoader loader, DiagnosticCollector diagnostics) {
        this.loader = loader;
        this.diagnostics = diagnostics;
    }

    /**
     * Reads the file of that name, and what it imports. A file that is missing or cannot be read is reported; a main
     * file that cannot be read gives a program without statements.
     */
    public static Program read(String name, SourceLoader loader, DiagnosticCollector diagnostics) {
        ProgramReader reader = new ProgramReader(loader, diagnostics);
        SourceFile main = reader.load(name, name, null);
        reader.read(name, main == null ? new SourceFile(name, "") : main);
        return new Program(List.copyOf(reader.done.values()));
    }

    /** Reads a main file that is at hand, and what it imports. */
    public static Program read(SourceFile main, SourceLoader loader, DiagnosticCollector diagnostics) {
        ProgramReader reader = new ProgramReader(loader, diagnostics);
        reader.read(main.name(), main);
        return new Program(List.copyOf(reader.done.values()));
    }

    /** Reads one file as it is, without what it imports; null where it cannot be read, which is reported. */
    public static @Nullable SourceFile load(String name, SourceLoader loader, DiagnosticCollector diagnostics) {
        return new ProgramReader(loader, diagnostics).load(name, name, null);
    }

    private void read(String name, SourceFile file) {
        open.addLast(name);
        SyntaxTree tree = Parser.parse(file, diagnostics);
        for (Statement statement : tree.statements()) {
            if (statement instanceof Statement.Import wanted) {
                follow(wanted, file.name());
            }
        }
        open.removeLast();
        done.put(name, tree);
    }

    private void follow(Statement.Import wanted, String importing) {
        String path = wanted.path().value();
        String name = loader.resolve(path, importing);
        Span span = wanted.path().span();
        if (open.contains(name)) {
            List<String> circle = new ArrayList<>(open);
            circle = new ArrayList<>(circle.subList(circle.indexOf(name), circle.size()));
            circle.add(name);
            diagnostics.report(CYCLE, span, String.join(" → ", circle));
        } else if (!done.containsKey(name)) {
            SourceFile file = load(name, path, span);
            if (file != null) {
                read(name, file);
            }
        }
    }

    private @Nullable SourceFile load(String name, String written, @Nullable Span span) {
        Code problem;
        try {
            return loader.load(name);
        } catch (NoSuchFileException missing) {
            problem = NO_FILE;
        } catch (FileLoader.NotTextException notText) {
            problem = NOT_TEXT;
        } catch (IOException unreadable) {
            problem = UNREADABLE;
        }
        diagnostics.report(
                span == null ? Diagnostic.ofNoPlace(problem, written) : Diagnostic.of(problem, span, written));
        return null;
    }
}
