package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.lang.model.element.Modifier;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Stage;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.operator.AsOfJoin;
import kpipe.runtime.operator.LateOutlet;
import kpipe.runtime.operator.LatestRows;

/**
 * Writes the join of each row of a stream with the latest row of another: a loop over the turns, a method in which a right row becomes the latest of its key, and one in which a left
 * row looks for that.
 */
final class AsOfJoinStage {

    private final ClassMembers members;
    private final Operator.StreamJoin join;
    private final PairWriter pairs;
    private final Schema left;
    private final Schema right;

    AsOfJoinStage(ClassMembers members, Stage stage, Operator.StreamJoin join) {
        this.members = members;
        this.join = join;
        pairs = new PairWriter(members, stage, join);
        left = stage.input();
        right = stage.others().get(0).input();
        members.surrounding(LateOutlet.class, "late", "context.late()");
        members.reserved(
                ClassName.get(AsOfJoin.class),
                "join",
                CodeBlock.of(
                        "new $T($L, $L, $LL, $L)",
                        AsOfJoin.class,
                        members.schema(left),
                        members.schema(right),
                        join.rightHold(),
                        join.upper() < 0));
    }

    /** The loop over the turns: the method {@code time}. */
    CodeBlock turns() {
        Block block = new Block(null);
        block.begin(
                "for (int turn = join.next(watermark); turn != $1T.NONE; turn = join.next(watermark))", AsOfJoin.class);
        block.begin("if (turn == $T.LEFT)", AsOfJoin.class);
        block.statement("fromLeft()");
        block.next("else");
        block.statement("fromRight()");
        block.end();
        block.end();
        return block.code();
    }

    /** What the turns call. */
    List<MethodSpec> methods() {
        return List.of(fromLeft(), fromRight(), pairs.giving());
    }

    private MethodSpec fromLeft() {
        Expressions expressions = new Expressions(members, new Block(null));
        Block body = expressions.block;
        BatchRow row = begin(expressions, "left", left);
        List<Value> keys = keys(row, true);
        CodeBlock isNull = Expressions.anyNull(keys);
        if (isNull != null) {
            body.begin("if ($L)", isNull);
            alone(body);
            body.statement("return");
            body.end();
        }
        body.statement("final long hash = $L", JoinWriter.hash(expressions, keys));
        candidates(expressions, "right", right, keys, false, loop -> {
            Expr residual = join.residual();
            if (residual != null) {
                expressions.setRow(new PairRow(expressions, join, "left", "right", false, false));
                pairs.residual(expressions, residual, "break");
                expressions.setRow(row);
            }
            loop.statement("give(left, leftRow, right, rightRow)");
            loop.statement("return");
        });
        alone(body);
        return method(expressions, "fromLeft", "A left row meets the latest right row of its key.\n");
    }

    private void alone(Block body) {
        if (join.keepsLeft()) {
            body.statement("give(left, leftRow, null, 0)");
        }
    }

    private MethodSpec fromRight() {
        Expressions expressions = new Expressions(members, new Block(null));
        Block body = expressions.block;
        BatchRow row = begin(expressions, "right", right);
        List<Value> keys = keys(row, false);
        CodeBlock isNull = Expressions.anyNull(keys);
        if (isNull != null) {
            body.begin("if ($L)", isNull);
            body.statement("return");
            body.end();
        }
        body.statement("final long hash = $L", JoinWriter.hash(expressions, keys));
        candidates(expressions, "before", right, keys, true, loop -> {
            loop.statement("join.become(hash, other)");
            loop.statement("return");
        });
        body.statement("join.become(hash, $T.NONE)", LatestRows.class);
        return method(expressions, "fromRight", "A right row becomes the latest of its key.\n");
    }

    private BatchRow begin(Expressions expressions, String side, Schema schema) {
        Block body = expressions.block;
        body.comment(SourceComment.of(join.span()));
        body.statement("final $1T $2L = join.$2L.batch(join.place)", RowBatch.class, side);
        body.statement("final int $1LRow = join.$1L.row(join.place)", side);
        return new BatchRow(expressions, schema, side, side + "Row", null);
    }

    private List<Value> keys(BatchRow row, boolean ofLeft) {
        List<Value> keys = new ArrayList<>();
        join.keys().forEach(pair -> keys.add(row.column(ofLeft ? pair.left() : pair.right())));
        return keys;
    }

    /** The loop over the latest rows whose keys have the same hash, in which {@code found} is done with the one of equal key. */
    private void candidates(
            Expressions expressions,
            String name,
            Schema schema,
            List<Value> keys,
            boolean ofRight,
            Consumer<Block> found) {
        Block body = expressions.block;
        body.begin(
                "for (int other = join.latest.first(hash); other != $T.NONE; other = join.latest.next(other))",
                LatestRows.class);
        body.add(expressions
                .inner(() -> {
                    Block loop = expressions.block;
                    loop.setLine(0);
                    if (!ofRight || !keys.isEmpty()) {
                        loop.statement("final $T $L = join.latest.batch(other)", RowBatch.class, name);
                        loop.statement("final int $LRow = join.latest.row(other)", name);
                    }
                    BatchRow met = new BatchRow(expressions, schema, name, name + "Row", null);
                    for (int i = 0; i < keys.size(); i++) {
                        Value key = met.column(join.keys().get(i).right());
                        loop.begin(
                                "if ($L)",
                                expressions.differ(
                                        key.withNull(null), keys.get(i).withNull(null)));
                        loop.statement("continue");
                        loop.end();
                    }
                    found.accept(loop);
                    loop.setLine(-1);
                })
                .code());
        body.end();
    }

    private MethodSpec method(Expressions expressions, String name, String comment) {
        CodeBlock.Builder code = CodeBlock.builder();
        if (expressions.marks && !members.hasLineField()) {
            code.addStatement("int line = 0");
        }
        return MethodSpec.methodBuilder(name)
                .addJavadoc(comment)
                .addModifiers(Modifier.PRIVATE)
                .addCode(code.add(expressions.block.code()).build())
                .build();
    }
}
