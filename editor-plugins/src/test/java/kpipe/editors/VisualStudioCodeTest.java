package kpipe.editors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The TextMate grammar in the tokenizer of Visual Studio Code, and the extension as it is packaged. */
class VisualStudioCodeTest {

    private static final String GRAMMAR = "vscode/syntaxes/kpipe.tmLanguage.json";

    static List<Path> examples() {
        return Tool.examples();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void coloursEveryExampleAsTheLexerReadsIt(Path example) {
        Path java = Tool.nodeModule("tm-grammars/grammars/java.json");
        Tool.nodeModule("vscode-tmgrammar-test/package.json");
        Tool.Outcome outcome = Tool.run(
                Map.of(),
                List.of("node", "src/test/tools/textmate-tokens.js", GRAMMAR, java.toString(), example.toString()));
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        List<Colours.Run> runs = new ArrayList<>();
        for (String line : outcome.output().split("\n")) {
            String[] fields = line.split("\t");
            runs.add(new Colours.Run(
                    Integer.parseInt(fields[0]),
                    Integer.parseInt(fields[1]),
                    Integer.parseInt(fields[2]),
                    kind(fields[3])));
        }
        assertThat(Colours.differences(Tool.read(example), runs, false)).isEmpty();
    }

    @Test
    void coloursAreThoseOfTheAnnotatedFile() {
        Path java = Tool.nodeModule("tm-grammars/grammars/java.json");
        Path test = Tool.nodeModule(".bin/vscode-tmgrammar-test");
        Tool.Outcome outcome = Tool.run(
                Map.of(),
                List.of(test.toString(), "-g", GRAMMAR, "-g", java.toString(), "src/test/resources/colours.kpipe"));
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }

    @Test
    void packsIntoAnExtension(@TempDir Path folder) throws Exception {
        Path vsce = Tool.nodeModule(".bin/vsce");
        Path vsix = folder.resolve("kpipe.vsix");
        Tool.Outcome outcome = Tool.run(
                Map.of(), List.of("sh", "-c", "cd vscode && " + vsce + " package --no-dependencies --out " + vsix));
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        try (ZipFile zip = new ZipFile(vsix.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .contains(
                            "extension/package.json",
                            "extension/syntaxes/kpipe.tmLanguage.json",
                            "extension/language-configuration.json",
                            "extension/snippets/kpipe.json");
        }
        assertThat(Files.size(vsix)).isLessThan(100_000);
    }

    private static Colours.Kind kind(String scopes) {
        if (scopes.contains("meta.embedded.block.java")) {
            return Colours.Kind.CODE;
        }
        String inner = scopes.substring(scopes.indexOf(' ') + 1);
        if (inner.startsWith("comment")) {
            return Colours.Kind.COMMENT;
        }
        if (inner.startsWith("string")) {
            return Colours.Kind.STRING;
        }
        if (inner.startsWith("variable.other.quoted")) {
            return Colours.Kind.QUOTED_NAME;
        }
        if (inner.startsWith("constant.numeric")) {
            return Colours.Kind.NUMBER;
        }
        boolean word = inner.matches(
                "(keyword\\.(control|other)|storage\\.type|constant\\.language|entity\\.name|support\\.function).*");
        return word ? Colours.Kind.WORD : Colours.Kind.PLAIN;
    }
}
