package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** A stream's row beside a row of a reference table: {@code table} and {@code tableRow} are its batch and place; without a match the batch is null. */
final class JoinedRow implements Environment {

    private final Expressions expressions;
    private final Environment input;
    private final int inputColumns;
    private final Schema output;
    private final String table;
    private final String tableRow;
    private final boolean outer;

    JoinedRow(
            Expressions expressions,
            Environment input,
            int inputColumns,
            Schema output,
            String table,
            String tableRow,
            boolean outer) {
        this.expressions = expressions;
        this.input = input;
        this.inputColumns = inputColumns;
        this.output = output;
        this.table = table;
        this.tableRow = tableRow;
        this.outer = outer;
    }

    @Override
    public Value column(int index) {
        if (index < inputColumns) {
            return input.column(index);
        }
        return expressions.once(table + " " + index, () -> read(index, index - inputColumns));
    }

    private Value read(int index, int tableColumn) {
        Type type = output.type(index);
        String name = output.name(index);
        CodeBlock isNull = null;
        if (outer) {
            isNull = expressions.condition(
                    CodeBlock.of("$N == null || $N.isNull($L, $N)", table, table, tableColumn, tableRow),
                    name + "IsNull");
        } else if (type.nullable()) {
            isNull = expressions.condition(
                    CodeBlock.of("$N.isNull($L, $N)", table, tableColumn, tableRow), name + "IsNull");
        }
        CodeBlock cell = CodeBlock.of("$N.values[$L][$N]", table, tableColumn, tableRow);
        if (type.form() == Kind.Form.BYTES) {
            return Value.slice(type, cell, heap(type), isNull);
        }
        if (outer) {
            cell = CodeBlock.of("$N == null ? 0L : $L", table, cell);
        }
        return expressions.local(Value.primitive(type, fromCell(cell, type), isNull), name);
    }

    /** The bytes of the table's row; without a match there are none, which keys of groups may ask for nevertheless. */
    private CodeBlock heap(Type type) {
        if (!outer) {
            return CodeBlock.of("$N.heap", table);
        }
        return heapOfOptional(expressions, table, type);
    }

    /** The bytes of a batch that is null where no row was found. */
    static CodeBlock heapOfOptional(Expressions expressions, String batch, Type type) {
        return expressions
                .once("heap of " + batch, () -> {
                    String name = expressions.members.names.variable(batch + " heap");
                    expressions.block.statement("final byte[] $1L = $2L == null ? null : $2L.heap", name, batch);
                    return Value.primitive(type, CodeBlock.of("$N", name), null);
                })
                .code();
    }

    /** A cell of a row of a table that is not NULL. */
    static Value cell(String batch, String row, int column, Type type) {
        CodeBlock cell = CodeBlock.of("$N.values[$L][$N]", batch, column, row);
        return Value.isBytes(type)
                ? Value.slice(type, cell, CodeBlock.of("$N.heap", batch), null)
                : Value.primitive(type, fromCell(cell, type), null);
    }

    /** The primitive value of a cell. */
    static CodeBlock fromCell(CodeBlock cell, Type type) {
        if (type.kind() == Kind.BOOLEAN) {
            return CodeBlock.of("$L != 0", Expressions.operand(cell));
        }
        return type.form() == Kind.Form.DOUBLE ? CodeBlock.of("$T.longBitsToDouble($L)", Double.class, cell) : cell;
    }

    @Override
    public @Nullable CodeBlock cell(int index) {
        if (index < inputColumns) {
            return input.cell(index);
        }
        return outer || Value.isBytes(output.type(index))
                ? null
                : CodeBlock.of("$N.values[$L][$N]", table, index - inputColumns, tableRow);
    }

    @Override
    public void knownNotNull(int index) {
        if (index < inputColumns) {
            input.knownNotNull(index);
        } else {
            expressions.block.knownNotNull(table + " " + index);
        }
    }

    @Override
    public @Nullable CodeBlock isNull(int index) {
        if (index < inputColumns) {
            return input.isNull(index);
        }
        return outer || !output.type(index).nullable()
                ? column(index).isNull()
                : CodeBlock.of("$N.isNull($L, $N)", table, index - inputColumns, tableRow);
    }

    @Override
    public @Nullable List<ParameterSpec> parameters() {
        List<ParameterSpec> before = input.parameters();
        if (before == null) {
            return null;
        }
        List<ParameterSpec> parameters = new ArrayList<>(before);
        parameters.add(
                ParameterSpec.builder(RowBatch.class, table, Modifier.FINAL).build());
        parameters.add(
                ParameterSpec.builder(TypeName.INT, tableRow, Modifier.FINAL).build());
        return parameters;
    }

    @Override
    public Environment inMethod() {
        return new JoinedRow(expressions, input.inMethod(), inputColumns, output, table, tableRow, outer);
    }

    @Override
    public CodeBlock rowtime() {
        return input.rowtime();
    }

    @Override
    public CodeBlock watermark() {
        return input.watermark();
    }
}
