package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.OverFunction;
import kpipe.data.Type;
import kpipe.runtime.operator.FrameState;
import kpipe.runtime.operator.GroupLayout;
import kpipe.runtime.operator.GroupLayout.Accumulator;
import kpipe.runtime.operator.SlidingGroups;

/**
 * Where the words of functions with OVER stand: in the group of a key what is remembered of each frame, in a row that is held the arguments and links. Every argument, frame and
 * intermediate value stands once, however many functions share it.
 */
final class OverLayout {

    /** How many words a text of a group takes. */
    static final int TEXT_WORDS = Accumulator.MIN_TEXT.words();

    /** A word or several at the end of a group that are the number of a state each, and how a new one is made. */
    private record State(int word, CodeBlock made) {}

    final List<Expr> arguments = new ArrayList<>();
    final List<FrameWriter> frames = new ArrayList<>();
    private final Map<String, Integer> argumentNumbers = new HashMap<>();
    private final Map<Frame, FrameWriter> frameWriters = new LinkedHashMap<>();
    private final List<State> states = new ArrayList<>();
    private final int firstWord;
    private final int textSlots;
    private int nextTextSlot;
    private int groupWords;
    private int rowWords;
    private final int firstArgument;
    private final int nullWords;

    OverLayout(Operator.Over over) {
        for (OverFunction function : over.functions()) {
            function.arguments().forEach(this::number);
        }
        textSlots = over.functions().stream().mapToInt(OverLayout::texts).sum();
        firstWord = 1 + KeyWriter.words(over.keys());
        nextTextSlot = firstWord;
        groupWords = firstWord + textSlots * Accumulator.MIN_TEXT.words();
        long nullable = arguments.stream()
                .filter(argument -> argument.type().nullable())
                .count();
        nullWords = (int) (nullable + 63) / 64;
        firstArgument = SlidingGroups.FIRST_FREE_WORD + nullWords;
        rowWords = firstArgument + arguments.size();
    }

    /** How many texts it remembers at most that are not those of rows that are held. */
    private static int texts(OverFunction function) {
        return switch (function.function()) {
            case MIN, MAX, FROM_FIRST ->
                function.frame() instanceof Frame.Unbounded && Value.isBytes(function.type()) ? 1 : 0;
            case FROM_LAST, LAG ->
                function.frame() instanceof Frame.Unbounded && Value.isBytes(function.type())
                        ? (int) function.number() + 1
                        : 0;
            case RANK, DENSE_RANK ->
                (int) function.arguments().stream()
                        .filter(argument -> Value.isBytes(argument.type()))
                        .count();
            default -> 0;
        };
    }

    // ---- arguments

    private void number(Expr argument) {
        argumentNumbers.computeIfAbsent(new Signature().of(argument), key -> {
            arguments.add(argument);
            return arguments.size() - 1;
        });
    }

    /** Which of {@link #arguments} an argument of a function is. */
    int argument(OverFunction function, int index) {
        Integer number =
                argumentNumbers.get(new Signature().of(function.arguments().get(index)));
        return java.util.Objects.requireNonNull(number);
    }

    Type type(int argument) {
        return arguments.get(argument).type();
    }

    /** The word of a row that holds an argument. */
    int word(int argument) {
        return firstArgument + argument;
    }

    /** Which null bit an argument has; -1 where it is never NULL. */
    int bit(int argument) {
        if (!type(argument).nullable()) {
            return -1;
        }
        return (int) arguments.subList(0, argument).stream()
                .filter(other -> other.type().nullable())
                .count();
    }

    int nullWords() {
        return nullWords;
    }

    /** The condition that an argument of the row at {@code row} is NULL; there must be a null bit. */
    CodeBlock isNull(int argument, String row) {
        int bit = bit(argument);
        return CodeBlock.of(
                "(kept[$L + $L] & $LL) != 0", row, SlidingGroups.FIRST_FREE_WORD + bit / 64, 1L << bit % 64);
    }

    // ---- words

    FrameWriter frame(Frame frame) {
        return frameWriters.computeIfAbsent(frame, key -> {
            FrameWriter writer = new FrameWriter(this, key, frames.size() + 1);
            frames.add(writer);
            return writer;
        });
    }

    /** Words of a group. */
    int words(int count) {
        int word = groupWords;
        groupWords += count;
        return word;
    }

    /** Two words of a group for a text: slice and capacity. */
    int textSlot() {
        int word = nextTextSlot;
        nextTextSlot += TEXT_WORDS;
        return word;
    }

    /** A word of a row. */
    int rowWord() {
        return rowWords++;
    }

    /** A word of a group that is the number of a state. */
    int state(CodeBlock made) {
        int word = words(1);
        states.add(new State(word, made));
        return word;
    }

    /** The state whose number stands in a word of the group at {@code at}. */
    static CodeBlock state(Class<? extends FrameState> type, int word) {
        return CodeBlock.of("(($T) groups.states[(int) words[at + $L]])", type, word);
    }

    /** Puts the states of a new group into its words. */
    void newStates(CodeBlock.Builder body) {
        for (int i = 0; i < states.size(); i++) {
            String name = "state" + (i + 1);
            body.addStatement("final int $L = groups.reuseState($L)", name, i);
            body.addStatement(
                    "words[at + $L] = $L >= 0 ? $L : groups.addState($L)",
                    states.get(i).word(),
                    name,
                    name,
                    states.get(i).made());
        }
    }

    /** Whether rows are held at all. */
    boolean holds() {
        return frames.stream().anyMatch(FrameWriter::holds);
    }

    // ---- the table

    /** Adds the field {@code groups}. All functions must have their words. */
    void field(ClassMembers members, Operator.Over over) {
        int words = groupWords + SlidingGroups.OWN_WORDS;
        int stride = words <= 8 ? 8 : words + 7 & -8;
        List<CodeBlock> textKeys = over.keys().stream()
                .map(key -> CodeBlock.of("$L", Value.isBytes(key.type())))
                .toList();
        List<CodeBlock> slots = new ArrayList<>();
        List<CodeBlock> presence = new ArrayList<>();
        for (int i = 0; i < textSlots; i++) {
            slots.add(CodeBlock.of("$T.MIN_TEXT", Accumulator.class));
            presence.add(CodeBlock.of("-1"));
        }
        CodeBlock layout = CodeBlock.of(
                "new $T($L, new boolean[] {$L}, $L, new $T[] {$L}, new int[] {$L})",
                GroupLayout.class,
                stride,
                CodeBlock.join(textKeys, ", "),
                firstWord,
                Accumulator.class,
                CodeBlock.join(slots, ", "),
                CodeBlock.join(presence, ", "));
        List<CodeBlock> texts = new ArrayList<>();
        for (int i = 0; i < arguments.size() && holds(); i++) {
            if (Value.isBytes(type(i))) {
                texts.add(CodeBlock.of("$L", word(i)));
            }
        }
        List<CodeBlock> stateWords =
                states.stream().map(state -> CodeBlock.of("$L", state.word())).toList();
        String name = members.constant(over, ClassName.get(GroupLayout.class), "layout", layout);
        members.reserved(
                ClassName.get(SlidingGroups.class),
                "groups",
                CodeBlock.of(
                        "new $T($N, $L, new int[] {$L}, new int[] {$L}, $LL$L)",
                        SlidingGroups.class,
                        name,
                        rowWords,
                        CodeBlock.join(texts, ", "),
                        CodeBlock.join(stateWords, ", "),
                        longest(),
                        over.period() == null
                                ? CodeBlock.of("")
                                : CodeBlock.of(", $L", AlignedWindowWriter.bounds(over.period()))));
    }

    /** How far the longest frame goes back in time, or -1 where some frame does not. */
    private long longest() {
        long longest = 0;
        for (Frame frame : frameWriters.keySet()) {
            if (!(frame instanceof Frame.Range range)) {
                return -1;
            }
            longest = Math.max(longest, range.millis());
        }
        return longest;
    }
}
