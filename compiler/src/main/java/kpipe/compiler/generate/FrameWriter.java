package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import kpipe.compiler.pipeline.Frame;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.runtime.operator.ExactSum;
import kpipe.runtime.operator.ExponentialMean;
import kpipe.runtime.operator.LongCounts;
import kpipe.runtime.operator.Moments;
import kpipe.runtime.operator.SlidingGroups;
import kpipe.runtime.operator.TextCounts;
import kpipe.runtime.operator.Texts;
import kpipe.runtime.operator.WideSums;

/**
 * Writes the method that moves one frame of a key on to a row that has come: what the rows that leave take away, and what the new one adds. In the code {@code kept} are the rows that are
 * held, {@code entry} is the new one, {@code first} the oldest of the frame and {@code count} how many the frame has; {@code words} are those of the group, which stands at {@code at}.
 */
final class FrameWriter {

    private final OverLayout layout;
    private final Frame frame;
    private final int number;
    private final int firstWord;
    private final int countWord;
    private final Map<String, Integer> known = new HashMap<>();
    private final HeldRows heldRows;
    private final Block leaving = new Block(null);
    private final Block entering = new Block(null);

    FrameWriter(OverLayout layout, Frame frame, int number) {
        this.layout = layout;
        this.frame = frame;
        this.number = number;
        countWord = layout.words(1);
        firstWord = holds() ? layout.words(1) : -1;
        heldRows = new HeldRows(layout, this, firstWord, countWord);
    }

    /** Whether its rows are held, because they will leave. */
    boolean holds() {
        return !(frame instanceof Frame.Unbounded);
    }

    /** The rows in their order, of a frame that holds them. */
    HeldRows heldRows() {
        return heldRows;
    }

    /** How many rows it has. */
    CodeBlock rows() {
        return word(countWord);
    }

    static CodeBlock word(int word) {
        return CodeBlock.of("words[at + $L]", word);
    }

    private static String method(int number) {
        return "moveFrame" + number;
    }

    /** The method. */
    MethodSpec method() {
        MethodSpec.Builder method = MethodSpec.methodBuilder(method(number))
                .addJavadoc("Moves a frame of a key on to the row that has come: $L.\n", description())
                .addModifiers(Modifier.PRIVATE)
                .addParameter(TypeName.INT, "at", Modifier.FINAL)
                .addParameter(TypeName.INT, "entry", Modifier.FINAL)
                .addStatement("final long[] words = groups.words")
                .addStatement("final long[] kept = groups.rows");
        if (!holds()) {
            return method.addStatement("final long count = ++$L", word(countWord))
                    .addCode(entering.code())
                    .build();
        }
        CodeBlock outside = frame instanceof Frame.Range range
                ? CodeBlock.of("count > 0 && kept[entry] - kept[first] > $LL", range.millis())
                : CodeBlock.of("count > $LL", ((Frame.Rows) frame).preceding());
        return method.addStatement("int first = (int) $L", word(firstWord))
                .addStatement("long count = $L", word(countWord))
                .beginControlFlow("while ($L)", outside)
                .addCode(leaving.code())
                .addStatement("first = (int) kept[first + $L]", SlidingGroups.NEXT_WORD)
                .addStatement("count--")
                .endControlFlow()
                .beginControlFlow("if (count == 0)")
                .addStatement("first = entry")
                .endControlFlow()
                .addStatement("count++")
                .addStatement("$L = first", word(firstWord))
                .addStatement("$L = count", word(countWord))
                .addCode(entering.code())
                .build();
    }

    private String description() {
        if (frame instanceof Frame.Range range) {
            return range.millis() + " milliseconds back";
        }
        return frame instanceof Frame.Rows held ? held.preceding() + " rows back" : "all rows";
    }

    CodeBlock call() {
        return CodeBlock.of("$L(at, entry)", method(number));
    }

    // ---- what is remembered

    /** Writes what a row does to what is remembered; {@code row} is its name in the code. */
    interface Change {
        void write(Block block, String row);
    }

    /** Writes what a row that enters and one that leaves does, where its argument is not NULL. */
    void change(int argument, Change enter, Change leave) {
        entering(argument, enter);
        if (holds()) {
            guarded(leaving, argument, "first", leave);
        }
    }

    /** Writes what a row that enters does, where its argument is not NULL. */
    void entering(int argument, Change enter) {
        guarded(entering, argument, "entry", enter);
    }

    private void guarded(Block block, int argument, String row, Change change) {
        boolean nullable = argument >= 0 && layout.bit(argument) >= 0;
        if (nullable) {
            block.begin("if (!($L))", layout.isNull(argument, row));
        }
        change.write(block, row);
        if (nullable) {
            block.end();
        }
    }

    private CodeBlock value(int argument, String row) {
        CodeBlock word = CodeBlock.of("kept[$L + $L]", row, layout.word(argument));
        return layout.type(argument).form() == Kind.Form.DOUBLE
                ? CodeBlock.of("Double.longBitsToDouble($L)", word)
                : word;
    }

    /** The word that counts the rows whose argument is not NULL. */
    int count(int argument) {
        if (argument < 0 || layout.bit(argument) < 0) {
            return countWord;
        }
        return known.computeIfAbsent("count " + argument, key -> {
            int word = layout.words(1);
            change(
                    argument,
                    (block, row) -> block.statement("$L++", word(word)),
                    (block, row) -> block.statement("$L--", word(word)));
            return word;
        });
    }

    /** The word, or the first of two, that holds the sum of an argument; of floating-point numbers the number of an {@link ExactSum}. */
    int sum(int argument) {
        return known.computeIfAbsent("sum " + argument, key -> {
            Summing summing = summing(argument);
            change(argument, summing::enter, summing::leave);
            return summing.word();
        });
    }

    /** The same where each value counts once. */
    int distinctSum(int argument) {
        Distinct values = values(argument);
        return known.computeIfAbsent("sum distinct " + argument, key -> {
            Summing summing = summing(argument);
            values.enter().add(summing::enter);
            values.leave().add(summing::leave);
            return summing.word();
        });
    }

    private Summing summing(int argument) {
        Type type = layout.type(argument);
        if (type.form() == Kind.Form.DOUBLE) {
            return new Summing(argument, layout.state(CodeBlock.of("new $T()", ExactSum.class)));
        }
        return new Summing(argument, layout.words(Accumulators.isWide(type) ? 2 : 1));
    }

    /** Adds and subtracts an argument at a word. */
    private final class Summing {

        private final int argument;
        private final int word;

        Summing(int argument, int word) {
            this.argument = argument;
            this.word = word;
        }

        int word() {
            return word;
        }

        void enter(Block block, String row) {
            change(block, row, "add", "+=");
        }

        void leave(Block block, String row) {
            change(block, row, "subtract", "-=");
        }

        private void change(Block block, String row, String call, String operator) {
            Type type = layout.type(argument);
            CodeBlock value = value(argument, row);
            if (type.form() == Kind.Form.DOUBLE) {
                block.statement("$L.$L($L)", OverLayout.state(ExactSum.class, word), call, value);
            } else if (Accumulators.isWide(type)) {
                block.statement("$T.$L(words, at + $L, $L)", WideSums.class, call, word, value);
            } else {
                block.statement("$L $L $L", FrameWriter.word(word), operator, value);
            }
        }
    }

    /**
     * The different values of an argument.
     *
     * @param word of the state that counts them
     * @param enter what is done with a value that was not there
     * @param leave what is done with one that is there no more
     */
    private record Distinct(int argument, int word, List<Change> enter, List<Change> leave) {}

    private final Map<Integer, Distinct> distincts = new LinkedHashMap<>();

    private Distinct values(int argument) {
        return distincts.computeIfAbsent(argument, key -> {
            boolean text = Value.isBytes(layout.type(argument));
            int word = layout.state(CodeBlock.of("new $T()", text ? TextCounts.class : LongCounts.class));
            return new Distinct(argument, word, new ArrayList<>(), new ArrayList<>());
        });
    }

    /** The word of the state that holds the different values of an argument. */
    int distinct(int argument) {
        return values(argument).word();
    }

    /** Writes what is done with different values, once all that depends on them is known. */
    void finish() {
        for (Distinct values : distincts.values()) {
            change(
                    values.argument(),
                    (block, row) -> transition(block, row, values, "add", values.enter()),
                    (block, row) -> transition(block, row, values, "remove", values.leave()));
        }
    }

    private void transition(Block block, String row, Distinct values, String call, List<Change> changes) {
        int argument = values.argument();
        int word = values.word();
        CodeBlock raw = CodeBlock.of("kept[$L + $L]", row, layout.word(argument));
        CodeBlock changed;
        if (Value.isBytes(layout.type(argument))) {
            changed = CodeBlock.of(
                    "$L.$L($T.pack(groups.rowHeap, $L), groups.rowHeap)",
                    OverLayout.state(TextCounts.class, word),
                    call,
                    Texts.class,
                    raw);
        } else {
            CodeBlock canonical = layout.type(argument).form() == Kind.Form.DOUBLE
                    ? CodeBlock.of("Double.doubleToRawLongBits($L + 0.0)", value(argument, row))
                    : raw;
            changed = CodeBlock.of("$L.$L($L)", OverLayout.state(LongCounts.class, word), call, canonical);
        }
        if (changes.isEmpty()) {
            block.statement("$L", changed);
            return;
        }
        block.begin("if ($L)", changed);
        changes.forEach(change -> change.write(block, row));
        block.end();
    }

    /** The word of the {@link Moments} of an argument, a DOUBLE. */
    int moments(int argument, boolean eachOnce) {
        Distinct values = eachOnce ? values(argument) : null;
        return known.computeIfAbsent((eachOnce ? "distinct moments " : "moments ") + argument, key -> {
            int word = layout.state(CodeBlock.of("new $T()", Moments.class));
            Change enter = (block, row) ->
                    block.statement("$L.add($L)", OverLayout.state(Moments.class, word), value(argument, row));
            Change leave = (block, row) ->
                    block.statement("$L.subtract($L)", OverLayout.state(Moments.class, word), value(argument, row));
            if (values != null) {
                values.enter().add(enter);
                values.leave().add(leave);
            } else {
                change(argument, enter, leave);
            }
            return word;
        });
    }

    /** The word of the {@link ExponentialMean} of an argument, a DOUBLE. */
    int mean(int argument, long halfLife) {
        return known.computeIfAbsent("mean " + halfLife + " " + argument, key -> {
            int word = layout.state(CodeBlock.of("new $T($LL)", ExponentialMean.class, halfLife));
            change(
                    argument,
                    (block, row) -> block.statement(
                            "$L.add($L, kept[$L])",
                            OverLayout.state(ExponentialMean.class, word),
                            value(argument, row),
                            row),
                    (block, row) -> block.statement(
                            "$L.subtract($L, kept[$L])",
                            OverLayout.state(ExponentialMean.class, word),
                            value(argument, row),
                            row));
            return word;
        });
    }

    /** The word of the row that holds the least or greatest value of an argument, 0 where there is none; only of a frame that holds rows. */
    int extreme(int argument, boolean least) {
        return known.computeIfAbsent((least ? "least " : "greatest ") + argument, key -> {
            int chain = layout.words(2);
            int link = layout.rowWord();
            Type type = layout.type(argument);
            String kind = Value.isBytes(type) ? "Text" : type.form() == Kind.Form.DOUBLE ? "Double" : "";
            change(
                    argument,
                    (block, row) -> block.statement(
                            "groups.enter$L$L(at + $L, entry, $L, $L)",
                            least ? "Least" : "Greatest",
                            kind,
                            chain,
                            link,
                            layout.word(argument)),
                    (block, row) -> block.statement("groups.leaveChain(at + $L, first, $L)", chain, link));
            return chain;
        });
    }

    /**
     * The first of two words, 1 where there is a value, and the value; only of a frame of all rows. Of text the first alone, and a slot for the text.
     *
     * @param taken when a value takes the place of the one that is there: {@code least}, {@code greatest}, {@code first}, {@code last}
     */
    int running(int argument, String taken, int textSlot) {
        return known.computeIfAbsent(taken + " " + argument, key -> {
            int word = layout.words(2);
            CodeBlock value = value(argument, "entry");
            CodeBlock old = layout.type(argument).form() == Kind.Form.DOUBLE
                    ? CodeBlock.of("Double.longBitsToDouble($L)", word(word + 1))
                    : word(word + 1);
            CodeBlock better = switch (taken) {
                case "least" ->
                    textSlot < 0
                            ? CodeBlock.of("$L == 0 || $L < $L", word(word), value, old)
                            : textBetter(word, "textBefore", value, textSlot);
                case "greatest" ->
                    textSlot < 0
                            ? CodeBlock.of("$L == 0 || $L > $L", word(word), value, old)
                            : textBetter(word, "textBehind", value, textSlot);
                case "first" -> CodeBlock.of("$L == 0", word(word));
                default -> CodeBlock.of("true");
            };
            entering(argument, (block, row) -> {
                block.begin("if ($L)", better);
                store(block, argument, word, textSlot);
                block.end();
            });
            return word;
        });
    }

    private static CodeBlock textBetter(int word, String test, CodeBlock value, int slot) {
        return CodeBlock.of("$L == 0 || groups.$L(groups.rowHeap, $L, at + $L)", word(word), test, value, slot);
    }

    private void store(Block block, int argument, int word, int textSlot) {
        block.statement("$L = 1L", word(word));
        CodeBlock raw = CodeBlock.of("kept[entry + $L]", layout.word(argument));
        if (textSlot < 0) {
            block.statement("$L = $L", word(word + 1), raw);
        } else {
            block.statement("groups.putText(at + $L, groups.rowHeap, $L)", textSlot, raw);
        }
    }

    /** As {@link #running}: the value of the row {@code place} rows behind the first, 2 where that is NULL. */
    int runningNth(int argument, long place, int textSlot) {
        return known.computeIfAbsent("nth " + place + " " + argument, key -> {
            int word = layout.words(2);
            entering.begin("if (count == $LL)", place + 1);
            if (layout.bit(argument) >= 0) {
                entering.begin("if ($L)", layout.isNull(argument, "entry"));
                entering.statement("$L = 2L", word(word));
                entering.next("else");
                store(entering, argument, word, textSlot);
                entering.end();
            } else {
                store(entering, argument, word, textSlot);
            }
            entering.end();
            return word;
        });
    }

    /** As {@link #runningNth}, rows whose argument is NULL not counted. */
    int runningNthValue(int argument, long place, int textSlot) {
        int counted = count(argument);
        return known.computeIfAbsent("nth value " + place + " " + argument, key -> {
            int word = layout.words(2);
            entering(argument, (block, row) -> {
                block.begin("if ($L == $LL)", word(counted), place + 1);
                store(block, argument, word, textSlot);
                block.end();
            });
            return word;
        });
    }

    /**
     * The first word of a ring of the last values of an argument that are not NULL: the newest stands at the remainder of {@link #count} less one; only of a frame of all rows.
     *
     * @param size how many values
     * @param textSlot the first of as many slots for text, or -1
     */
    int ring(int argument, long size, int textSlot) {
        int counted = count(argument);
        return known.computeIfAbsent("ring " + size + " " + argument, key -> {
            int word = textSlot >= 0 ? textSlot : layout.words((int) size);
            CodeBlock raw = CodeBlock.of("kept[entry + $L]", layout.word(argument));
            entering(argument, (block, row) -> {
                CodeBlock place = CodeBlock.of("(int) (($L - 1) % $LL)", word(counted), size);
                if (textSlot < 0) {
                    block.statement("words[at + $L + $L] = $L", word, place, raw);
                } else {
                    block.statement(
                            "groups.putText(at + $L + $L * $L, groups.rowHeap, $L)",
                            word,
                            OverLayout.TEXT_WORDS,
                            place,
                            raw);
                }
            });
            return word;
        });
    }

    /**
     * The word of the rank of the row; only of a frame of all rows.
     *
     * @param by arguments that are the same in rows of one rank; none where it is ROWTIME
     */
    int rank(boolean dense, List<Integer> by) {
        return known.computeIfAbsent((dense ? "dense rank " : "rank ") + by, key -> {
            int word = layout.words(1);
            List<Remembered> remembered = new ArrayList<>();
            by.forEach(argument -> remembered.add(remembered(argument)));
            int time = by.isEmpty() ? layout.words(1) : -1;
            CodeBlock other = by.isEmpty()
                    ? CodeBlock.of("kept[entry] != $L", word(time))
                    : CodeBlock.join(remembered.stream().map(this::differs).toList(), " || ");
            entering.begin("if (count == 1 || $L)", other);
            entering.statement(dense ? "$L++" : "$L = count", word(word));
            if (by.isEmpty()) {
                entering.statement("$L = kept[entry]", word(time));
            }
            remembered.forEach(this::remember);
            entering.end();
            return word;
        });
    }

    /**
     * The value of an argument in an earlier row.
     *
     * @param word 1 where there is a value, else 2; behind it the value, if it is no text
     * @param textSlot of a text, else -1
     */
    private record Remembered(int argument, int word, int textSlot) {}

    private Remembered remembered(int argument) {
        boolean text = Value.isBytes(layout.type(argument));
        return new Remembered(argument, layout.words(text ? 1 : 2), text ? layout.textSlot() : -1);
    }

    /** The condition that the new row has another value than the one remembered. */
    private CodeBlock differs(Remembered value) {
        int argument = value.argument();
        CodeBlock raw = CodeBlock.of("kept[entry + $L]", layout.word(argument));
        CodeBlock other = value.textSlot() >= 0
                ? CodeBlock.of("!groups.textSame(groups.rowHeap, $L, at + $L)", raw, value.textSlot())
                : layout.type(argument).form() == Kind.Form.DOUBLE
                        ? CodeBlock.of(
                                "$L != Double.longBitsToDouble($L)", value(argument, "entry"), word(value.word() + 1))
                        : CodeBlock.of("$L != $L", raw, word(value.word() + 1));
        return layout.bit(argument) < 0
                ? other
                : CodeBlock.of(
                        "($L ? $L == 1 : $L != 1 || $L)",
                        layout.isNull(argument, "entry"),
                        word(value.word()),
                        word(value.word()),
                        other);
    }

    private void remember(Remembered value) {
        boolean nullable = layout.bit(value.argument()) >= 0;
        if (nullable) {
            entering.begin("if ($L)", layout.isNull(value.argument(), "entry"));
            entering.statement("$L = 2L", word(value.word()));
            entering.next("else");
        }
        store(entering, value.argument(), value.word(), value.textSlot());
        if (nullable) {
            entering.end();
        }
    }
}
