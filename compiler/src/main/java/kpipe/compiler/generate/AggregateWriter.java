package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import kpipe.compiler.generate.Accumulators.Slot;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.runtime.operator.DistinctSketch;
import kpipe.runtime.operator.Gathering;
import kpipe.runtime.operator.GroupLayout.Accumulator;
import kpipe.runtime.operator.GroupWords;
import kpipe.runtime.operator.Hashes;
import kpipe.runtime.operator.PairedSums;
import kpipe.runtime.operator.QuantileSketch;
import kpipe.runtime.operator.Spread;
import kpipe.runtime.operator.Texts;
import kpipe.runtime.operator.WideSums;
import org.jspecify.annotations.Nullable;

/**
 * Writes what an aggregate does with a row: its key, the look-up of the group, the update of the accumulators. In the code {@code words} are the words of the table that holds
 * the group, {@code at} is where it begins, {@code groups} is the table.
 */
final class AggregateWriter {

    private final Expressions expressions;
    private final Operator.WindowAggregate aggregate;
    final Accumulators accumulators;
    private final KeyWriter keys;
    private final List<Value> arguments = new ArrayList<>();

    /** The row whose columns are the arguments, where they are too many for locals. */
    private @Nullable WideRow argumentRow;

    AggregateWriter(Expressions expressions, Operator.WindowAggregate aggregate, Accumulators accumulators) {
        this.expressions = expressions;
        this.aggregate = aggregate;
        this.accumulators = accumulators;
        this.keys = new KeyWriter(expressions);
    }

    // ---- key and arguments of a row

    /** Computes keys and arguments into locals: all of a row that can fail. */
    void evaluate() {
        keys.evaluate(aggregate.keys(), aggregate.output()::name);
        if (isLarge() && expressions.row().parameters() != null) {
            argumentRow = WideRow.write(expressions, accumulators.arguments, expressions.row());
            return;
        }
        for (Expr argument : accumulators.arguments) {
            arguments.add(expressions.settled(argument, "value"));
        }
    }

    private boolean isLarge() {
        int weight = 0;
        for (Expr argument : accumulators.arguments) {
            weight += expressions.division.weight(argument);
        }
        return accumulators.isLarge() || weight > MethodDivision.MAX_NODES;
    }

    private Value argument(int number) {
        return argumentRow == null ? arguments.get(number) : expressions.row().column(number);
    }

    /** Where the only key is a column, writes before the loop that the groups of all rows are touched. The cells of a NULL text point nowhere. */
    void warm(Environment row, Block hoists, WindowWriter windows) {
        if (aggregate.keys().size() != 1 || !(aggregate.keys().get(0) instanceof Expr.Column column)) {
            return;
        }
        CodeBlock cells = row.cells(column.index());
        CodeBlock heap = row.column(column.index()).heap();
        if (cells != null && heap == null) {
            windows.warm(hoists, CodeBlock.of("$L, size", cells));
        } else if (cells != null && !column.type().nullable()) {
            windows.warm(hoists, CodeBlock.of("$L, $L, size", cells, heap));
        }
    }

    /** The key of the row, evaluated. */
    KeyWriter keys() {
        return keys;
    }

    /** Writes the method {@code newGroup}, which fills a group that is seen for the first time, and returns its call. */
    CodeBlock newGroup(Class<? extends GroupWords> table, @Nullable CodeBlock sequence) {
        MethodSpec.Builder method = MethodSpec.methodBuilder("newGroup")
                .addJavadoc("Fills a group that is seen for the first time: its key, and accumulators of no row.\n")
                .addModifiers(Modifier.PRIVATE)
                .addParameter(table, "groups", Modifier.FINAL)
                .addParameter(TypeName.INT, "at", Modifier.FINAL);
        CodeBlock.Builder body = CodeBlock.builder().addStatement("final long[] words = groups.words");
        List<CodeBlock> passed = new ArrayList<>(List.of(CodeBlock.of("groups"), CodeBlock.of("at")));
        keys.store(method, body, passed);
        initial(table, sequence, body);
        expressions.members.method(method.addCode(body.build()).build());
        return CodeBlock.of("newGroup($L)", CodeBlock.join(passed, ", "));
    }

    /** Writes what the accumulators begin with, of many by way of methods. */
    private void initial(Class<? extends GroupWords> table, @Nullable CodeBlock sequence, CodeBlock.Builder body) {
        if (!accumulators.isLarge()) {
            accumulators.slots.forEach(slot -> initial(slot, sequence, body));
            return;
        }
        for (List<Slot> part : Accumulators.parts(accumulators.slots)) {
            CodeBlock.Builder some = CodeBlock.builder();
            part.forEach(slot -> initial(slot, sequence, some));
            if (some.isEmpty()) {
                continue;
            }
            String name = expressions.members.names.variable("new accumulators");
            expressions.members.method(MethodSpec.methodBuilder(name)
                    .addModifiers(Modifier.PRIVATE)
                    .addParameter(table, "groups", Modifier.FINAL)
                    .addParameter(long[].class, "words", Modifier.FINAL)
                    .addParameter(TypeName.INT, "at", Modifier.FINAL)
                    .addCode(some.build())
                    .build());
            body.addStatement("$N(groups, words, at)", name);
        }
    }

    private void initial(Slot slot, @Nullable CodeBlock sequence, CodeBlock.Builder body) {
        int at = slot.offset();
        switch (slot.kind()) {
            case MIN_LONG, FIRST, FIRST_TEXT -> body.addStatement("words[at + $L] = $T.MAX_VALUE", at, Long.class);
            case MAX_LONG, LAST, LAST_TEXT -> body.addStatement("words[at + $L] = $T.MIN_VALUE", at, Long.class);
            case MIN_DOUBLE ->
                body.addStatement(
                        "words[at + $L] = $T.doubleToRawLongBits($T.POSITIVE_INFINITY)",
                        at,
                        Double.class,
                        Double.class);
            case MAX_DOUBLE ->
                body.addStatement(
                        "words[at + $L] = $T.doubleToRawLongBits($T.NEGATIVE_INFINITY)",
                        at,
                        Double.class,
                        Double.class);
            case BIT_AND -> body.addStatement("words[at + $L] = -1L", at);
            case GATHERING ->
                body.addStatement(
                        "words[at + $L] = groups.keep(new $T($L))",
                        at,
                        accumulators.gatherings.get(at),
                        accumulators.lists.containsKey(at)
                                ? TextListWriter.form(
                                        expressions.members,
                                        accumulators.lists.get(at).aggregate())
                                : "");
            case DISTINCT -> body.addStatement("words[at + $L] = groups.newLongSet()", at);
            case DISTINCT_TEXT -> body.addStatement("words[at + $L] = groups.newTextSet()", at);
            case SEQUENCE -> body.addStatement("words[at + $L] = $L", at, sequence);
            default -> {}
        }
    }

    // ---- update

    /** Updates the accumulators; nothing in it can fail. */
    void update(Class<? extends GroupWords> table) {
        List<Slot> ordered = new ArrayList<>();
        for (Slot slot : accumulators.slots) {
            if (slot.kind() != Accumulator.COUNT && slot.kind() != Accumulator.SEQUENCE) {
                ordered.add(slot);
            }
        }
        // Counts last: MIN and MAX ask them whether there was a value before.
        for (Slot slot : accumulators.slots) {
            if (slot.kind() == Accumulator.COUNT) {
                ordered.add(slot);
            }
        }
        WideRow wide = argumentRow;
        if (wide == null) {
            ordered.forEach(this::accumulate);
            return;
        }
        Environment row = expressions.row();
        expressions.setRow(wide);
        List<ParameterSpec> group = List.of(
                ParameterSpec.builder(table, "groups", Modifier.FINAL).build(),
                ParameterSpec.builder(long[].class, "words", Modifier.FINAL).build(),
                ParameterSpec.builder(TypeName.INT, "at", Modifier.FINAL).build(),
                ParameterSpec.builder(TypeName.LONG, "time", Modifier.FINAL).build());
        for (List<Slot> part : Accumulators.parts(ordered)) {
            CodeBlock call =
                    expressions.division.method("accumulate values", group, () -> part.forEach(this::accumulate));
            expressions.block.statement("$L", call);
        }
        expressions.setRow(row);
    }

    private static boolean isAlwaysNull(Value value) {
        return value.isNull() != null && value.isNull().toString().equals("true");
    }

    private void guarded(int argument, Runnable body) {
        if (argument >= 0 && isAlwaysNull(argument(argument))) {
            return;
        }
        CodeBlock isNull = argument < 0 ? null : argument(argument).isNull();
        if (isNull == null) {
            body.run();
            return;
        }
        expressions.block.begin("if (!$L)", isNull);
        expressions.block.add(expressions.inner(body).code());
        expressions.block.end();
    }

    private void accumulate(Slot slot) {
        int at = slot.offset();
        switch (slot.kind()) {
            case COUNT -> guarded(slot.argument(), () -> expressions.block.statement("words[at + $L]++", at));
            case SUM_LONG ->
                guarded(slot.argument(), () -> expressions.block.statement("words[at + $L] += $L", at, code(slot)));
            case SUM_DOUBLE ->
                guarded(
                        slot.argument(),
                        () -> expressions.block.statement(
                                "words[at + $L] = Double.doubleToRawLongBits(Double.longBitsToDouble(words[at + $L]) + $L)",
                                at,
                                at,
                                Expressions.operand(code(slot))));
            case SUM_WIDE ->
                guarded(
                        slot.argument(),
                        () -> expressions.block.statement(
                                "$T.add(words, at + $L, $L)", WideSums.class, at, code(slot)));
            case MIN_LONG, MAX_LONG, MIN_DOUBLE, MAX_DOUBLE -> guarded(slot.argument(), () -> extreme(slot));
            case MIN_TEXT, MAX_TEXT -> guarded(slot.argument(), () -> textExtreme(slot));
            case FIRST, FIRST_TEXT, LAST, LAST_TEXT -> edge(slot, expressions.block);
            case BIT_AND -> word(slot, "words[at + $L] &= $L");
            case BIT_OR -> word(slot, "words[at + $L] |= $L");
            case BIT_XOR -> word(slot, "words[at + $L] ^= $L");
            case SPREAD_EXACT -> spread(slot, "addExact");
            case SPREAD -> spread(slot, "add");
            case GATHERING ->
                guarded(slot.argument(), () -> {
                    if (accumulators.lists.containsKey(slot.offset())) {
                        TextListWriter.add(
                                expressions.block,
                                slot.offset(),
                                accumulators.lists.get(slot.offset()),
                                this::argument);
                    } else if (accumulators.pairs.containsKey(slot.offset())) {
                        pair(slot, accumulators.pairs.get(slot.offset()));
                    } else {
                        gather(slot);
                    }
                });
            case DISTINCT ->
                guarded(slot.argument(), () -> {
                    Value value = argument(slot.argument());
                    CodeBlock word = value.type().form() == kpipe.data.Kind.Form.DOUBLE
                            ? CodeBlock.of("Double.doubleToRawLongBits($L + 0.0)", Expressions.operand(value.code()))
                            : OutputWriter.word(value);
                    expressions.block.statement("groups.longSet(at + $L).add($L)", at, word);
                });
            case DISTINCT_TEXT ->
                guarded(slot.argument(), () -> {
                    CodeBlock heap = heap(slot.argument());
                    expressions.block.statement(
                            "groups.textSet(at + $L).add($T.pack($L, $L), $L)",
                            at,
                            Texts.class,
                            heap,
                            slice(slot.argument()),
                            heap);
                });
            default -> throw new IllegalStateException(slot.kind().toString());
        }
    }

    private void word(Slot slot, String statement) {
        guarded(slot.argument(), () -> expressions.block.statement(statement, slot.offset(), code(slot)));
    }

    private void spread(Slot slot, String method) {
        guarded(
                slot.argument(),
                () -> expressions.block.statement(
                        "$T.$L(words, at + $L, $L)", Spread.class, method, slot.offset(), code(slot)));
    }

    private void pair(Slot slot, int second) {
        guarded(
                second,
                () -> expressions.block.statement(
                        "(($T) groups.gathering(at + $L)).add($L, $L)",
                        PairedSums.class,
                        slot.offset(),
                        code(slot),
                        argument(second).code()));
    }

    private void gather(Slot slot) {
        Value value = argument(slot.argument());
        Class<? extends Gathering> gathering =
                java.util.Objects.requireNonNull(accumulators.gatherings.get(slot.offset()));
        boolean floating = value.type().form() == kpipe.data.Kind.Form.DOUBLE;
        CodeBlock taken;
        if (gathering == DistinctSketch.class) {
            taken = CodeBlock.of("add($L)", hash(slot, value));
        } else if (gathering == QuantileSketch.class && value.type().kind() == kpipe.data.Kind.DECIMAL) {
            taken = CodeBlock.of(
                    "add($L / 1E$L)",
                    Expressions.operand(code(slot)),
                    value.type().scale());
        } else if (gathering == QuantileSketch.class || !floating) {
            taken = CodeBlock.of("add($L)", floating ? code(slot) : OutputWriter.word(value));
        } else {
            taken = CodeBlock.of("addDouble($L)", code(slot));
        }
        expressions.block.statement("(($T) groups.gathering(at + $L)).$L", gathering, slot.offset(), taken);
    }

    private CodeBlock hash(Slot slot, Value value) {
        if (Value.isBytes(value.type())) {
            CodeBlock heap = heap(slot.argument());
            return CodeBlock.of(
                    "$T.ofText($T.pack($L, $L), $L)", Hashes.class, Texts.class, heap, slice(slot.argument()), heap);
        }
        CodeBlock word = value.type().form() == kpipe.data.Kind.Form.DOUBLE
                ? CodeBlock.of("Double.doubleToRawLongBits($L + 0.0)", Expressions.operand(value.code()))
                : OutputWriter.word(value);
        return CodeBlock.of("$T.of($L)", Hashes.class, word);
    }

    private CodeBlock code(Slot slot) {
        return argument(slot.argument()).code();
    }

    private void extreme(Slot slot) {
        boolean least = slot.kind() == Accumulator.MIN_LONG || slot.kind() == Accumulator.MIN_DOUBLE;
        boolean floating = slot.kind() == Accumulator.MIN_DOUBLE || slot.kind() == Accumulator.MAX_DOUBLE;
        Value value = argument(slot.argument());
        CodeBlock code = floating ? value.code() : OutputWriter.word(value);
        CodeBlock old = floating
                ? CodeBlock.of("Double.longBitsToDouble(words[at + $L])", slot.offset())
                : CodeBlock.of("words[at + $L]", slot.offset());
        CodeBlock better = CodeBlock.of("$L $L $L", Expressions.operand(code), least ? "<" : ">", old);
        if (slot.presence() >= 0) {
            better = CodeBlock.of("words[at + $L] == 0 || $L", slot.presence(), better);
        }
        expressions.block.begin("if ($L)", better);
        expressions.block.statement(
                floating ? "words[at + $L] = Double.doubleToRawLongBits($L)" : "words[at + $L] = $L",
                slot.offset(),
                code);
        expressions.block.end();
    }

    private void textExtreme(Slot slot) {
        String better = slot.kind() == Accumulator.MIN_TEXT ? "textBefore" : "textBehind";
        CodeBlock heap = heap(slot.argument());
        CodeBlock slice = slice(slot.argument());
        // A group that is seen for the first time has no capacity yet.
        expressions.block.begin(
                "if (words[at + $L] == 0 || groups.$L($L, $L, at + $L))",
                slot.offset() + 1,
                better,
                heap,
                slice,
                slot.offset());
        expressions.block.statement("groups.putText(at + $L, $L, $L)", slot.offset(), heap, slice);
        expressions.block.end();
    }

    private void edge(Slot slot, Block block) {
        int argument = Accumulators.edgeArgument(slot);
        Value value = argument(argument);
        if (isAlwaysNull(value)) {
            // As in a group that is seen for the first time.
            return;
        }
        boolean first = slot.kind() == Accumulator.FIRST || slot.kind() == Accumulator.FIRST_TEXT;
        boolean text = Value.isBytes(value.type());
        int at = slot.offset();
        CodeBlock taken = CodeBlock.of(first ? "time < words[at + $L]" : "time >= words[at + $L]", at);
        if (Accumulators.ignoresNulls(slot) && value.isNull() != null) {
            taken = CodeBlock.of("!$L && $L", value.isNull(), taken);
        }
        if (slot.condition() >= 0) {
            Value condition = argument(slot.condition());
            if (isAlwaysNull(condition)) {
                return;
            }
            taken = CodeBlock.of("$L && $L", Expressions.operand(condition.code()), taken);
            if (condition.isNull() != null) {
                taken = CodeBlock.of("!$L && $L", condition.isNull(), taken);
            }
        }
        block.begin("if ($L)", taken);
        block.statement("words[at + $L] = time", at);
        CodeBlock store = text
                ? CodeBlock.of("groups.putText(at + $L, $L, $L)", at + 2, heap(argument), slice(argument))
                : CodeBlock.of("words[at + $L] = $L", at + 2, OutputWriter.word(value));
        if (value.isNull() == null) {
            block.statement("words[at + $L] = 1L", at + 1);
            block.statement("$L", store);
        } else {
            block.statement("words[at + $L] = $L ? 0L : 1L", at + 1, value.isNull());
            block.begin("if (!$L)", value.isNull());
            block.statement("$L", store);
            block.end();
        }
        block.end();
    }

    private CodeBlock heap(int argument) {
        Value value = argument(argument);
        return value.heap() != null ? value.heap() : CodeBlock.of("$L.bytes()", value.code());
    }

    private CodeBlock slice(int argument) {
        Value value = argument(argument);
        return value.shape() == Value.Shape.SLICE
                ? value.code()
                : CodeBlock.of("$T.slice($L)", Texts.class, value.code());
    }
}
