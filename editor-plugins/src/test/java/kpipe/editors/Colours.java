package kpipe.editors;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kpipe.grammar.KpipeLexer;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;

/**
 * Holds what a highlighter makes of a file against the lexer of the language: a comment is coloured as a comment, a string as a string, a keyword as one of the
 * colours of words, from its first character to its last.
 */
final class Colours {

    /** What a character of a file may be. */
    enum Kind {
        COMMENT,
        STRING,
        QUOTED_NAME,
        NUMBER,
        CODE,
        WORD,
        PLAIN
    }

    /** A run of one colour in a line, counted from 0; {@code end} is behind its last character. */
    record Run(int line, int start, int end, Kind kind) {}

    private Colours() {}

    /**
     * Every token that is not coloured as what it is.
     *
     * @param bytes whether the runs count bytes of UTF-8 rather than characters
     */
    static List<String> differences(String text, List<Run> runs, boolean bytes) {
        Kind[][] painted = paint(text.split("\r?\n", -1), runs, bytes);
        List<String> differences = new ArrayList<>();
        KpipeLexer lexer = new KpipeLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        boolean afterDot = false;
        for (Token token : lexer.getAllTokens()) {
            Kind expected = kindOf(token);
            boolean columnName = afterDot && expected == Kind.WORD;
            afterDot = token.getType() == KpipeLexer.DOT;
            if (expected != Kind.PLAIN && !columnName) {
                compare(token, expected, painted, differences);
            }
        }
        return differences;
    }

    private static Kind[][] paint(String[] lines, List<Run> runs, boolean bytes) {
        Kind[][] painted = new Kind[lines.length][];
        for (int line = 0; line < lines.length; line++) {
            painted[line] = new Kind[lines[line].length()];
        }
        for (Run run : runs) {
            Kind[] row = painted[run.line()];
            String line = lines[run.line()];
            int start = bytes ? characters(line, run.start()) : run.start();
            int end = bytes ? characters(line, run.end()) : run.end();
            for (int column = start; column < Math.min(end, row.length); column++) {
                row[column] = run.kind();
            }
        }
        return painted;
    }

    private static int characters(String line, int bytes) {
        byte[] encoded = line.getBytes(StandardCharsets.UTF_8);
        return new String(encoded, 0, Math.min(bytes, encoded.length), StandardCharsets.UTF_8).length();
    }

    private static Kind kindOf(Token token) {
        return switch (token.getType()) {
            case KpipeLexer.LINE_COMMENT, KpipeLexer.BLOCK_COMMENT -> Kind.COMMENT;
            case KpipeLexer.STRING, KpipeLexer.UNICODE_STRING, KpipeLexer.BINARY_STRING -> Kind.STRING;
            case KpipeLexer.QUOTED_NAME -> Kind.QUOTED_NAME;
            case KpipeLexer.NUMBER -> Kind.NUMBER;
            case KpipeLexer.CODE -> Kind.CODE;
            default -> Keywords.ofLexer().contains(token.getText().toUpperCase(Locale.ROOT)) ? Kind.WORD : Kind.PLAIN;
        };
    }

    private static void compare(Token token, Kind expected, Kind[][] painted, List<String> differences) {
        int line = token.getLine() - 1;
        int column = token.getCharPositionInLine();
        for (char c : token.getText().toCharArray()) {
            if (c == '\n') {
                line++;
                column = 0;
            } else if (c != '\r') {
                Kind found = painted[line][column];
                // A declared name is coloured as such, quoted or not.
                if (found != expected && !(expected == Kind.QUOTED_NAME && found == Kind.WORD)) {
                    differences.add("%d:%d of `%s` should be %s and is %s"
                            .formatted(line + 1, column + 1, token.getText(), expected, found));
                    return;
                }
                column++;
            }
        }
    }
}
