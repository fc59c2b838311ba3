package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import kpipe.runtime.operator.SlidingGroups;

/** The rows of a frame that holds them, one after the other: writes what keeps the first, the last and those that stand at a distance from them at hand. */
final class HeldRows {

    private final OverLayout layout;
    private final FrameWriter frame;
    private final int firstWord;
    private final int countWord;
    private final Map<String, Integer> known = new HashMap<>();
    private final Map<Integer, Integer> links = new HashMap<>();

    /**
     * The rows of {@code frame}.
     *
     * @param firstWord the word of the oldest
     * @param countWord the word that counts them
     */
    HeldRows(OverLayout layout, FrameWriter frame, int firstWord, int countWord) {
        this.layout = layout;
        this.frame = frame;
        this.firstWord = firstWord;
        this.countWord = countWord;
    }

    /**
     * A row after row of the frame: all of them, or those whose argument is not NULL.
     *
     * @param firstWord the word of the oldest
     * @param countWord the word that counts them
     * @param lastWord the word of the newest, or -1: it is the row itself
     * @param linkWord the word of a row that tells the next
     */
    record Sequence(int argument, int firstWord, int countWord, int lastWord, int linkWord) {}

    /** All rows, or those whose argument is not NULL. */
    Sequence sequence(int argument) {
        if (argument < 0 || layout.bit(argument) < 0) {
            return new Sequence(-1, firstWord, countWord, -1, SlidingGroups.NEXT_WORD);
        }
        int first = known.computeIfAbsent("sequence " + argument, key -> {
            int word = layout.words(3);
            int link = layout.rowWord();
            links.put(argument, link);
            frame.change(
                    argument,
                    (block, row) -> {
                        block.begin("if ($L == 0)", FrameWriter.word(word + 1));
                        block.statement("$L = entry", FrameWriter.word(word));
                        block.next("else");
                        block.statement("kept[(int) $L + $L] = entry", FrameWriter.word(word + 2), link);
                        block.end();
                        block.statement("$L = entry", FrameWriter.word(word + 2));
                        block.statement("$L++", FrameWriter.word(word + 1));
                    },
                    (block, row) -> {
                        block.statement("$L--", FrameWriter.word(word + 1));
                        block.begin("if ($L > 0)", FrameWriter.word(word + 1));
                        block.statement("$L = kept[first + $L]", FrameWriter.word(word), link);
                        block.end();
                    });
            return word;
        });
        return new Sequence(argument, first, first + 1, first + 2, Objects.requireNonNull(links.get(argument)));
    }

    /** The word of the row that is {@code place} rows behind the first of a sequence, which has a meaning where the sequence has so many. */
    int fromFirst(Sequence sequence, long place) {
        if (place == 0) {
            return sequence.firstWord();
        }
        return known.computeIfAbsent("from first " + place + " " + sequence, key -> {
            int word = layout.words(1);
            boolean all = sequence.argument() < 0;
            frame.change(
                    sequence.argument(),
                    (block, row) -> {
                        block.begin(
                                "if ($L == $LL)", all ? "count" : FrameWriter.word(sequence.countWord()), place + 1);
                        block.statement("$L = entry", FrameWriter.word(word));
                        block.end();
                    },
                    (block, row) -> {
                        // The count of those that are not NULL has gone down already.
                        block.begin(
                                "if ($L > $LL)",
                                all ? "count" : FrameWriter.word(sequence.countWord()),
                                all ? place + 1 : place);
                        block.statement("$1L = kept[(int) $1L + $2L]", FrameWriter.word(word), sequence.linkWord());
                        block.end();
                    });
            return word;
        });
    }

    /** The word of the row that is {@code place} rows before the last of a sequence, more than 0, which has a meaning where the sequence has so many. */
    int fromLast(Sequence sequence, long place) {
        return known.computeIfAbsent("from last " + place + " " + sequence, key -> {
            int word = layout.words(1);
            boolean all = sequence.argument() < 0;
            CodeBlock counted = all ? CodeBlock.of("count") : FrameWriter.word(sequence.countWord());
            frame.entering(sequence.argument(), (block, row) -> {
                block.begin("if ($L == $LL)", counted, place + 1);
                block.statement("$L = $L", FrameWriter.word(word), FrameWriter.word(sequence.firstWord()));
                block.next("else if ($L > $LL)", counted, place + 1);
                block.statement("$1L = kept[(int) $1L + $2L]", FrameWriter.word(word), sequence.linkWord());
                block.end();
            });
            return word;
        });
    }
}
