package kpipe.compiler.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.diagnostic.Severity;
import kpipe.compiler.diagnostic.TextRenderer;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.syntax.Statement;
import kpipe.compiler.syntax.SyntaxTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One mistake gives one error, at its place, and the statements around it are read as if it were not there. */
class RecoveryTest {
    private static final String BEFORE = "WINDOW before TUMBLING 1 MINUTE;\n";
    private static final String AFTER = "WINDOW behind TUMBLING 1 MINUTE;\n";

    /** Where the mistake is stands between brackets of its own: « and ». */
    static Stream<String> mistakes() {
        return Stream.of(
                "«STREEM» s (a INTEGER);",
                "STREAM s (INTEGER«)»;",
                "STREAM s (a INTEGER«,»);",
                "STREAM s «(»a INTEGER;",
                "STREAM s (a INTEGER)«)»;",
                "STREAM s (a INTEGER NOT «NUL»);",
                "STREAM s (a INTEGER) FROM FILE «\"x\"» FORMAT JSON;",
                "STREAM s (a INTEGER) «FORM» FILE 'x' FORMAT JSON;",
                "STREAM s (a INTEGER) RETENTION 24 «HOUR_S»;",
                "STREAM s (a INTEGER)\n  SHARDS 4\n  «SHARDS 5»;",
                "STREAM s (a INTEGER)\n  «SHADRS» 4\n  PARTITION BY a;",
                "TABLE t (a INTEGER) «SHARDS 4»;",
                "WINDOW w «TUMBLIN» 1 MINUTE;",
                "WINDOW w TUMBLING 1«;»",
                "PUMP p INTO «AS» SELECT a FROM t;",
                "PUMP p INTO s AS SELECT a«,» FROM t;",
                "PUMP p INTO s AS SELECT a «FORM» t WHERE a > 1;",
                "PUMP p INTO s AS SELECT a FROM t «WERE» a > 1;",
                "PUMP p INTO s AS SELECT a FROM t WHERE a «==» 1;",
                "PUMP p INTO s AS SELECT a FROM t WHERE «;»",
                "PUMP p INTO s AS SELECT COUNT«(»a FROM t WHERE b;",
                "PUMP p INTO s AS SELECT a FROM t GROUP «a»;",
                "PUMP p INTO s AS SELECT a FROM t «RETENTION» 24 HOURS;",
                "PUMP p INTO s AS SELECT CASE WHEN a THEN 1 «FROM» t;",
                "PUMP p INTO s AS SELECT a AS «ORDER» FROM t;",
                "PUMP p INTO s AS SELECT «`a`» FROM t;",
                "PUMP p INTO s AS SELECT a «?» b FROM t;",
                "PUMP p INTO s AS SELECT a FROM t\n  WHERE a > 1\n  AND «FROM» b;",
                "FUNCTION f (a INTEGER) «RETURN» INTEGER AS a + 1;",
                "FUNCTION f (a INTEGER) RETURNS INTEGER AS a +«;»",
                "TRANSFORM t LANGUAGE JAVA AS «return» record;",
                "DESTINATION d FROM s TO FILE 'x' BUFFER 1 «MEGABYTE»;",
                "DESTINATION d FROM s TO FILE 'x' «COMPRESION» GZIP;",
                "DESTINATION d FROM s TO FILE 'x' FORMAT JSON (rowtime «'x'»);",
                "TEST 't' «GIVE» s VALUES (1) EXPECT t VALUES (2);",
                "TEST 't' GIVEN s VALUES «1» EXPECT t VALUES (2);",
                "TEST 't'\n  GIVEN s VALUES (1)\n  «EXPEKT» t VALUES (2);",
                "PARAMETER n INTEGER DEFAULT «;»",
                "IMPORT «common»;",
                "GRANT READ «TO» 'x';");
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void oneMistakeGivesOneError(String mistake) {
        Marked marked = Marked.of(BEFORE + mistake + "\n" + AFTER);

        Reading reading = Reading.of(marked.text());

        assertThat(reading.errors()).as(reading.shown()).hasSize(1);
        assertPlace(reading.errors().get(0), marked, 0, reading.shown());
        assertThat(reading.windows()).containsExactly("before", "behind");
    }

    @Test
    void manyMistakesGiveAsManyErrors() {
        Marked marked = Marked.of(BEFORE + String.join("\n", mistakes().toList()) + "\n" + AFTER);

        Reading reading = Reading.of(marked.text());

        assertThat(reading.errors()).as(reading.shown()).hasSameSizeAs(marked.starts());
        for (int i = 0; i < reading.errors().size(); i++) {
            assertPlace(reading.errors().get(i), marked, i, reading.shown());
        }
        assertThat(reading.windows()).startsWith("before").endsWith("behind");
    }

    @Test
    void severalMistakesWithoutSemicolonsGiveAsManyErrors() {
        Marked marked = Marked.of("""
                STREAM a (x INTEGER «INTEGER»)
                WINDOW w TUMBLING 1 «MINUT»
                PUMP p INTO «AS» SELECT a FROM t
                DESTINATION d FROM s «TOO» STDOUT
                """);

        Reading reading = Reading.of(marked.text());

        assertThat(reading.errors()).as(reading.shown()).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertPlace(reading.errors().get(i), marked, i, reading.shown());
        }
    }

    private static void assertPlace(Diagnostic error, Marked marked, int index, String shown) {
        String place = "%d to %d".formatted(error.span().start(), error.span().end());
        String wanted =
                "%d to %d".formatted(marked.starts().get(index), marked.ends().get(index));
        assertThat(place).as(shown).isEqualTo(wanted);
    }

    /** A text without its marks, and where they were. */
    private record Marked(String text, List<Integer> starts, List<Integer> ends) {
        static Marked of(String text) {
            StringBuilder bare = new StringBuilder();
            List<Integer> starts = new ArrayList<>();
            List<Integer> ends = new ArrayList<>();
            for (char c : text.toCharArray()) {
                if (c == '«') {
                    starts.add(bare.length());
                } else if (c == '»') {
                    ends.add(bare.length());
                } else {
                    bare.append(c);
                }
            }
            return new Marked(bare.toString(), starts, ends);
        }
    }

    private record Reading(SyntaxTree tree, List<Diagnostic> errors) {
        static Reading of(String text) {
            DiagnosticCollector diagnostics = new DiagnosticCollector();
            SyntaxTree tree = Parser.parse(new SourceFile("test.kpipe", text), diagnostics);
            List<Diagnostic> errors = diagnostics.diagnostics().stream()
                    .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                    .toList();
            return new Reading(tree, errors);
        }

        String shown() {
            return new TextRenderer(false).render(errors);
        }

        List<String> windows() {
            return tree.statements().stream()
                    .filter(Statement.Window.class::isInstance)
                    .map(statement -> ((Statement.Window) statement).name().name())
                    .toList();
        }
    }
}
