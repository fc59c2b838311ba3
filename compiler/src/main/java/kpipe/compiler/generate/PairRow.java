package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import java.util.List;
import javax.lang.model.element.Modifier;
import kpipe.compiler.pipeline.Operator;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * A row of the left side of a join of streams beside one of the right side: {@code left} and {@code leftRow}, {@code right} and {@code rightRow} are their batches and places. Where a
 * side may be missing, its batch is then null. Behind the columns of both stand their ROWTIMEs; {@code join.time} is that of the pair.
 */
final class PairRow implements Environment {

    private final Expressions expressions;
    private final Operator.StreamJoin join;
    private final Schema output;
    private final String left;
    private final String right;
    private final boolean leftMissing;
    private final boolean rightMissing;

    /**
     * @param leftMissing whether the left row may be missing
     * @param rightMissing whether the right row may be missing
     */
    PairRow(
            Expressions expressions,
            Operator.StreamJoin join,
            String left,
            String right,
            boolean leftMissing,
            boolean rightMissing) {
        this.expressions = expressions;
        this.join = join;
        this.output = join.output();
        this.left = left;
        this.right = right;
        this.leftMissing = leftMissing;
        this.rightMissing = rightMissing;
    }

    private int times() {
        return output.size() - 2;
    }

    private boolean ofLeft(int index) {
        return index < join.leftColumns() || index == times();
    }

    private String batch(int index) {
        return ofLeft(index) ? left : right;
    }

    private boolean mayMiss(int index) {
        return ofLeft(index) ? leftMissing : rightMissing;
    }

    private int place(int index) {
        return index < join.leftColumns() ? index : index - join.leftColumns();
    }

    private CodeBlock cellOf(int index) {
        String batch = batch(index);
        return index >= times()
                ? CodeBlock.of("$1L.rowtime[$1LRow]", batch)
                : CodeBlock.of("$1L.values[$2L][$1LRow]", batch, place(index));
    }

    private @Nullable CodeBlock nullBit(int index) {
        String batch = batch(index);
        CodeBlock bit = index < times() && output.type(index).nullable()
                ? CodeBlock.of("$1L.isNull($2L, $1LRow)", batch, place(index))
                : null;
        if (!mayMiss(index)) {
            return bit;
        }
        return bit == null ? CodeBlock.of("$L == null", batch) : CodeBlock.of("$L == null || $L", batch, bit);
    }

    @Override
    public Value column(int index) {
        return expressions.once("pair " + index, () -> read(index));
    }

    private Value read(int index) {
        Type type = output.type(index);
        String name = output.name(index);
        CodeBlock nullBit = nullBit(index);
        CodeBlock isNull = nullBit == null ? null : expressions.condition(nullBit, name + "IsNull");
        CodeBlock cell = cellOf(index);
        if (type.form() == Kind.Form.BYTES) {
            return Value.slice(type, cell, heap(index, type), isNull);
        }
        if (mayMiss(index)) {
            cell = CodeBlock.of("$L == null ? 0L : $L", batch(index), cell);
        }
        return expressions.local(Value.primitive(type, JoinedRow.fromCell(cell, type), isNull), name);
    }

    /** The bytes of a side; where it is missing there are none, which keys of look-ups may ask for nevertheless. */
    private CodeBlock heap(int index, Type type) {
        String batch = batch(index);
        if (!mayMiss(index)) {
            return CodeBlock.of("$L.heap", batch);
        }
        return JoinedRow.heapOfOptional(expressions, batch, type);
    }

    @Override
    public @Nullable CodeBlock cell(int index) {
        return mayMiss(index) || Value.isBytes(output.type(index)) ? null : cellOf(index);
    }

    @Override
    public @Nullable CodeBlock isNull(int index) {
        Value known = expressions.block.known("pair " + index);
        if (known != null) {
            return known.isNull();
        }
        return mayMiss(index) ? column(index).isNull() : nullBit(index);
    }

    @Override
    public void knownNotNull(int index) {
        expressions.block.knownNotNull("pair " + index);
    }

    @Override
    public CodeBlock rowtime() {
        return CodeBlock.of("join.time");
    }

    @Override
    public CodeBlock watermark() {
        return CodeBlock.of("join.time");
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(
                ParameterSpec.builder(RowBatch.class, left, Modifier.FINAL).build(),
                ParameterSpec.builder(TypeName.INT, left + "Row", Modifier.FINAL)
                        .build(),
                ParameterSpec.builder(RowBatch.class, right, Modifier.FINAL).build(),
                ParameterSpec.builder(TypeName.INT, right + "Row", Modifier.FINAL)
                        .build());
    }

    @Override
    public Environment inMethod() {
        return this;
    }
}
