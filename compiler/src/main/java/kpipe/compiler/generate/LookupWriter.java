package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator.TableJoin.KeyPair;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Type;
import kpipe.runtime.operator.RowErrors;
import kpipe.runtime.operator.TableIndex;
import org.jspecify.annotations.Nullable;

/** Writes a look into a reference table that stands within an expression: a loop over the rows that may be meant, which leaves what it has found in locals. */
final class LookupWriter {

    private final Expressions expressions;
    private final Expr.Lookup lookup;
    private final Environment input;
    private final String index;
    private final String match;
    private final String batch;
    private final String place;
    private final String found;

    LookupWriter(Expressions expressions, Expr.Lookup lookup) {
        this.expressions = expressions;
        this.lookup = lookup;
        this.input = expressions.row();
        List<Integer> columns = lookup.nullColumns().isEmpty()
                ? lookup.keys().stream().map(KeyPair::tableColumn).toList()
                : lookup.nullColumns();
        index = JoinWriter.index(expressions.members, lookup.table(), columns);
        Names names = expressions.members.names;
        match = names.variable("match");
        batch = names.variable(lookup.table() + " rows");
        place = names.variable(lookup.table() + " row");
        found = names.variable("found");
    }

    /** Writes it; the keys are computed first. */
    Value write() {
        List<Value> keys = new ArrayList<>();
        for (KeyPair pair : lookup.keys()) {
            keys.add(expressions.settled(pair.key(), lookup.columns().name(pair.tableColumn()) + "Key"));
        }
        Block block = expressions.block;
        Expressions.Result result = lookup.value() == null ? null : expressions.new Result(lookup.type(), "value");
        block.statement("boolean $L = false", found);
        CodeBlock isNull = Expressions.anyNull(keys);
        if (!Expressions.isAlways(isNull)) {
            if (isNull != null) {
                block.begin("if ($L)", Expressions.not(isNull));
            }
            block.add(expressions.inner(() -> loop(keys, result)).code());
            if (isNull != null) {
                block.end();
            }
        }
        CodeBlock any = CodeBlock.of("$N", found);
        if (result == null) {
            return Value.primitive(lookup.type(), any, null);
        }
        Value value = result.value();
        CodeBlock nothing = value.isNull() == null
                ? Expressions.not(any)
                : CodeBlock.of("$L || $L", Expressions.not(any), value.isNull());
        return value.withNull(expressions.condition(nothing, "nothing"));
    }

    private void loop(List<Value> keys, Expressions.@Nullable Result result) {
        Block block = expressions.block;
        CodeBlock first = lookup.nullColumns().isEmpty()
                ? CodeBlock.of("$N.first($L)", index, JoinWriter.hash(expressions, keys))
                : CodeBlock.of("$N.firstWithNull()", index);
        String next = lookup.nullColumns().isEmpty() ? "next" : "nextWithNull";
        block.begin(
                "for (int $1L = $2L; $1L != $3T.NONE; $1L = $4N.$5L($1L))",
                match,
                first,
                TableIndex.class,
                index,
                next);
        block.add(expressions
                .inner(() -> {
                    // Which line was marked last is not known where the body of a loop begins.
                    expressions.block.setLine(0);
                    candidate(keys, result);
                    expressions.block.setLine(-1);
                })
                .code());
        block.end();
    }

    private void candidate(List<Value> keys, Expressions.@Nullable Result result) {
        Block loop = expressions.block;
        loop.statement("final $T $L = $N.batch($L)", RowBatch.class, batch, index, match);
        loop.statement("final int $L = $N.row($L)", place, index, match);
        CodeBlock different = different(keys);
        if (different != null) {
            loop.begin("if ($L)", different);
            loop.statement("continue");
            loop.end();
        }
        expressions.setRow(new LookedUpRow(expressions, input, lookup.columns(), batch, place));
        Expr condition = lookup.condition();
        if (condition != null) {
            loop.begin("if ($L)", expressions.conditions.isNotTrue(condition));
            loop.statement("continue");
            loop.end();
        }
        Expr value = lookup.value();
        if (value == null || result == null) {
            loop.statement("$N = true", found);
            loop.statement("break");
        } else {
            loop.begin("if ($N)", found);
            loop.add(expressions
                    .inner(() -> {
                        expressions.mark(lookup);
                        expressions.block.statement(
                                "throw new $1T($2T.SEVERAL_ROWS, $2T.SEVERAL_ROWS_MESSAGE)",
                                RowException.class,
                                RowErrors.class);
                    })
                    .code());
            loop.end();
            loop.statement("$N = true", found);
            result.set(expressions.evaluate(value));
        }
        expressions.setRow(input);
    }

    /** The condition that a row of the table has other keys, though the same hash; null where there are no keys. */
    private @Nullable CodeBlock different(List<Value> keys) {
        CodeBlock different = null;
        for (int i = 0; i < keys.size(); i++) {
            int column = lookup.keys().get(i).tableColumn();
            Type type = lookup.columns().type(column);
            CodeBlock one = expressions.differ(JoinedRow.cell(batch, place, column, type), keys.get(i));
            different = different == null ? one : CodeBlock.of("$L || $L", different, one);
        }
        return different;
    }
}
