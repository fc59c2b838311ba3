package kpipe.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.diagnostic.Fix;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Lexeme;
import kpipe.grammar.KpipeLexer;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * The words of a file. What is not closed or not part of the language is reported here, once, and becomes a word of the
 * kind ERROR; a statement that holds one is not looked at further.
 */
final class Lexing {
    private static final Code UNCLOSED_STRING = Code.error("K0101", "this string is never closed");
    private static final Code UNCLOSED_NAME = Code.error("K0102", "this quoted name is not closed on its line");
    private static final Code UNCLOSED_COMMENT = Code.error("K0103", "this comment is never closed");
    private static final Code UNCLOSED_CODE = Code.error("K0104", "the text after `{0}` is never closed");
    private static final Code NOT_IN_LANGUAGE = Code.error("K0105", "{0} is not part of the language");

    private static final int MOST_REPAIRS = 50;

    /** The end of a statement inside a string: a sign that an earlier quote was forgotten. */
    private static final Pattern SWALLOWED = Pattern.compile(";[ \\t]*\\r?\\n");

    /** A character of private use that stands for text of which an error was reported. */
    private static final char MASK = '\uE000';

    private final SourceFile file;
    private final DiagnosticCollector diagnostics;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Lexeme> lexemes = new ArrayList<>();

    Lexing(SourceFile file, DiagnosticCollector diagnostics) {
        this.file = file;
        this.diagnostics = diagnostics;
        read();
    }

    /** The words that the parser reads, without comments and without an end-of-file. */
    List<Token> tokens() {
        return tokens;
    }

    /** All words and comments. */
    List<Lexeme> lexemes() {
        return lexemes;
    }

    /** Whether the word is one of which an error was reported. */
    static boolean broken(Token token) {
        return token.getType() == KpipeLexer.OTHER;
    }

    /**
     * Reads the text. A string that the end of the file cuts off is most likely not the culprit: an odd quote turns all
     * later strings inside out. So the first string that holds the end of a statement is blamed, taken to end with its
     * line, and the text is read again.
     */
    private void read() {
        StringBuilder text = new StringBuilder(file.text());
        for (int repairs = 0; ; repairs++) {
            int blamed = readOnce(text.toString());
            if (blamed < 0 || repairs == MOST_REPAIRS) {
                return;
            }
            int end = file.lineEnd(file.line(blamed));
            diagnostics.report(unclosedString(text.toString(), blamed, end));
            for (int i = blamed; i < end; i++) {
                text.setCharAt(i, MASK);
            }
        }
    }

    /** Where a string before it on the line ends at a letter, an apostrophe in it was not doubled. */
    private Diagnostic unclosedString(String text, int start, int end) {
        int line = file.lineStart(file.line(start));
        int apostrophe = text.substring(line, start).lastIndexOf('\'');
        boolean within = apostrophe > 0
                && line + apostrophe + 1 < text.length()
                && Character.isLetter(text.charAt(line + apostrophe + 1))
                && Character.isLetter(text.charAt(line + apostrophe - 1));
        if (!within) {
            return Diagnostic.of(UNCLOSED_STRING, new Span(file, start, end));
        }
        Span place = new Span(file, line + apostrophe, line + apostrophe + 1);
        return Diagnostic.of(UNCLOSED_STRING, new Span(file, start, end))
                .withFix(Fix.replace("an apostrophe inside of a string is written twice", place, "''"));
    }

    private int readOnce(String text) {
        tokens.clear();
        lexemes.clear();
        List<Diagnostic> found = new ArrayList<>();
        Utf16Characters characters = new Utf16Characters(text);
        KpipeLexer lexer = new KpipeLexer(characters);
        lexer.removeErrorListeners();
        int firstLongString = -1;
        for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
            int start = token.getStartIndex();
            int end = token.getStopIndex() + 1;
            switch (token.getType()) {
                case KpipeLexer.WHITESPACE -> {}
                case KpipeLexer.LINE_COMMENT -> add(Lexeme.Kind.LINE_COMMENT, start, end);
                case KpipeLexer.BLOCK_COMMENT -> add(commentKind(text, start, end), start, end);
                case KpipeLexer.STRING, KpipeLexer.UNICODE_STRING, KpipeLexer.BINARY_STRING -> {
                    if (firstLongString < 0
                            && SWALLOWED.matcher(text).region(start, end).find()) {
                        firstLongString = start;
                    }
                    keep(token);
                }
                case KpipeLexer.UNCLOSED_STRING -> {
                    return firstLongString < 0 ? start : firstLongString;
                }
                case KpipeLexer.UNCLOSED_NAME -> {
                    found.add(unclosedName(start, end));
                    error(token, end);
                }
                case KpipeLexer.UNCLOSED_COMMENT -> {
                    found.add(Diagnostic.of(UNCLOSED_COMMENT, new Span(file, start, end)));
                    error(token, text.length());
                    characters.seek(text.length());
                }
                case KpipeLexer.CODE_TAG, KpipeLexer.UNCLOSED_CODE -> {
                    int close = closeCode(token, text);
                    if (close < 0) {
                        found.add(Diagnostic.of(UNCLOSED_CODE, new Span(file, start, end), text.substring(start, end)));
                    }
                    characters.seek(close < 0 ? text.length() : close);
                }
                case KpipeLexer.OTHER -> {
                    int close = foreignQuote(token, text, found);
                    if (close > 0) {
                        characters.seek(close);
                    } else {
                        other(token, text, found);
                    }
                }
                default -> keep(token);
            }
        }
        found.forEach(diagnostics::report);
        return -1;
    }

    private static Lexeme.Kind commentKind(String text, int start, int end) {
        boolean documents = end - start > 4 && text.charAt(start + 2) == '*';
        return documents ? Lexeme.Kind.DOC_COMMENT : Lexeme.Kind.BLOCK_COMMENT;
    }

    private Diagnostic unclosedName(int start, int end) {
        return Diagnostic.of(UNCLOSED_NAME, new Span(file, start, end));
    }

    /** Ends a text between tags; answers where reading goes on, or -1 if it is never closed. */
    private int closeCode(Token open, String text) {
        String tag = text.substring(open.getStartIndex(), open.getStopIndex() + 1);
        int close = open.getType() == KpipeLexer.UNCLOSED_CODE ? -1 : text.indexOf(tag, open.getStopIndex() + 1);
        if (close < 0) {
            error(open, text.length());
            return -1;
        }
        CommonToken code = new CommonToken(open);
        code.setType(KpipeLexer.CODE);
        code.setStopIndex(close + tag.length() - 1);
        keep(code);
        return close + tag.length();
    }

    /** Text between quotes that are not kpipe's: one error for both of them. Answers where reading goes on, or -1. */
    private int foreignQuote(Token token, String text, List<Diagnostic> found) {
        int start = token.getStartIndex();
        char close = switch (text.charAt(start)) {
            case '`' -> '`';
            case '\u2018', '\u2019' -> '\u2019';
            case '\u201C', '\u201D' -> '\u201D';
            default -> 0;
        };
        int end = close == 0 ? -1 : text.indexOf(close, start + 1);
        if (end < 0 || end >= file.lineEnd(file.line(start))) {
            return -1;
        }
        String inside = text.substring(start + 1, end);
        boolean name = text.charAt(start) == '`' || close == '\u201D';
        String fixed = name ? "\"" + inside + "\"" : "'" + inside.replace("'", "''") + "'";
        String title = name ? "a quoted name is written " + fixed : "a string is written " + fixed;
        Span span = new Span(file, start, end + 1);
        String sign = text.substring(start, start + 1);
        found.add(Diagnostic.of(NOT_IN_LANGUAGE, span, quoted(sign)).withFix(Fix.replace(title, span, fixed)));
        error(token, end + 1);
        return end + 1;
    }

    private void other(Token token, String text, List<Diagnostic> found) {
        int start = token.getStartIndex();
        int end = token.getStopIndex() + 1;
        char first = text.charAt(start);
        Lexeme last = lexemes.isEmpty() ? null : lexemes.get(lexemes.size() - 1);
        boolean goesOn = last != null
                && last.kind() == Lexeme.Kind.ERROR
                && last.end() == start
                && (first == MASK) == (text.charAt(last.start()) == MASK);
        if (goesOn && last != null) {
            lexemes.set(lexemes.size() - 1, new Lexeme(Lexeme.Kind.ERROR, last.start(), end));
            ((CommonToken) tokens.get(tokens.size() - 1)).setStopIndex(end - 1);
            if (first != MASK && !found.isEmpty()) {
                found.set(found.size() - 1, notInLanguage(new Span(file, last.start(), end)));
            }
            return;
        }
        error(token, end);
        if (first != MASK) {
            found.add(notInLanguage(new Span(file, start, end)));
        }
    }

    private Diagnostic notInLanguage(Span span) {
        String text = span.text();
        Diagnostic diagnostic = Diagnostic.of(NOT_IN_LANGUAGE, span, quoted(text));
        return switch (text) {
            case "\u2018", "\u2019" -> diagnostic.withFix(Fix.replace("strings stand between `'`", span, "'"));
            case "\u201C", "\u201D", "`" ->
                diagnostic.withFix(Fix.replace("quoted names stand between `\"`", span, "\""));
            case "&&", "&" -> diagnostic.withFix(Fix.replace("did you mean `AND`?", span, "AND"));
            case "!" -> diagnostic.withFix(Fix.replace("did you mean `NOT`?", span, "NOT "));
            default -> diagnostic;
        };
    }

    private static String quoted(String text) {
        return text.equals("`") ? "a quote like `" : "`" + printable(text) + "`";
    }

    private static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(12).forEach(c -> {
            if (Character.isISOControl(c) || !Character.isDefined(c) || c >= 0xD800 && c < 0xE000) {
                shown.append(String.format("U+%04X", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    private void error(Token token, int end) {
        CommonToken error = new CommonToken(token);
        error.setType(KpipeLexer.OTHER);
        error.setStopIndex(end - 1);
        tokens.add(error);
        add(Lexeme.Kind.ERROR, token.getStartIndex(), end);
    }

    private void keep(Token token) {
        tokens.add(token);
        add(kind(token.getType()), token.getStartIndex(), token.getStopIndex() + 1);
    }

    private void add(Lexeme.Kind kind, int start, int end) {
        lexemes.add(new Lexeme(kind, start, end));
    }

    private static Lexeme.Kind kind(int type) {
        return switch (type) {
            case KpipeLexer.QUOTED_NAME -> Lexeme.Kind.QUOTED_NAME;
            case KpipeLexer.STRING, KpipeLexer.UNICODE_STRING, KpipeLexer.BINARY_STRING -> Lexeme.Kind.STRING;
            case KpipeLexer.NUMBER -> Lexeme.Kind.NUMBER;
            case KpipeLexer.CODE -> Lexeme.Kind.CODE;
            default -> Words.isWord(type) ? Lexeme.Kind.WORD : Lexeme.Kind.SYMBOL;
        };
    }
}
