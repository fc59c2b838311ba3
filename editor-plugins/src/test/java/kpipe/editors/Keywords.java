package kpipe.editors;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.grammar.KpipeLexer;
import org.antlr.v4.runtime.Vocabulary;

/** The words of the language, as the lexer has them and as an editor's file lists them. */
final class Keywords {

    private static final Set<String> LEXER = new TreeSet<>();

    static {
        Vocabulary vocabulary = KpipeLexer.VOCABULARY;
        for (int type = 1; type <= vocabulary.getMaxTokenType(); type++) {
            String literal = vocabulary.getLiteralName(type);
            if (literal != null && literal.matches("'[A-Za-z_]+'")) {
                LEXER.add(literal.substring(1, literal.length() - 1).toUpperCase(Locale.ROOT));
            }
        }
    }

    private Keywords() {}

    static Set<String> ofLexer() {
        return LEXER;
    }

    /** The words of every {@code (?:A|B|C)} in a TextMate grammar that is a list of whole words. */
    static Set<String> ofTextMate(String grammar) {
        Set<String> words = new TreeSet<>();
        Matcher lists =
                Pattern.compile("\\(\\?:((?:[A-Z_]+\\|)+[A-Z_]+)\\)\\(\\?!").matcher(grammar);
        while (lists.find()) {
            words.addAll(List.of(lists.group(1).split("\\|")));
        }
        return words;
    }

    /** The words of every {@code syn keyword} of a Vim syntax, and those of its list of sizes. */
    static Set<String> ofVim(String syntax) {
        Set<String> words = new TreeSet<>();
        Matcher lists =
                Pattern.compile("(?m)^syn keyword kpipe(?!Todo)\\w+ (.*)$").matcher(syntax);
        while (lists.find()) {
            words.addAll(List.of(lists.group(1).toUpperCase(Locale.ROOT).split(" ")));
        }
        Matcher sizes = Pattern.compile("(?m)^syn match kpipeUnit .*\\\\%\\((.*)\\\\\\)\\\\>\"$")
                .matcher(syntax);
        while (sizes.find()) {
            words.addAll(List.of(sizes.group(1).toUpperCase(Locale.ROOT).split("\\\\\\|")));
        }
        return words;
    }
}
