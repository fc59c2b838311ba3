package kpipe.compiler.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import kpipe.compiler.SpecFiles;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.diagnostic.JsonRenderer;
import kpipe.compiler.diagnostic.TextRenderer;
import kpipe.compiler.parse.Parser;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Lexeme;
import kpipe.compiler.syntax.Statement;
import kpipe.compiler.syntax.SyntaxTree;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Spec files with random damage: reading one gives diagnostics and never throws; one that still reads without an error
 * formats to the same tree, and formatting is done after once.
 */
class GrammarFuzzTest {
    private static final long FIRST = Long.getLong("seed", 1);
    private static final int ROUNDS = Boolean.getBoolean("campaign") ? 5_000 : 40;
    private static final String[] SPLINTERS = {
        "(",
        ")",
        ";",
        ",",
        ".",
        "'",
        "\"",
        "$$",
        "/*",
        "*/",
        "--",
        "{",
        "}",
        "[",
        "]",
        "=",
        "==",
        "`",
        "\u0000",
        "\uD800",
        "😀",
        "\r",
        "SELECT",
        "FROM",
        "STREAM",
        "PUMP",
        "AS",
        "END",
        "CASE",
        "ORDER",
        "BY",
        "1",
        "1e",
        "x",
        "NOT",
        "-",
        "INTERVAL",
        "\n",
        "TEST",
        "u&'\\12'",
        "x'1'",
        "/** d */",
        "-- c\n",
        "/* c */"
    };

    private static final String[] COMMENTS = {
        " -- line\n",
        "\n-- own line\n",
        " // other\n",
        " /* block */ ",
        "\n/* own block */\n",
        " /** doc */ ",
        "\n/** own doc */ ",
        " /* two\n   lines */ ",
        " /* a */ /* b */ ",
        " /* a */ -- b\n",
        "\n\n-- apart\n\n",
        "/**/",
        " --\n",
        "\n",
        "\t"
    };

    @Test
    void damagedFilesGiveDiagnosticsAndNothingElse() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String folder : List.of("syntax", "errors")) {
            for (Path file : SpecFiles.inputs(folder)) {
                texts.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        }
        for (long seed = FIRST; seed < FIRST + ROUNDS; seed++) {
            Random random = new Random(seed);
            String text = damaged(texts.get(random.nextInt(texts.size())), texts, random);
            try {
                check(text);
            } catch (RuntimeException | AssertionError | StackOverflowError fault) {
                fail("-Dseed=" + seed + "\n" + text, fault);
            }
        }
    }

    /** Comments between any two words, on lines of their own, within lines and at their ends: none is lost, and all stay text. */
    @Test
    void commentsMayStandAnywhere() {
        List<String> texts = new ArrayList<>();
        SpecFiles.inputs("syntax").forEach(file -> texts.add(SpecFiles.read(file)));
        for (long seed = FIRST; seed < FIRST + ROUNDS; seed++) {
            Random random = new Random(seed);
            String text = commented(texts.get(random.nextInt(texts.size())), random);
            try {
                check(text);
            } catch (RuntimeException | AssertionError | StackOverflowError fault) {
                fail("-Dseed=" + seed + "\n" + text, fault);
            }
        }
    }

    private static String commented(String original, Random random) {
        DiagnosticCollector none = new DiagnosticCollector();
        SyntaxTree tree = Parser.parse(new SourceFile("fuzz.kpipe", original), none);
        Statement statement =
                tree.statements().get(random.nextInt(tree.statements().size()));
        List<Lexeme> words = tree.lexemes().stream()
                .filter(lexeme -> lexeme.start() >= statement.span().start()
                        && lexeme.end() <= statement.span().end())
                .toList();
        StringBuilder text = new StringBuilder();
        int copied = statement.span().start();
        int gap = 1 + random.nextInt(20);
        for (Lexeme word : words) {
            text.append(original, copied, word.start());
            copied = word.start();
            if (random.nextInt(gap) == 0) {
                text.append(COMMENTS[random.nextInt(COMMENTS.length)]);
            }
        }
        return text.append(original, copied, statement.span().end())
                .append(random.nextBoolean() ? ";" : "\n-- end\n;")
                .append(COMMENTS[random.nextInt(COMMENTS.length)])
                .append("WINDOW w TUMBLING 1 MINUTE")
                .toString();
    }

    private static void check(String text) {
        DiagnosticCollector diagnostics = new DiagnosticCollector();
        SyntaxTree tree = Parser.parse(new SourceFile("fuzz.kpipe", text), diagnostics);
        new TextRenderer(true).render(diagnostics.diagnostics());
        JsonRenderer.render(diagnostics.diagnostics());
        nothingIsPassedOver(tree, diagnostics);
        String formatted = Formatter.format(tree);
        if (diagnostics.hasErrors()) {
            return;
        }
        DiagnosticCollector none = new DiagnosticCollector();
        SyntaxTree again = Parser.parse(new SourceFile("formatted.kpipe", formatted), none);
        assertThat(none.hasErrors())
                .as(new TextRenderer(false).render(none.diagnostics()))
                .isFalse();
        assertThat(TreeText.of(again)).isEqualTo(TreeText.of(tree));
        assertThat(Formatter.format(again)).as("formatting twice").isEqualTo(formatted);
        assertThat(comments(again)).isEqualTo(comments(tree));
    }

    /** Every word stands in a statement, ends one, or something is said about it. */
    private static void nothingIsPassedOver(SyntaxTree tree, DiagnosticCollector diagnostics) {
        String text = tree.file().text();
        for (Lexeme word : tree.lexemes()) {
            boolean told = word.comment()
                    || text.startsWith(";", word.start())
                    || tree.statements().stream().anyMatch(statement -> holds(statement.span(), word))
                    || diagnostics.diagnostics().stream().anyMatch(diagnostic -> holds(diagnostic.span(), word));
            assertThat(told)
                    .as("`%s` at %d", text.substring(word.start(), word.end()), word.start())
                    .isTrue();
        }
    }

    private static boolean holds(Span span, Lexeme word) {
        return span.start() <= word.start() && word.end() <= span.end();
    }

    /** What is nested without end is refused or read, and neither takes all stack nor all time. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT |(|1|)| FROM s",
                "SELECT |NOT |a|| FROM s",
                "SELECT |- |a|| FROM s",
                "SELECT |a + |a|| FROM s",
                "SELECT |a AND |a|| FROM s",
                "SELECT |CASE WHEN a THEN |1| END| FROM s",
                "SELECT |CASE WHEN |a| THEN 1 END| FROM s",
                "SELECT |f(|1|)| FROM s",
                "SELECT a|[1]||| FROM s",
                "SELECT |ARRAY[|1|]| FROM s",
                "SELECT CAST(a AS |ARRAY<|INTEGER|>|) FROM s",
                "SELECT a FROM |(SELECT a FROM |s|)|",
                "SELECT a FROM |(|s JOIN t ON a = b|)|",
                "SELECT a FROM s| JOIN t ON a = b|||",
                "SELECT a FROM s| UNION ALL SELECT a FROM s|||",
                "SELECT a FROM s WHERE a IN |(SELECT a FROM s WHERE a IN |(1)|)|",
                "SELECT a|, a||| FROM s",
                "SELECT a FROM s MATCH_RECOGNIZE (PATTERN (|(|a|)|) DEFINE a AS TRUE)"
            })
    void depthIsBounded(String head, String open, String middle, String close, String tail) throws Exception {
        for (int depth : new int[] {3, 250, Boolean.getBoolean("campaign") ? 20_000 : 600}) {
            String text = "PUMP p INTO s AS " + blank(head) + blank(open).repeat(depth) + blank(middle)
                    + blank(close).repeat(depth) + blank(tail) + ";\nWINDOW w TUMBLING 1 MINUTE;";
            onADeepStack(() -> {
                DiagnosticCollector diagnostics = new DiagnosticCollector();
                SyntaxTree tree = Parser.parse(new SourceFile("deep.kpipe", text), diagnostics);
                assertThat(tree.statements()).hasSize(2);
                assertThat(tree.statements().get(1)).isInstanceOf(Statement.Window.class);
                assertThat(diagnostics.diagnostics()).hasSizeLessThanOrEqualTo(1);
                if (depth == 3) {
                    assertThat(diagnostics.diagnostics()).isEmpty();
                }
                Formatter.format(tree);
            });
        }
    }

    /** However many ways lead to a word, each word is looked at once. */
    @Test
    @Timeout(60)
    void aMistakeDeepInParenthesesIsFound() {
        String text = "FUNCTION f (a INTEGER) RETURNS INTEGER AS " + "(".repeat(140) + "b c (a INTEG" + "(".repeat(140)
                + "a" + ")".repeat(280) + ";\nWINDOW w TUMBLING 1 MINUTE;";
        DiagnosticCollector diagnostics = new DiagnosticCollector();
        SyntaxTree tree = Parser.parse(new SourceFile("deep.kpipe", text), diagnostics);
        assertThat(diagnostics.diagnostics()).hasSize(1);
        assertThat(diagnostics.diagnostics().get(0).span().text()).isEqualTo("c");
        assertThat(tree.statements()).hasSize(2);
    }

    /** As deep as the compiler's own. */
    private static void onADeepStack(Runnable work) throws Exception {
        FutureTask<?> task = new FutureTask<>(work, null);
        new Thread(null, task, "deep", 256L << 20).start();
        task.get();
    }

    private static String blank(@Nullable String text) {
        return text == null ? "" : text + " ";
    }

    private static long comments(SyntaxTree tree) {
        return tree.lexemes().stream().filter(Lexeme::comment).count();
    }

    /** Deletes, doubles, moves or inserts a few pieces; keeps the text short, so that many can be tried. */
    private static String damaged(String original, List<String> texts, Random random) {
        int from = random.nextInt(Math.max(1, original.length() - 2_000));
        StringBuilder text = new StringBuilder(original.substring(from, Math.min(original.length(), from + 3_000)));
        for (int i = random.nextInt(4); i >= 0; i--) {
            int place = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), place + 1 + random.nextInt(30));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(place, end);
                case 1 -> text.insert(place, text.substring(place, end));
                case 2 -> text.insert(random.nextInt(text.length() + 1), " " + text.substring(place, end) + " ");
                case 3 -> {
                    String other = texts.get(random.nextInt(texts.size()));
                    int start = random.nextInt(other.length() + 1);
                    text.insert(place, other, start, Math.min(other.length(), start + 50));
                }
                default -> text.insert(place, SPLINTERS[random.nextInt(SPLINTERS.length)]);
            }
        }
        return text.toString();
    }
}
