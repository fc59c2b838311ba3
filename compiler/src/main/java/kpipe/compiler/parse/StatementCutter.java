package kpipe.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.source.SourceFile;
import kpipe.grammar.KpipeLexer;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the words of a file into statements: at every semicolon, and where a line begins as only a statement can, so that
 * a forgotten semicolon costs no more than itself.
 */
final class StatementCutter {
    private final SourceFile file;
    private final List<Token> tokens;

    /**
     * The words of one statement.
     *
     * @param tokens without the semicolon
     * @param semicolon what ends it; null at the end of the file or before the head of another statement
     * @param last whether nothing but its semicolon follows in the file
     */
    record Slice(List<Token> tokens, @Nullable Token semicolon, boolean last) {}

    StatementCutter(SourceFile file, List<Token> tokens) {
        this.file = file;
        this.tokens = tokens;
    }

    List<Slice> cut() {
        List<Slice> slices = new ArrayList<>();
        int start = 0;
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            int type = tokens.get(i).getType();
            if (type == KpipeLexer.SEMICOLON) {
                if (i > start) {
                    slices.add(new Slice(tokens.subList(start, i), tokens.get(i), i + 1 == tokens.size()));
                }
                start = i + 1;
                depth = 0;
            } else if (i > start && depth == 0 && isHead(tokens, i)) {
                slices.add(new Slice(tokens.subList(start, i), null, false));
                start = i;
            } else if (type == KpipeLexer.LEFT_PAREN) {
                depth++;
            } else if (type == KpipeLexer.RIGHT_PAREN) {
                depth = Math.max(0, depth - 1);
            }
        }
        if (start < tokens.size()) {
            slices.add(new Slice(tokens.subList(start, tokens.size()), null, true));
        }
        return slices;
    }

    /** Where reading may go on after an error at {@code from}: the next line that begins a statement, or -1. */
    int resume(List<Token> slice, int from) {
        for (int i = Math.max(1, from); i < slice.size(); i++) {
            if (isHead(slice, i)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a line begins at {@code i} that can only be the head of a statement. */
    private boolean isHead(List<Token> slice, int i) {
        Token word = slice.get(i);
        Token before = slice.get(i - 1);
        if (file.line(word.getStartIndex()) == file.line(before.getStopIndex())) {
            return false;
        }
        int second = type(slice, i + 1);
        boolean named = i + 1 < slice.size() && Words.isName(slice.get(i + 1));
        int third = afterName(slice, i + 1);
        return switch (word.getType()) {
            case KpipeLexer.CREATE -> second == KpipeLexer.OR || isKind(second);
            case KpipeLexer.ALTER -> second == KpipeLexer.PUMP;
            case KpipeLexer.STREAM -> named && !continues(before) && isStreamTail(third);
            case KpipeLexer.TABLE -> named && !continues(before) && third == KpipeLexer.LEFT_PAREN;
            case KpipeLexer.VIEW ->
                named && !continues(before) && (third == KpipeLexer.AS || third == KpipeLexer.LEFT_PAREN);
            case KpipeLexer.WINDOW -> named && !continues(before) && isWindowKind(third);
            case KpipeLexer.PUMP -> named && !continues(before) && isPumpTail(third);
            case KpipeLexer.FUNCTION -> named && !continues(before) && third == KpipeLexer.LEFT_PAREN;
            case KpipeLexer.TRANSFORM -> named && !continues(before) && isTransformTail(slice, i);
            case KpipeLexer.DESTINATION -> named && (third == KpipeLexer.FROM || third == KpipeLexer.TO);
            case KpipeLexer.ALARM -> named && (third == KpipeLexer.WHEN || third == KpipeLexer.DESCRIPTION);
            case KpipeLexer.TEST, KpipeLexer.IMPORT -> second == KpipeLexer.STRING;
            case KpipeLexer.GRANT ->
                (named || second == KpipeLexer.SELECT || second == KpipeLexer.ALL)
                        && (third == KpipeLexer.ON || third == KpipeLexer.COMMA);
            case KpipeLexer.PARAMETER -> named && Words.isWord(third) && before.getType() != KpipeLexer.COMMA;
            default -> false;
        };
    }

    /** Whether a statement goes on after that word: then what follows is no head. */
    private static boolean continues(Token before) {
        return switch (before.getType()) {
            case KpipeLexer.CREATE,
                    KpipeLexer.REPLACE,
                    KpipeLexer.ALTER,
                    KpipeLexer.SELECT,
                    KpipeLexer.FROM,
                    KpipeLexer.JOIN,
                    KpipeLexer.LATERAL,
                    KpipeLexer.AS,
                    KpipeLexer.COMMA -> true;
            default -> false;
        };
    }

    private static boolean isKind(int type) {
        return switch (type) {
            case KpipeLexer.STREAM,
                    KpipeLexer.TABLE,
                    KpipeLexer.VIEW,
                    KpipeLexer.WINDOW,
                    KpipeLexer.PUMP,
                    KpipeLexer.FUNCTION,
                    KpipeLexer.TRANSFORM,
                    KpipeLexer.DESTINATION,
                    KpipeLexer.ALARM -> true;
            default -> false;
        };
    }

    private static boolean isWindowKind(int type) {
        return switch (type) {
            case KpipeLexer.TUMBLING,
                    KpipeLexer.HOPPING,
                    KpipeLexer.CUMULATING,
                    KpipeLexer.SLIDING,
                    KpipeLexer.SESSION,
                    KpipeLexer.STAGGER -> true;
            default -> false;
        };
    }

    private static boolean isStreamTail(int type) {
        return switch (type) {
            case KpipeLexer.LEFT_PAREN,
                    KpipeLexer.AS,
                    KpipeLexer.FROM,
                    KpipeLexer.FORMAT,
                    KpipeLexer.SHARDS,
                    KpipeLexer.RETENTION,
                    KpipeLexer.DESCRIPTION -> true;
            default -> false;
        };
    }

    private static boolean isPumpTail(int type) {
        return switch (type) {
            case KpipeLexer.INTO,
                    KpipeLexer.AS,
                    KpipeLexer.STOPPED,
                    KpipeLexer.STARTED,
                    KpipeLexer.STATE,
                    KpipeLexer.DESCRIPTION -> true;
            default -> false;
        };
    }

    /** A TRANSFORM statement, and not the clause of that name: told by what follows the name. */
    private static boolean isTransformTail(List<Token> slice, int i) {
        int place = nameEnd(slice, i + 1);
        return switch (type(slice, place)) {
            case KpipeLexer.LANGUAGE,
                    KpipeLexer.AS,
                    KpipeLexer.LAMBDA,
                    KpipeLexer.HANDLER,
                    KpipeLexer.COMMAND,
                    KpipeLexer.BATCH,
                    KpipeLexer.TIMEOUT -> true;
            case KpipeLexer.RETRY -> type(slice, place + 1) != KpipeLexer.FOR;
            default -> false;
        };
    }

    private static int type(List<Token> slice, int i) {
        return i < slice.size() ? slice.get(i).getType() : Token.EOF;
    }

    private static int afterName(List<Token> slice, int i) {
        return type(slice, nameEnd(slice, i));
    }

    private static int nameEnd(List<Token> slice, int i) {
        int place = i + 1;
        while (type(slice, place) == KpipeLexer.DOT) {
            place += 2;
        }
        return place;
    }
}
