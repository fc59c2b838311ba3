package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import java.util.List;
import javax.lang.model.element.Modifier;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.runtime.operator.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Writes a row into the batch {@code to} at {@code n}. All that can fail has been computed before: a row is written whole or not at all.
 */
final class OutputWriter {

    private final Expressions expressions;
    private final Schema schema;
    private final @Nullable String[] cells;
    private final @Nullable String[] nulls;
    private boolean hoisted;
    private String rowtimes = "to.rowtime";
    private String watermarks = "to.watermark";

    OutputWriter(Expressions expressions, Schema schema) {
        this.expressions = expressions;
        this.schema = schema;
        cells = new @Nullable String[schema.size()];
        nulls = new @Nullable String[schema.size()];
    }

    /** Declares the arrays of the batch in locals before a loop that stays within one batch. */
    void hoist(Block block) {
        if (schema.size() > MethodDivision.MAX_COLUMNS) {
            return;
        }
        hoisted = true;
        Names names = expressions.members.names;
        rowtimes = names.variable("toRowtime");
        watermarks = names.variable("toWatermark");
        block.statement("final long[] $L = to.rowtime", rowtimes);
        block.statement("final long[] $L = to.watermark", watermarks);
        for (int i = 0; i < schema.size(); i++) {
            cells[i] = names.variable("to " + schema.name(i));
            block.statement("final long[] $L = to.values[$L]", cells[i], i);
            if (schema.type(i).nullable()) {
                nulls[i] = names.variable("to " + schema.name(i) + " nulls");
                block.statement("final long[] $L = to.nulls[$L]", nulls[i], i);
            }
        }
    }

    /** Writes a row at the end of the batch that is being filled, whichever that is. */
    void append(Environment row) {
        Block block = expressions.block;
        block.comment("into the batch of results");
        block.statement("final $T to = main.batch()", RowBatch.class);
        block.statement("final int n = to.size");
        write(row);
        block.statement("to.size = n + 1");
        block.statement("main.next()");
    }

    void write(Environment row) {
        Block block = expressions.block;
        if (schema.size() > MethodDivision.MAX_COLUMNS && row.parameters() != null) {
            parts();
        } else {
            for (int i = 0; i < schema.size(); i++) {
                column(row, i);
            }
        }
        block.statement("$L[n] = $L", rowtimes, row.rowtime());
        block.statement("$L[n] = $L", watermarks, row.watermark());
    }

    /** Methods that write some of many columns each, and their calls. */
    private void parts() {
        List<ParameterSpec> place = List.of(
                ParameterSpec.builder(RowBatch.class, "to", Modifier.FINAL).build(),
                ParameterSpec.builder(TypeName.INT, "n", Modifier.FINAL).build());
        for (int from = 0; from < schema.size(); from += MethodDivision.MAX_COLUMNS) {
            int first = from;
            int end = Math.min(schema.size(), from + MethodDivision.MAX_COLUMNS);
            CodeBlock call = expressions.division.method("write columns", place, () -> {
                for (int i = first; i < end; i++) {
                    column(expressions.row(), i);
                }
            });
            expressions.block.statement("$L", call);
        }
    }

    /** Writes a value into a column of the one row of a batch, whose null bits are clear. */
    static void cell(Expressions expressions, Value value, String batch, int column) {
        Block block = expressions.block;
        CodeBlock bits = bits(value, batch);
        if (value.isNull() == null) {
            block.statement("$N.values[$L][0] = $L", batch, column, bits);
            return;
        }
        if (Expressions.isAlways(value.isNull())) {
            block.statement("$N.setNull($L, 0)", batch, column);
            return;
        }
        block.begin("if ($L)", value.isNull());
        block.statement("$N.setNull($L, 0)", batch, column);
        block.next("else");
        block.statement("$N.values[$L][0] = $L", batch, column, bits);
        block.end();
    }

    private void column(Environment row, int index) {
        Block block = expressions.block;
        Type type = schema.type(index);
        CodeBlock cell = row.cell(index);
        if (cell != null && !type.nullable()) {
            block.statement("$L[n] = $L", cells(index), cell);
            return;
        }
        Value value = cell == null ? row.column(index) : null;
        CodeBlock bits = value == null ? java.util.Objects.requireNonNull(cell) : bits(value, "to");
        CodeBlock isNull = value == null ? row.isNull(index) : value.isNull();
        if (isNull == null) {
            block.statement("$L[n] = $L", cells(index), bits);
            return;
        }
        String bit = hoisted && nulls[index] != null
                ? nulls[index] + "[n >>> 6] |= 1L << n"
                : "to.setNull(" + index + ", n)";
        if (Expressions.isAlways(isNull)) {
            block.statement("$L", bit);
            return;
        }
        block.begin("if ($L)", isNull);
        block.statement("$L", bit);
        block.next("else");
        block.statement("$L[n] = $L", cells(index), bits);
        block.end();
    }

    private CodeBlock cells(int index) {
        String name = cells[index];
        return name != null ? CodeBlock.of("$N", name) : CodeBlock.of("to.values[$L]", index);
    }

    /** The 64 bits of a value that is not NULL. */
    private static CodeBlock bits(Value value, String to) {
        return switch (value.shape()) {
            case SLICE -> CodeBlock.of("$T.append($L, $L, $L)", Texts.class, to, value.heap(), value.code());
            case PACKED -> CodeBlock.of("$T.appendPacked($L, $L, $L)", Texts.class, to, value.code(), value.heap());
            case TEXT -> CodeBlock.of("$T.append($L, $L)", Texts.class, to, value.code());
            case PRIMITIVE -> word(value);
        };
    }

    /** A primitive value as a word. */
    static CodeBlock word(Value value) {
        if (value.type().kind() == Kind.BOOLEAN) {
            return CodeBlock.of("$L ? 1L : 0L", Expressions.operand(value.code()));
        }
        return value.type().form() == Kind.Form.DOUBLE
                ? CodeBlock.of("$T.doubleToRawLongBits($L)", Double.class, value.code())
                : value.code();
    }
}
