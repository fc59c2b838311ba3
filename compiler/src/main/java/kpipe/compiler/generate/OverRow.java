package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.lang.model.element.Modifier;
import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.OverFunction;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.runtime.operator.Exact;
import kpipe.runtime.operator.ExactSum;
import kpipe.runtime.operator.ExponentialMean;
import kpipe.runtime.operator.FrameState;
import kpipe.runtime.operator.LongCounts;
import kpipe.runtime.operator.Moments;
import kpipe.runtime.operator.TextCounts;
import org.jspecify.annotations.Nullable;

/** A row with the values of functions with OVER behind its columns. They are read out of the words of its key, the rows that are held and the states of frames. */
final class OverRow implements Environment {

    private final Expressions expressions;
    private final Operator.Over over;
    private final OverLayout layout;
    private final Environment input;
    private final int inputColumns;

    /** For each function how its value is written, given a hint for names. */
    private final List<Function<String, Value>> readers;

    /** Also tells the layout what each function needs. */
    OverRow(Expressions expressions, Operator.Over over, OverLayout layout, Environment input, int inputColumns) {
        this.expressions = expressions;
        this.over = over;
        this.layout = layout;
        this.input = input;
        this.inputColumns = inputColumns;
        readers = new ArrayList<>();
        over.functions().forEach(function -> readers.add(reader(function)));
    }

    private OverRow(OverRow row) {
        this.expressions = row.expressions;
        this.over = row.over;
        this.layout = row.layout;
        this.input = row.input.inMethod();
        this.inputColumns = row.inputColumns;
        readers = row.readers;
    }

    /** Computes all results that can fail: one that does not fit costs the row, whether it is read or not. */
    void settle() {
        for (int i = 0; i < over.functions().size(); i++) {
            switch (over.functions().get(i).function()) {
                case SUM, AVG, VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP, EXP_AVG -> column(inputColumns + i);
                default -> {}
            }
        }
    }

    @Override
    public Value column(int index) {
        if (index < inputColumns) {
            return input.column(index);
        }
        return expressions.once(
                "over " + index,
                () -> readers.get(index - inputColumns).apply(over.output().name(index)));
    }

    // ---- the values of functions

    private static CodeBlock word(int word) {
        return CodeBlock.of("words[at + $L]", word);
    }

    private Function<String, Value> reader(OverFunction function) {
        FrameWriter frame = layout.frame(function.frame());
        return switch (function.function()) {
            case COUNT -> count(function, frame);
            case SUM, AVG -> total(function, frame);
            case MIN, MAX -> extreme(function, frame);
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> variance(function, frame);
            case EXP_AVG -> mean(function, frame);
            case FROM_FIRST, FROM_LAST ->
                function.frame() instanceof Frame.Unbounded ? running(function, frame) : picked(function, frame);
            case LAG -> lag(function, frame);
            case RANK, DENSE_RANK -> {
                List<Integer> by = new ArrayList<>();
                for (int i = 0; i < function.arguments().size(); i++) {
                    by.add(layout.argument(function, i));
                }
                int word = frame.rank(function.function() == OverFunction.Function.DENSE_RANK, by);
                yield name -> Value.primitive(function.type(), word(word), null);
            }
        };
    }

    private Class<? extends FrameState> counts(int argument) {
        return Value.isBytes(layout.type(argument)) ? TextCounts.class : LongCounts.class;
    }

    private Function<String, Value> count(OverFunction function, FrameWriter frame) {
        int argument = function.arguments().isEmpty() ? -1 : layout.argument(function, 0);
        if (!function.distinct()) {
            int count = frame.count(argument);
            return name -> Value.primitive(function.type(), word(count), null);
        }
        int values = frame.distinct(argument);
        CodeBlock size = CodeBlock.of("$L.size()", OverLayout.state(counts(argument), values));
        return name -> expressions.local(Value.primitive(function.type(), size, null), name);
    }

    private Function<String, Value> total(OverFunction function, FrameWriter frame) {
        int argument = layout.argument(function, 0);
        Type from = layout.type(argument);
        CodeBlock count = function.distinct()
                ? CodeBlock.of("$L.size()", OverLayout.state(LongCounts.class, frame.distinct(argument)))
                : word(frame.count(argument));
        int sum = function.distinct() ? frame.distinctSum(argument) : frame.sum(argument);
        CodeBlock total = from.form() == Kind.Form.DOUBLE
                ? CodeBlock.of("$L.value()", OverLayout.state(ExactSum.class, sum))
                : word(sum);
        boolean mean = function.function() == OverFunction.Function.AVG;
        return name -> {
            CodeBlock none = none(from, count, name);
            Totals totals = new Totals(expressions, line(function));
            return mean
                    ? totals.average(function.type(), from, none, name, total, word(sum + 1), count)
                    : totals.sum(function.type(), from, none, name, total, word(sum + 1));
        };
    }

    /** The condition that the frame has no value of an argument, or null where it always has one: that of the row. */
    private @Nullable CodeBlock none(Type argument, CodeBlock count, String name) {
        return argument.nullable() ? expressions.condition(CodeBlock.of("$L == 0", count), name + "IsNull") : null;
    }

    private static int line(OverFunction function) {
        return function.span().line();
    }

    private Function<String, Value> extreme(OverFunction function, FrameWriter frame) {
        int argument = layout.argument(function, 0);
        boolean least = function.function() == OverFunction.Function.MIN;
        if (!frame.holds()) {
            return remembered(function, frame, argument, least ? "least" : "greatest");
        }
        int chain = frame.extreme(argument, least);
        return name -> {
            CodeBlock row = row(CodeBlock.of("(int) $L", word(chain)), name);
            CodeBlock none = layout.type(argument).nullable()
                    ? expressions.condition(CodeBlock.of("$L == 0", row), name + "IsNull")
                    : null;
            return value(function.type(), CodeBlock.of("kept[$L + $L]", row, layout.word(argument)), none, name);
        };
    }

    /** A value out of the word of a row that is held. */
    private Value value(Type type, CodeBlock word, @Nullable CodeBlock none, String name) {
        return value(type, word, CodeBlock.of("groups.rowHeap"), none, name);
    }

    private Value value(Type type, CodeBlock word, CodeBlock heap, @Nullable CodeBlock none, String name) {
        if (Value.isBytes(type)) {
            return Value.slice(type, word, heap, none);
        }
        return expressions.local(Value.primitive(type, fromWord(word, type), none), name);
    }

    private static CodeBlock fromWord(CodeBlock word, Type type) {
        if (type.kind() == Kind.BOOLEAN) {
            return CodeBlock.of("$L != 0", word);
        }
        return type.form() == Kind.Form.DOUBLE ? CodeBlock.of("Double.longBitsToDouble($L)", word) : word;
    }

    private CodeBlock row(CodeBlock row, String name) {
        String local = expressions.members.names.variable(name + "Row");
        expressions.block.statement("final int $L = $L", local, row);
        return CodeBlock.of("$N", local);
    }

    private Function<String, Value> remembered(OverFunction function, FrameWriter frame, int argument, String taken) {
        int slot = Value.isBytes(function.type()) ? layout.textSlot() : -1;
        int word = frame.running(argument, taken, slot);
        return name -> remembered(function.type(), layout.type(argument).nullable(), word, slot, name);
    }

    private Value remembered(Type type, boolean nullable, int word, int slot, String name) {
        CodeBlock none = nullable ? expressions.condition(CodeBlock.of("$L != 1", word(word)), name + "IsNull") : null;
        if (slot >= 0) {
            return Value.slice(type, word(slot), CodeBlock.of("groups.heap"), none);
        }
        return expressions.local(Value.primitive(type, fromWord(word(word + 1), type), none), name);
    }

    private Function<String, Value> running(OverFunction function, FrameWriter frame) {
        int argument = layout.argument(function, 0);
        boolean skips = function.ignoreNulls() && layout.bit(argument) >= 0;
        if (function.function() == OverFunction.Function.FROM_LAST && function.number() > 0) {
            return ringed(function, frame);
        }
        if (function.function() == OverFunction.Function.FROM_LAST) {
            return remembered(function, frame, argument, "last");
        }
        int slot = Value.isBytes(function.type()) ? layout.textSlot() : -1;
        int word = skips
                ? frame.runningNthValue(argument, function.number(), slot)
                : frame.runningNth(argument, function.number(), slot);
        return name -> remembered(function.type(), true, word, slot, name);
    }

    /** A value some rows back among all that were not NULL. */
    private Function<String, Value> ringed(OverFunction function, FrameWriter frame) {
        int argument = layout.argument(function, 0);
        long size = function.number() + 1;
        boolean text = Value.isBytes(function.type());
        int slot = text ? layout.textSlot() : -1;
        for (long i = 1; text && i < size; i++) {
            layout.textSlot();
        }
        int ring = frame.ring(argument, size, slot);
        CodeBlock count = word(frame.count(argument));
        // The row itself is among them, unless it is NULL; LAG does not count it.
        boolean own = function.function() == OverFunction.Function.LAG && layout.bit(argument) >= 0;
        CodeBlock back = own
                ? CodeBlock.of("($L ? $LL : $LL)", layout.isNull(argument, "entry"), size - 2, size - 1)
                : CodeBlock.of("$LL", size - 1);
        int otherwise = function.arguments().size() == 1 ? -1 : layout.argument(function, 1);
        return name -> {
            CodeBlock place = row(
                    CodeBlock.of(
                            "$L > $L ? $L + $L * (int) (($L - 1 - $L) % $LL) : -1",
                            count, back, ring, text ? OverLayout.TEXT_WORDS : 1, count, back, size),
                    name);
            if (otherwise < 0) {
                CodeBlock none = expressions.condition(CodeBlock.of("$L < 0", place), name + "IsNull");
                CodeBlock word = CodeBlock.of("words[at + $L]", place);
                return value(function.type(), word, CodeBlock.of("groups.heap"), none, name);
            }
            CodeBlock none = layout.bit(otherwise) < 0
                    ? null
                    : expressions.condition(
                            CodeBlock.of("$L < 0 && $L", place, layout.isNull(otherwise, "entry")), name + "IsNull");
            CodeBlock word =
                    CodeBlock.of("($L < 0 ? kept[entry + $L] : words[at + $L])", place, layout.word(otherwise), place);
            CodeBlock heap = CodeBlock.of("($L < 0 ? groups.rowHeap : groups.heap)", place);
            return value(function.type(), word, heap, none, name);
        };
    }

    private Function<String, Value> variance(OverFunction function, FrameWriter frame) {
        int argument = layout.argument(function, 0);
        int word = frame.moments(argument, function.distinct());
        boolean sample = function.function() == OverFunction.Function.VAR_SAMP
                || function.function() == OverFunction.Function.STDDEV_SAMP;
        boolean root = function.function() == OverFunction.Function.STDDEV_POP
                || function.function() == OverFunction.Function.STDDEV_SAMP;
        CodeBlock moments = OverLayout.state(Moments.class, word);
        CodeBlock variance = CodeBlock.of("$L.$L()", moments, sample ? "sampleVariance" : "variance");
        CodeBlock code = root ? CodeBlock.of("Math.sqrt($L)", variance) : variance;
        return name -> {
            CodeBlock none = sample || layout.type(argument).nullable()
                    ? expressions.condition(CodeBlock.of("$L.count() < $L", moments, sample ? 2 : 1), name + "IsNull")
                    : null;
            return checked(function, code, none, name);
        };
    }

    private Value checked(OverFunction function, CodeBlock code, @Nullable CodeBlock none, String name) {
        CodeBlock finite = CodeBlock.of(
                "$T.finite($L, $S)", Exact.class, code, function.type().sql());
        return new Totals(expressions, line(function)).checked(function.type(), none, name, finite);
    }

    private Function<String, Value> mean(OverFunction function, FrameWriter frame) {
        int argument = layout.argument(function, 0);
        CodeBlock mean = OverLayout.state(ExponentialMean.class, frame.mean(argument, function.number()));
        return name -> {
            CodeBlock none = layout.type(argument).nullable()
                    ? expressions.condition(CodeBlock.of("$L.count() == 0", mean), name + "IsNull")
                    : null;
            return checked(function, CodeBlock.of("$L.value()", mean), none, name);
        };
    }

    // ---- the value of one row

    private Function<String, Value> picked(OverFunction function, FrameWriter frame) {
        int argument = layout.argument(function, 0);
        boolean first = function.function() == OverFunction.Function.FROM_FIRST;
        boolean skips = function.ignoreNulls() && layout.bit(argument) >= 0;
        HeldRows.Sequence sequence = frame.heldRows().sequence(skips ? argument : -1);
        long place = function.number();
        CodeBlock row;
        if (!first && place == 0) {
            row = skips ? CodeBlock.of("(int) $L", word(sequence.lastWord())) : CodeBlock.of("entry");
        } else {
            int word = first
                    ? frame.heldRows().fromFirst(sequence, place)
                    : frame.heldRows().fromLast(sequence, place);
            row = CodeBlock.of("(int) $L", word(word));
        }
        boolean certain = place == 0 && !skips;
        CodeBlock found = certain ? row : CodeBlock.of("$L > $LL ? $L : 0", word(sequence.countWord()), place, row);
        return name -> {
            CodeBlock local = row(found, name);
            List<CodeBlock> none = new ArrayList<>();
            if (!certain) {
                none.add(CodeBlock.of("$L == 0", local));
            }
            if (!skips && layout.bit(argument) >= 0) {
                none.add(layout.isNull(argument, local.toString()));
            }
            CodeBlock isNull =
                    none.isEmpty() ? null : expressions.condition(CodeBlock.join(none, " || "), name + "IsNull");
            CodeBlock word = CodeBlock.of("kept[$L + $L]", local, layout.word(argument));
            return value(function.type(), word, isNull, name);
        };
    }

    private Function<String, Value> lag(OverFunction function, FrameWriter frame) {
        int argument = layout.argument(function, 0);
        boolean skips = function.ignoreNulls() && layout.bit(argument) >= 0;
        long place = function.number();
        if (place > 0 && function.frame() instanceof Frame.Unbounded) {
            return ringed(function, frame);
        }
        CodeBlock found;
        if (place == 0) {
            found = CodeBlock.of("entry");
        } else {
            HeldRows.Sequence sequence = frame.heldRows().sequence(skips ? argument : -1);
            int word = frame.heldRows().fromLast(sequence, place);
            CodeBlock count = word(sequence.countWord());
            found = CodeBlock.of("$L > $LL ? (int) $L : 0", count, place, word(word));
            if (skips) {
                // The row itself is no candidate: where it is NULL the last candidate is the one before it.
                found = CodeBlock.of(
                        "!($L) ? $L : $L > $LL ? (int) kept[(int) $L + $L] : $L == $LL ? (int) $L : 0",
                        layout.isNull(argument, "entry"),
                        found,
                        count,
                        place,
                        word(word),
                        sequence.linkWord(),
                        count,
                        place,
                        word(sequence.firstWord()));
            }
        }
        int otherwise = function.arguments().size() == 1 ? -1 : layout.argument(function, 1);
        CodeBlock row = found;
        return name -> {
            CodeBlock local = row(row, name);
            CodeBlock isNull = lagIsNull(argument, otherwise, place, local);
            CodeBlock word = otherwise < 0
                    ? CodeBlock.of("kept[$L + $L]", local, layout.word(argument))
                    : CodeBlock.of(
                            "kept[$L == 0 ? entry + $L : $L + $L]",
                            local,
                            layout.word(otherwise),
                            local,
                            layout.word(argument));
            CodeBlock none = isNull == null ? null : expressions.condition(isNull, name + "IsNull");
            return value(function.type(), word, none, name);
        };
    }

    private @Nullable CodeBlock lagIsNull(int argument, int otherwise, long place, CodeBlock row) {
        CodeBlock own = layout.bit(argument) < 0 ? null : layout.isNull(argument, row.toString());
        if (place == 0) {
            return own;
        }
        CodeBlock absent = otherwise < 0
                ? CodeBlock.of("true")
                : layout.bit(otherwise) < 0 ? CodeBlock.of("false") : layout.isNull(otherwise, "entry");
        if (own == null && otherwise >= 0 && layout.bit(otherwise) < 0) {
            return null;
        }
        return CodeBlock.of("$L == 0 ? $L : $L", row, absent, own == null ? CodeBlock.of("false") : own);
    }

    // ---- the row below

    @Override
    public @Nullable CodeBlock cell(int index) {
        return index < inputColumns ? input.cell(index) : null;
    }

    @Override
    public @Nullable CodeBlock cells(int index) {
        return index < inputColumns ? input.cells(index) : null;
    }

    @Override
    public @Nullable CodeBlock isNull(int index) {
        return index < inputColumns ? input.isNull(index) : column(index).isNull();
    }

    @Override
    public void knownNotNull(int index) {
        if (index < inputColumns) {
            input.knownNotNull(index);
        }
    }

    @Override
    public CodeBlock rowtime() {
        return input.rowtime();
    }

    @Override
    public CodeBlock watermark() {
        return input.watermark();
    }

    @Override
    public @Nullable List<ParameterSpec> parameters() {
        List<ParameterSpec> before = input.parameters();
        if (before == null) {
            return null;
        }
        List<ParameterSpec> parameters = new ArrayList<>(before);
        parameters.add(
                ParameterSpec.builder(long[].class, "words", Modifier.FINAL).build());
        parameters.add(ParameterSpec.builder(TypeName.INT, "at", Modifier.FINAL).build());
        parameters.add(
                ParameterSpec.builder(long[].class, "kept", Modifier.FINAL).build());
        parameters.add(
                ParameterSpec.builder(TypeName.INT, "entry", Modifier.FINAL).build());
        return parameters;
    }

    @Override
    public Environment inMethod() {
        return new OverRow(this);
    }
}
