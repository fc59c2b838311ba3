package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** A row of a RowBatch. In a loop its columns are arrays in locals before the loop; elsewhere they are read from the batch. */
final class BatchRow implements Environment {

    private final Expressions expressions;
    private final Schema schema;
    private final String batch;
    private final String row;

    /** Takes the declarations of arrays that the loop needs; null outside of loops. */
    private final @Nullable Block hoists;

    private final Map<String, String> hoisted = new HashMap<>();

    BatchRow(Expressions expressions, Schema schema, String batch, String row, @Nullable Block hoists) {
        this.expressions = expressions;
        this.schema = schema;
        this.batch = batch;
        this.row = row;
        this.hoists = hoists;
    }

    @Override
    public Value column(int index) {
        return expressions.once(batch + " " + row + " " + index, () -> read(index));
    }

    @Override
    public void knownNotNull(int index) {
        expressions.block.knownNotNull(batch + " " + row + " " + index);
    }

    private Value read(int index) {
        Type type = schema.type(index);
        CodeBlock isNull = null;
        if (type.nullable()) {
            isNull = expressions.condition(nullBit(index), schema.name(index) + "IsNull");
        }
        CodeBlock cell = cellOf(index);
        if (type.form() == Kind.Form.BYTES) {
            return Value.slice(type, cell, heap(), isNull);
        }
        CodeBlock code = type.kind() == Kind.BOOLEAN
                ? CodeBlock.of("$L != 0", cell)
                : type.form() == Kind.Form.DOUBLE ? CodeBlock.of("$T.longBitsToDouble($L)", Double.class, cell) : cell;
        return expressions.local(Value.primitive(type, code, isNull), schema.name(index));
    }

    @Override
    public @Nullable CodeBlock cells(int index) {
        return hoists == null ? null : CodeBlock.of("$N", cellsOf(index));
    }

    private String cellsOf(int index) {
        return hoist(TypeName.get(long[].class), schema.name(index) + "Cells", batch + ".values[" + index + "]");
    }

    private CodeBlock cellOf(int index) {
        return hoists == null
                ? CodeBlock.of("$L.values[$L][$L]", batch, index, row)
                : CodeBlock.of("$N[$L]", cellsOf(index), row);
    }

    private CodeBlock nullBit(int index) {
        if (hoists == null) {
            return CodeBlock.of("$L.isNull($L, $L)", batch, index, row);
        }
        String nulls = hoist(TypeName.get(long[].class), schema.name(index) + "Nulls", batch + ".nulls[" + index + "]");
        return CodeBlock.of("($N[$L >>> 6] >>> $L & 1) != 0", nulls, row, row);
    }

    private CodeBlock heap() {
        return hoists == null
                ? CodeBlock.of("$L.heap", batch)
                : CodeBlock.of("$N", hoist(TypeName.get(byte[].class), batch + "Heap", batch + ".heap"));
    }

    private String hoist(TypeName type, String hint, String code) {
        return hoisted.computeIfAbsent(code, key -> {
            String name = expressions.members.names.variable(hint);
            java.util.Objects.requireNonNull(hoists).statement("final $T $L = $L", type, name, key);
            return name;
        });
    }

    @Override
    public @Nullable CodeBlock cell(int index) {
        return schema.type(index).form() == Kind.Form.BYTES ? null : cellOf(index);
    }

    @Override
    public @Nullable CodeBlock isNull(int index) {
        Value known = expressions.block.known(batch + " " + row + " " + index);
        if (known != null) {
            return known.isNull();
        }
        return schema.type(index).nullable() ? nullBit(index) : null;
    }

    @Override
    public CodeBlock rowtime() {
        return hoists == null
                ? CodeBlock.of("$L.rowtime[$L]", batch, row)
                : CodeBlock.of("$N[$L]", hoist(TypeName.get(long[].class), batch + "Rowtime", batch + ".rowtime"), row);
    }

    @Override
    public CodeBlock watermark() {
        return hoists == null
                ? CodeBlock.of("$L.watermark[$L]", batch, row)
                : CodeBlock.of(
                        "$N[$L]", hoist(TypeName.get(long[].class), batch + "Watermark", batch + ".watermark"), row);
    }

    @Override
    public List<ParameterSpec> parameters() {
        boolean constantRow = Character.isDigit(row.charAt(0));
        ParameterSpec rows =
                ParameterSpec.builder(RowBatch.class, batch, Modifier.FINAL).build();
        return constantRow
                ? List.of(rows)
                : List.of(
                        rows,
                        ParameterSpec.builder(TypeName.INT, row, Modifier.FINAL).build());
    }

    @Override
    public Environment inMethod() {
        return new BatchRow(expressions, schema, batch, row, null);
    }
}
