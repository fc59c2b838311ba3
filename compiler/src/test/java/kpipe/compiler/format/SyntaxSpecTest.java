package kpipe.compiler.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import kpipe.compiler.SpecFiles;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.diagnostic.TextRenderer;
import kpipe.compiler.parse.Parser;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.syntax.Lexeme;
import kpipe.compiler.syntax.SyntaxTree;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of {@code spec/syntax} reads without an error and has one canonical form; the examples are in it. */
class SyntaxSpecTest {
    static List<Path> files() {
        return SpecFiles.inputs("syntax");
    }

    @ParameterizedTest
    @MethodSource("files")
    void formats(Path file) {
        SyntaxTree tree = parse(SpecFiles.read(file));
        String formatted = Formatter.format(tree);
        SpecFiles.hold(formatted, SpecFiles.beside(file, ".formatted.kpipe"));

        SyntaxTree again = parse(formatted);
        assertThat(Formatter.format(again)).as("formatting twice").isEqualTo(formatted);
        assertThat(TreeText.of(again)).as("the tree").isEqualTo(TreeText.of(tree));
        assertThat(comments(again)).as("comments").containsExactlyInAnyOrderElementsOf(comments(tree));
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "examples"), 2)) {
            return files.filter(file -> file.toString().endsWith(".kpipe"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesAreCanonical(Path file) {
        String text = SpecFiles.read(file);
        assertThat(Formatter.format(parse(text))).isEqualTo(text);
    }

    private static SyntaxTree parse(String text) {
        DiagnosticCollector diagnostics = new DiagnosticCollector();
        SyntaxTree tree = Parser.parse(new SourceFile("spec.kpipe", text), diagnostics);
        assertThat(diagnostics.hasErrors())
                .as(new TextRenderer(false).render(diagnostics.diagnostics()))
                .isFalse();
        return tree;
    }

    private static List<String> comments(SyntaxTree tree) {
        String text = tree.file().text();
        return tree.lexemes().stream()
                .filter(Lexeme::comment)
                .map(comment -> text.substring(comment.start(), comment.end()).stripTrailing())
                .toList();
    }
}
