package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.data.NestedParts;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** Writes the loop over the elements of an ARRAY or the entries of a MAP; the number of the element is its only new column. */
final class UnnestWriter {

    private final Expressions expressions;
    private final Operator.Unnest unnest;
    private final FanOut ways;

    UnnestWriter(Expressions expressions, Operator.Unnest unnest, String failure) {
        this.expressions = expressions;
        this.unnest = unnest;
        this.ways = new FanOut(expressions, failure);
    }

    /** Writes the loop; {@code rest} writes the way of a row, in which {@code continue} ends it. */
    void write(Environment row, Consumer<Environment> rest) {
        Names names = expressions.members.names;
        Value nested = expressions.settled(unnest.nested(), "elements");
        String count = names.variable("count");
        String number = names.variable("number");
        Block block = expressions.block;
        CodeBlock size = CodeBlock.of("$T.count($L, $L)", NestedParts.class, expressions.text(nested), unnest.step());
        CodeBlock counted = nested.isNull() == null
                ? size
                : CodeBlock.of("$L ? 0L : $L", Expressions.operand(nested.isNull()), size);
        block.statement("final long $L = $L", count, counted);
        if (unnest.outer()) {
            block.begin("for (long $1L = 1; $1L == 1 || $1L <= $2N; $1L++)", number, count);
        } else {
            block.begin("for (long $1L = 1; $1L <= $2N; $1L++)", number, count);
        }
        block.add(ways.body(() -> {
            // A copy that does not change, for methods that the way may be divided into.
            String place = names.variable("place");
            expressions.block.statement("final long $L = $L", place, number);
            CodeBlock none = unnest.outer() ? CodeBlock.of("$N == 0", count) : null;
            CodeBlock isNull = none == null ? null : expressions.condition(none, "isEmpty");
            ways.guarded(() -> rest.accept(numbered(row, place, isNull)));
        }));
        block.end();
    }

    private Environment numbered(Environment row, String place, @Nullable CodeBlock isNull) {
        int width = unnest.output().size() - 1;
        List<Expr> columns = new ArrayList<>();
        @Nullable Value[] values = new @Nullable Value[width + 1];
        for (int i = 0; i <= width; i++) {
            columns.add(new Expr.Column(i, unnest.output().type(i), unnest.span()));
        }
        Type type = unnest.output().type(width);
        values[width] = Value.primitive(type, CodeBlock.of("$N", place), isNull);
        return new Computed(row, columns, values, null);
    }
}
