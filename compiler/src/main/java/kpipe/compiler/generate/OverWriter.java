package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.data.Kind;
import kpipe.runtime.operator.SlidingGroups;
import kpipe.runtime.operator.Texts;

/**
 * Writes what functions with OVER do with a row: the look-up of its key, the row that is held for it, the way of each frame to it. In the code {@code groups} is the table, {@code words} its
 * words, {@code at} the place of the key, {@code kept} the rows that are held and {@code entry} the place of this one.
 */
final class OverWriter {

    private final Expressions expressions;
    private final Operator.Over over;
    private final OverLayout layout;
    private final KeyWriter keys;

    OverWriter(Expressions expressions, Operator.Over over) {
        this.expressions = expressions;
        this.over = over;
        layout = new OverLayout(over);
        keys = new KeyWriter(expressions);
    }

    /** Writes all of it for a row and answers what the row then is. */
    Environment write(Environment row, int inputColumns) {
        OverRow result = new OverRow(expressions, over, layout, row, inputColumns);
        layout.frames.forEach(FrameWriter::finish);
        layout.frames.forEach(frame -> expressions.members.method(frame.method()));
        layout.field(expressions.members, over);
        keys.evaluate(over.keys(), i -> "key");
        List<Value> values = new ArrayList<>();
        for (Expr argument : layout.arguments) {
            values.add(expressions.settled(argument, "value"));
        }
        Block block = expressions.block;
        block.statement("final long time = $L", row.rowtime());
        if (over.period() != null) {
            block.statement("groups.enter(time)");
        }
        block.statement("groups.expire(time)");
        find(block);
        hold(block, values);
        layout.frames.forEach(frame -> block.statement("$L", frame.call()));
        release(block);
        result.settle();
        return result;
    }

    private void find(Block block) {
        keys.hash();
        block.statement("long[] words = groups.words");
        block.statement("int slot = (int) hash & groups.mask");
        block.statement("int at = groups.index[slot]");
        if (keys.any()) {
            block.begin("while (at != 0 && $L)", keys.isOther());
            block.statement("slot = slot + 1 & groups.mask");
            block.statement("at = groups.index[slot]");
            block.end();
        }
        block.begin("if (at == 0)");
        block.statement("at = groups.insert(slot, meta)");
        block.statement("words = groups.words");
        block.statement("$L", newGroup());
        block.end();
    }

    /** Writes the method {@code newGroup} and returns its call. */
    private CodeBlock newGroup() {
        MethodSpec.Builder method = MethodSpec.methodBuilder("newGroup")
                .addJavadoc("Fills what is remembered of a key that is seen for the first time.\n")
                .addModifiers(Modifier.PRIVATE)
                .addParameter(SlidingGroups.class, "groups", Modifier.FINAL)
                .addParameter(TypeName.INT, "at", Modifier.FINAL);
        CodeBlock.Builder body = CodeBlock.builder().addStatement("final long[] words = groups.words");
        List<CodeBlock> passed = new ArrayList<>(List.of(CodeBlock.of("groups"), CodeBlock.of("at")));
        keys.store(method, body, passed);
        layout.newStates(body);
        expressions.members.method(method.addCode(body.build()).build());
        return CodeBlock.of("newGroup($L)", CodeBlock.join(passed, ", "));
    }

    /** Writes the arguments into the row that is held for this one. */
    private void hold(Block block, List<Value> values) {
        block.statement(
                layout.holds() ? "final int entry = groups.append(at, time)" : "final int entry = groups.pass(time)");
        block.statement("final long[] kept = groups.rows");
        List<List<CodeBlock>> bits = new ArrayList<>();
        for (int i = 0; i < layout.nullWords(); i++) {
            bits.add(new ArrayList<>());
        }
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            int bit = layout.bit(i);
            CodeBlock isNull = value.isNull();
            if (bit >= 0 && isNull != null) {
                bits.get(bit / 64).add(CodeBlock.of("($L ? $LL : 0L)", isNull, 1L << bit % 64));
            }
            block.statement("kept[entry + $L] = $L", layout.word(i), word(value));
        }
        for (int i = 0; i < bits.size(); i++) {
            CodeBlock all = bits.get(i).isEmpty() ? CodeBlock.of("0L") : CodeBlock.join(bits.get(i), " | ");
            block.statement("kept[entry + $L] = $L", SlidingGroups.FIRST_FREE_WORD + i, all);
        }
    }

    private static CodeBlock word(Value value) {
        CodeBlock isNull = value.isNull();
        if (isNull != null && Expressions.isAlways(isNull)) {
            return CodeBlock.of("0L");
        }
        if (!Value.isBytes(value.type())) {
            return value.type().kind() == Kind.BOOLEAN
                    ? CodeBlock.of("($L)", OutputWriter.word(value))
                    : OutputWriter.word(value);
        }
        CodeBlock kept = switch (value.shape()) {
            case SLICE -> CodeBlock.of("groups.keepText($L, $L)", value.heap(), value.code());
            default ->
                CodeBlock.of("groups.keepText($L.bytes(), $T.slice($L))", value.code(), Texts.class, value.code());
        };
        return isNull == null ? kept : CodeBlock.of("$L ? 0L : $L", isNull, kept);
    }

    /** Lets go what no frame holds any more. */
    private void release(Block block) {
        CodeBlock most = null;
        for (FrameWriter frame : layout.frames) {
            if (frame.holds()) {
                most = most == null ? frame.rows() : CodeBlock.of("Math.max($L, $L)", most, frame.rows());
            }
        }
        if (most != null) {
            block.statement("groups.release(at, $L)", most);
        }
    }
}
