package kpipe.compiler.parse;

import java.util.List;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.syntax.Lexeme;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Finds the documentation comment before a declaration. */
final class DocumentationFinder {
    private final SourceFile file;
    private final List<Lexeme> lexemes;

    DocumentationFinder(SourceFile file, List<Lexeme> lexemes) {
        this.file = file;
        this.lexemes = lexemes;
    }

    /** The text of the last documentation comment between the word and the word before it; null if there is none. */
    @Nullable
    String before(Token word) {
        int i = indexOf(word.getStartIndex()) - 1;
        while (i >= 0 && lexemes.get(i).comment()) {
            if (lexemes.get(i).kind() == Lexeme.Kind.DOC_COMMENT) {
                return text(lexemes.get(i));
            }
            i--;
        }
        return null;
    }

    private int indexOf(int offset) {
        int low = 0;
        int high = lexemes.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (lexemes.get(middle).start() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private String text(Lexeme comment) {
        String inside = file.text().substring(comment.start() + 3, comment.end() - 2);
        StringBuilder text = new StringBuilder();
        for (String line : inside.lines().toList()) {
            String stripped = line.strip();
            if (stripped.startsWith("*")) {
                stripped = stripped.substring(1).strip();
            }
            text.append(stripped).append('\n');
        }
        return text.toString().strip();
    }
}
