package kpipe.compiler.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.syntax.Lexeme;
import kpipe.compiler.syntax.SyntaxTree;

/** The words of a file by number, and the comments that belong to each. */
final class Lexemes {
    private final SourceFile file;
    private final List<Lexeme> words = new ArrayList<>();
    private final List<List<Lexeme>> before = new ArrayList<>();
    private final List<List<Lexeme>> after = new ArrayList<>();
    private final List<Lexeme> last = new ArrayList<>();
    private final Set<Lexeme> deferred = new HashSet<>();

    /**
     * Gives every comment to a word. One that begins on the line of the word before it, with nothing but
     * comments behind it on that line or before a closing parenthesis, belongs to that word; any other to the word after it.
     */
    Lexemes(SyntaxTree tree) {
        this.file = tree.file();
        List<Lexeme> waiting = new ArrayList<>();
        List<Lexeme> all = tree.lexemes();
        for (int i = 0; i < all.size(); i++) {
            Lexeme lexeme = all.get(i);
            if (!lexeme.comment()) {
                words.add(lexeme);
                before.add(new ArrayList<>(waiting));
                after.add(new ArrayList<>());
                waiting.clear();
            } else if (waiting.isEmpty() && trails(lexeme, all, i)) {
                after.get(after.size() - 1).add(lexeme);
            } else {
                waiting.add(lexeme);
            }
        }
        last.addAll(waiting);
    }

    private boolean trails(Lexeme comment, List<Lexeme> all, int i) {
        // Documentation is of what follows it; elsewhere it would come to document another thing.
        if (words.isEmpty() || comment.kind() == Lexeme.Kind.DOC_COMMENT) {
            return false;
        }
        List<Lexeme> behind = after.get(after.size() - 1);
        Lexeme neighbour = behind.isEmpty() ? words.get(words.size() - 1) : behind.get(behind.size() - 1);
        boolean sameLine = file.line(comment.start()) == file.line(neighbour.end() - 1);
        return sameLine && onlyCommentsBehind(all, i);
    }

    private boolean onlyCommentsBehind(List<Lexeme> all, int i) {
        for (int next = i + 1; next < all.size(); next++) {
            if (file.line(all.get(next).start()) > file.line(all.get(next - 1).end() - 1)) {
                return true;
            }
            if (!all.get(next).comment()) {
                String text = text(all.get(next));
                return text.equals(")") || text.equals("]");
            }
        }
        return true;
    }

    int size() {
        return words.size();
    }

    Lexeme at(int index) {
        return words.get(index);
    }

    String text(int index) {
        return text(words.get(index));
    }

    String text(Lexeme lexeme) {
        return file.text().substring(lexeme.start(), lexeme.end());
    }

    /** Comments that stand before a word. */
    List<Lexeme> before(int index) {
        return before.get(index);
    }

    /** Comments that stand behind a word, at the end of its line. */
    List<Lexeme> after(int index) {
        return after.get(index);
    }

    /** Gives the comments that stand behind a word to the word after it. */
    void defer(int index) {
        List<Lexeme> next = index + 1 < words.size() ? before.get(index + 1) : last;
        next.addAll(0, after.get(index));
        deferred.addAll(after.get(index));
        after.get(index).clear();
    }

    /** Gives the comments that stand behind a word to another that is the last of their line now. */
    void move(int index, int last) {
        after.get(last).addAll(0, after.get(index));
        after.get(index).clear();
    }

    /** The comments that stand behind a word, to be written where its line ends. */
    Layout atLineEnd(int index) {
        List<Layout> comments = new ArrayList<>();
        for (Lexeme comment : after.get(index)) {
            comments.add(new Layout.AtLineEnd(text(comment).stripTrailing(), index));
        }
        return Layout.all(comments);
    }

    /** Comments behind the last word. */
    List<Lexeme> last() {
        return last;
    }

    /** Whether a comment before that word shares its line and may go on doing so. */
    boolean inline(Lexeme comment, int index) {
        return comment.kind() == Lexeme.Kind.BLOCK_COMMENT
                && !deferred.contains(comment)
                && file.line(comment.start()) == file.line(words.get(index).start());
    }

    /** Whether at least one blank line stands before that place. */
    boolean blankBefore(int offset) {
        int line = file.line(offset);
        return line > 1 && file.lineText(line - 1).isBlank();
    }

    /** The number of the first word that begins at or after an offset; {@link #size} if there is none. */
    int firstFrom(int offset) {
        int low = 0;
        int high = words.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (words.get(middle).start() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The number of the last word that begins before an offset. */
    int lastBefore(int offset) {
        return firstFrom(offset) - 1;
    }

    /** The number of the last word before an offset that reads so; case aside. */
    int back(int offset, String word) {
        int index = lastBefore(offset);
        while (index >= 0 && !text(index).equalsIgnoreCase(word)) {
            index--;
        }
        if (index < 0) {
            throw new IllegalStateException("no " + word + " before " + offset);
        }
        return index;
    }
}
