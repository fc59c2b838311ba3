package kpipe.editors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The syntax file in a real Vim. */
class VimTest {

    @TempDir
    Path folder;

    static List<Path> examples() {
        return Tool.examples();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void coloursEveryExampleAsTheLexerReadsIt(Path example) throws IOException {
        List<Colours.Run> runs = new ArrayList<>();
        for (String line : tokens(example)) {
            String[] fields = line.split("\t");
            runs.add(new Colours.Run(
                    Integer.parseInt(fields[0]),
                    Integer.parseInt(fields[1]),
                    Integer.parseInt(fields[2]),
                    kind(fields[3])));
        }
        assertThat(Colours.differences(Tool.read(example), runs, true)).isEmpty();
    }

    @Test
    void inlineJavaIsColouredAsJava() throws IOException {
        Path file = folder.resolve("inline.kpipe");
        Files.writeString(file, "TRANSFORM t LANGUAGE JAVA AS $$\n  return record;\n$$;\nSTREAM s (a INTEGER);\n");
        assertThat(tokens(file)).contains("1\t2\t8\tjavaStatement", "3\t0\t6\tkpipeStatement");
    }

    private List<String> tokens(Path file) throws IOException {
        Tool.Outcome version = Tool.run(Map.of(), List.of("vim", "--version"));
        if (!version.output().contains("+syntax")) {
            return Tool.missing("this vim has no syntax highlighting");
        }
        Path tokens = folder.resolve("tokens");
        Tool.Outcome outcome = Tool.run(
                Map.of("TOKENS", tokens.toString()),
                List.of(
                        "vim",
                        "-u",
                        "NONE",
                        "-i",
                        "NONE",
                        "-nNes",
                        "--cmd",
                        "set encoding=utf-8 | set runtimepath^=" + Tool.HOME.resolve("vim"),
                        "-c",
                        "filetype plugin on | syntax on",
                        "-c",
                        "edit " + file,
                        "-S",
                        "src/test/tools/vim-tokens.vim"));
        assertThat(tokens).as(outcome.output()).exists();
        return Files.readAllLines(tokens);
    }

    private static Colours.Kind kind(String group) {
        return switch (group) {
            case "kpipeComment", "kpipeDocumentation", "kpipeTodo" -> Colours.Kind.COMMENT;
            case "kpipeString", "kpipeEscape", "kpipeParameter", "kpipePlaceholder" -> Colours.Kind.STRING;
            case "kpipeQuotedName" -> Colours.Kind.QUOTED_NAME;
            case "kpipeNumber" -> Colours.Kind.NUMBER;
            case "kpipeBody", "kpipeBodyMark" -> Colours.Kind.CODE;
            case "kpipeStatement",
                    "kpipeClause",
                    "kpipeSql",
                    "kpipeType",
                    "kpipeConstant",
                    "kpipeUnit",
                    "kpipeName",
                    "kpipeFunction" -> Colours.Kind.WORD;
            default -> group.startsWith("java") ? Colours.Kind.CODE : Colours.Kind.PLAIN;
        };
    }
}
