package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import java.util.List;
import java.util.Objects;
import kpipe.compiler.pipeline.Expr;
import org.jspecify.annotations.Nullable;

/** The row that a projection gives: values in locals, and columns of its input that it only passes on. */
final class Computed implements Environment {

    private final Environment input;
    private final List<Expr> expressions;
    private final @Nullable Value[] values;
    private final @Nullable CodeBlock rowtime;

    /**
     * @param values one for each expression that is not a mere column, null for those that are
     * @param rowtime the promoted ROWTIME, which is the row's watermark too, or null
     */
    Computed(Environment input, List<Expr> expressions, @Nullable Value[] values, @Nullable CodeBlock rowtime) {
        this.input = input;
        this.expressions = expressions;
        this.values = values;
        this.rowtime = rowtime;
    }

    @Override
    public Value column(int index) {
        Value value = values[index];
        return value != null ? value : input.column(source(index));
    }

    @Override
    public @Nullable CodeBlock cell(int index) {
        return values[index] != null ? null : input.cell(source(index));
    }

    private int source(int index) {
        return ((Expr.Column) Objects.requireNonNull(expressions.get(index))).index();
    }

    @Override
    public CodeBlock rowtime() {
        return rowtime != null ? rowtime : input.rowtime();
    }

    @Override
    public CodeBlock watermark() {
        return rowtime != null ? rowtime : input.watermark();
    }
}
