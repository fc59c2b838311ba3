package kpipe.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kpipe.grammar.KpipeLexer;
import org.antlr.v4.runtime.Token;

/** What the grammar's words look like and which of them begin statements. */
final class Words {
    private static final String[] SPELLING = spelling();

    /** The words that statements begin with, as suggested for a misspelled one. */
    static final List<String> STATEMENTS = List.of(
            "STREAM",
            "TABLE",
            "VIEW",
            "WINDOW",
            "PUMP",
            "FUNCTION",
            "TRANSFORM",
            "DESTINATION",
            "ALARM",
            "TEST",
            "GRANT",
            "PARAMETER",
            "IMPORT",
            "CREATE",
            "ALTER");

    private Words() {}

    private static String[] spelling() {
        String[] spelling = new String[KpipeLexer.VOCABULARY.getMaxTokenType() + 1];
        spelling[0] = "";
        spelling[0] = "";
        for (int type = 1; type < spelling.length; type++) {
            String literal = KpipeLexer.VOCABULARY.getLiteralName(type);
            spelling[type] = literal == null ? "" : literal.substring(1, literal.length() - 1);
        }
        spelling[KpipeLexer.NOT_EQUAL] = "<>";
        return spelling;
    }

    /** Whether words of that type are keywords or unquoted names. */
    static boolean isWord(int type) {
        return type == KpipeLexer.IDENTIFIER || isKeyword(type);
    }

    /** Whether that type is a word of the language. */
    static boolean isKeyword(int type) {
        return type > 0 && !SPELLING[type].isEmpty() && Character.isLetter(SPELLING[type].charAt(0));
    }

    /** How a keyword or sign is spelled; empty for names, numbers and strings. */
    static String spelling(int type) {
        return type <= 0 ? "" : SPELLING[type];
    }

    /** The type of a keyword, by its spelling. */
    static int type(String keyword) {
        return List.of(SPELLING).indexOf(keyword);
    }

    /** The spellings of those types that are keywords. */
    static List<String> keywords(Iterable<Integer> types) {
        List<String> keywords = new ArrayList<>();
        for (int type : types) {
            if (isKeyword(type)) {
                keywords.add(SPELLING[type]);
            }
        }
        return keywords;
    }

    /** A word in upper case. */
    static String upper(Token token) {
        return token.getText().toUpperCase(Locale.ROOT);
    }

    /** Whether a name may begin here. */
    static boolean isName(Token token) {
        return token.getType() == KpipeLexer.QUOTED_NAME || isWord(token.getType());
    }
}
