package kpipe.compiler.generate;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Type;
import kpipe.runtime.operator.Hashes;
import kpipe.runtime.operator.Matches;
import kpipe.runtime.operator.TableIndex;
import org.jspecify.annotations.Nullable;

/**
 * Writes a join to a reference table: the look-up of a row's key, and the way of each joined row as the body of a loop over its matches. All that can fail for the row is done
 * before the first joined row goes its way; one that fails on its way costs itself alone.
 */
final class JoinWriter {

    private final Expressions expressions;
    private final Operator.TableJoin join;
    private final Environment input;

    private final FanOut ways;
    private final int inputColumns;
    private final String index;
    private final String match;
    private final String batch;
    private final String place;

    JoinWriter(Expressions expressions, Operator.TableJoin join, Environment input, int inputColumns, String failure) {
        this.expressions = expressions;
        this.join = join;
        this.input = input;
        this.inputColumns = inputColumns;
        this.ways = new FanOut(expressions, failure);
        index = index();
        Names names = expressions.members.names;
        match = names.variable("match");
        batch = names.variable(join.table() + " rows");
        place = names.variable(join.table() + " row");
    }

    /** The field that holds the index over the table as it was when the batch began. */
    private String index() {
        return index(
                expressions.members,
                join.table(),
                join.keys().stream()
                        .map(Operator.TableJoin.KeyPair::tableColumn)
                        .toList());
    }

    /** The field that holds the index over some columns of a table as it was when the batch began. */
    static String index(ClassMembers members, String tableName, List<Integer> columns) {
        CodeBlock key =
                columns.stream().map(column -> CodeBlock.of("$L", column)).collect(CodeBlock.joining(", "));
        String table = members.table(tableName);
        String constant = members.constant(
                "columns " + tableName + " " + key,
                ArrayTypeName.of(TypeName.INT),
                tableName + " key",
                CodeBlock.of("new int[] {$L}", key));
        return members.tableIndex(table, constant, tableName + " index");
    }

    /** Writes the join; {@code rest} writes the way of a joined row, in which {@code continue} ends it. */
    void write(Consumer<Environment> rest) {
        List<Value> keys = new ArrayList<>();
        for (Operator.TableJoin.KeyPair pair : join.keys()) {
            keys.add(expressions.settled(pair.key(), join.output().name(inputColumns + pair.tableColumn()) + "Key"));
        }
        Expr residual = join.residual();
        if (join.outer() || residual != null && expressions.canFail(residual)) {
            collected(keys, rest);
            return;
        }
        CodeBlock isNull = Expressions.anyNull(keys);
        if (Expressions.isAlways(isNull)) {
            // Nothing matches a key that is always NULL.
            expressions.block.statement("continue");
            return;
        }
        if (isNull != null) {
            expressions.block.begin("if ($L)", isNull);
            expressions.block.statement("continue");
            expressions.block.end();
            join.keys().forEach(pair -> NotNull.of(pair.key()).forEach(input::knownNotNull));
        }
        matching(keys, row -> ways.guarded(() -> rest.accept(row)));
    }

    /** Gathers the matches first, and goes through them then. */
    private void collected(List<Value> keys, Consumer<Environment> rest) {
        Block block = expressions.block;
        String matches = expressions.members.field(
                ClassName.get(Matches.class), join.table() + " matches", CodeBlock.of("new $T()", Matches.class));
        block.statement("$N.clear()", matches);
        CodeBlock isNull = Expressions.anyNull(keys);
        if (!Expressions.isAlways(isNull)) {
            collect(keys, isNull, matches);
        }
        if (join.outer()) {
            block.begin("if ($N.size == 0)", matches);
            block.statement("$N.add($T.NONE)", matches, TableIndex.class);
            block.end();
        }
        String at = expressions.members.names.variable("at");
        block.begin("for (int $1L = 0; $1L < $2N.size; $1L++)", at, matches);
        block.add(ways.body(() -> {
            Names names = expressions.members.names;
            String joined = names.variable(join.table() + " match");
            String joinedRows = names.variable(join.table() + " rows");
            String joinedRow = names.variable(join.table() + " row");
            Block body = expressions.block;
            body.statement("final int $L = $N.get($L)", joined, matches, at);
            if (join.outer()) {
                body.statement(
                        "final $T $L = $N == $T.NONE ? null : $N.batch($N)",
                        RowBatch.class,
                        joinedRows,
                        joined,
                        TableIndex.class,
                        index,
                        joined);
                body.statement("final int $L = $N == null ? 0 : $N.row($N)", joinedRow, joinedRows, index, joined);
            } else {
                body.statement("final $T $L = $N.batch($N)", RowBatch.class, joinedRows, index, joined);
                body.statement("final int $L = $N.row($N)", joinedRow, index, joined);
            }
            Environment row =
                    new JoinedRow(expressions, input, inputColumns, join.output(), joinedRows, joinedRow, join.outer());
            ways.guarded(() -> rest.accept(row));
        }));
        block.end();
    }

    private void collect(List<Value> keys, @Nullable CodeBlock isNull, String matches) {
        Block block = expressions.block;
        if (isNull != null) {
            block.begin("if ($L)", Expressions.not(isNull));
        }
        block.add(expressions
                .inner(() -> matching(keys, row -> expressions.block.statement("$N.add($N)", matches, match)))
                .code());
        if (isNull != null) {
            block.end();
        }
    }

    /** Writes a loop over the rows of the table that match. */
    private void matching(List<Value> keys, Consumer<Environment> body) {
        Block block = expressions.block;
        block.begin(
                "for (int $1L = $2N.first($3L); $1L != $4T.NONE; $1L = $2N.next($1L))",
                match,
                index,
                hash(expressions, keys),
                TableIndex.class);
        block.add(ways.body(() -> {
            Block loop = expressions.block;
            loop.statement("final $T $L = $N.batch($L)", RowBatch.class, batch, index, match);
            loop.statement("final int $L = $N.row($L)", place, index, match);
            JoinedRow row = new JoinedRow(expressions, input, inputColumns, join.output(), batch, place, false);
            CodeBlock different = different(keys);
            if (different != null) {
                loop.begin("if ($L)", different);
                loop.statement("continue");
                loop.end();
            }
            Expr residual = join.residual();
            if (residual != null) {
                expressions.setRow(row);
                loop.begin("if ($L)", expressions.conditions.isNotTrue(residual));
                loop.statement("continue");
                loop.end();
                NotNull.where(residual).forEach(row::knownNotNull);
                expressions.setRow(input);
            }
            body.accept(row);
        }));
        block.end();
    }

    /** The hash of keys that are not NULL; 0 where there are none. */
    static CodeBlock hash(Expressions expressions, List<Value> keys) {
        CodeBlock hash = null;
        for (Value key : keys) {
            CodeBlock next = hash(expressions, key);
            hash = hash == null ? next : CodeBlock.of("$T.combine($L, $L)", Hashes.class, hash, next);
        }
        return hash == null ? CodeBlock.of("0L") : hash;
    }

    private static CodeBlock hash(Expressions expressions, Value key) {
        Type type = key.type();
        if (!Value.isBytes(type)) {
            return type.form() == Kind.Form.DOUBLE
                    ? CodeBlock.of("$T.ofDouble($L)", TableIndex.class, key.code())
                    : CodeBlock.of("$T.of($L)", Hashes.class, OutputWriter.word(key));
        }
        String method = type.kind() == Kind.CHAR ? "ofPadded" : "ofBytes";
        return key.shape() == Value.Shape.SLICE
                ? CodeBlock.of("$T.$L($L, $L)", TableIndex.class, method, key.heap(), key.code())
                : CodeBlock.of("$T.$L($L)", TableIndex.class, method, expressions.text(key));
    }

    /** The condition that a row of the table has other keys, though the same hash; null where there are no keys. */
    private @Nullable CodeBlock different(List<Value> keys) {
        CodeBlock different = null;
        for (int i = 0; i < keys.size(); i++) {
            int column = join.keys().get(i).tableColumn();
            Type type = join.output().type(inputColumns + column);
            CodeBlock one = expressions.differ(JoinedRow.cell(batch, place, column, type), keys.get(i));
            different = different == null ? one : CodeBlock.of("$L || $L", different, one);
        }
        return different;
    }
}
