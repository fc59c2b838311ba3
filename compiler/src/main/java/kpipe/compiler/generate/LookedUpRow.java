package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** A row while a row of a reference table is looked at for it: {@code table} and {@code tableRow} are the batch and place of that one. */
final class LookedUpRow implements Environment {

    private final Expressions expressions;
    private final Environment input;
    private final Schema columns;
    private final String table;
    private final String tableRow;

    LookedUpRow(Expressions expressions, Environment input, Schema columns, String table, String tableRow) {
        this.expressions = expressions;
        this.input = input;
        this.columns = columns;
        this.table = table;
        this.tableRow = tableRow;
    }

    @Override
    public Value tableColumn(int index) {
        return expressions.once(table + " " + index, () -> read(index));
    }

    private Value read(int index) {
        Type type = columns.type(index);
        String name = columns.name(index);
        CodeBlock isNull = type.nullable()
                ? expressions.condition(CodeBlock.of("$N.isNull($L, $N)", table, index, tableRow), name + "IsNull")
                : null;
        Value cell = JoinedRow.cell(table, tableRow, index, type).withNull(isNull);
        return cell.shape() == Value.Shape.SLICE ? cell : expressions.local(cell, name);
    }

    @Override
    public Value column(int index) {
        return input.column(index);
    }

    @Override
    public @Nullable CodeBlock isNull(int index) {
        return input.isNull(index);
    }

    @Override
    public void knownNotNull(int index) {
        input.knownNotNull(index);
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
                ParameterSpec.builder(RowBatch.class, table, Modifier.FINAL).build());
        parameters.add(
                ParameterSpec.builder(TypeName.INT, tableRow, Modifier.FINAL).build());
        return parameters;
    }

    @Override
    public Environment inMethod() {
        return new LookedUpRow(expressions, input.inMethod(), columns, table, tableRow);
    }
}
