package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Stage;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.operator.JoinSide;
import kpipe.runtime.operator.LateOutlet;
import kpipe.runtime.operator.StreamJoin;

/**
 * Writes the join of two streams: a loop over the turns, a method for each side in which a row whose turn it is meets those of the other side, and a method for the way of
 * the pairs, and of those that met nobody, to the batch of results.
 */
final class StreamJoinStage {

    private final ClassMembers members;
    private final Operator.StreamJoin join;
    private final PairWriter pairs;

    /** One side, as the code calls it. */
    private record Side(String name, Schema schema, boolean kept, int rows) {
        String row() {
            return name + "Row";
        }
    }

    private final Side left;
    private final Side right;

    StreamJoinStage(ClassMembers members, Stage stage, Operator.StreamJoin join) {
        this.members = members;
        this.join = join;
        pairs = new PairWriter(members, stage, join);
        left = new Side("left", stage.input(), join.keepsLeft(), join.leftRows());
        right = new Side("right", stage.others().get(0).input(), join.keepsRight(), join.rightRows());
        members.surrounding(LateOutlet.class, "late", "context.late()");
        members.reserved(
                ClassName.get(StreamJoin.class),
                "join",
                CodeBlock.of(
                        "new $T($L, $LL, $L, $L, $L, $LL, $L, $L)",
                        StreamJoin.class,
                        members.schema(left.schema()),
                        join.leftHold(),
                        join.leftRows() > 0 ? join.leftRows() : -1,
                        join.keepsLeft(),
                        members.schema(right.schema()),
                        join.rightHold(),
                        join.rightRows() > 0 ? join.rightRows() : -1,
                        join.keepsRight()));
    }

    /** The loop over the turns: the method {@code time}. */
    CodeBlock turns() {
        Block block = new Block(null);
        block.begin(
                "for (int turn = join.next(watermark); turn != $1T.NONE; turn = join.next(watermark))",
                StreamJoin.class);
        block.begin("if (turn == $T.LEFT)", StreamJoin.class);
        block.statement("fromLeft()");
        block.next("else if (turn == $T.RIGHT)", StreamJoin.class);
        block.statement("fromRight()");
        if (left.kept()) {
            block.next("else if (turn == $T.LEFT_ALONE)", StreamJoin.class);
            block.statement("give(join.left.batch(join.place), join.left.row(join.place), null, 0)");
        }
        if (right.kept()) {
            block.next("else if (turn == $T.RIGHT_ALONE)", StreamJoin.class);
            block.statement("give(null, 0, join.right.batch(join.place), join.right.row(join.place))");
        }
        block.end();
        block.end();
        return block.code();
    }

    /** What the turns call. */
    List<MethodSpec> methods() {
        return List.of(meeting(left, right), meeting(right, left), pairs.giving());
    }

    /** Writes what a row of one side does when its turn has come. */
    private MethodSpec meeting(Side own, Side other) {
        Block body = new Block(null);
        Expressions expressions = new Expressions(members, body);
        body.comment(SourceComment.of(join.span()));
        body.statement("final int own = join.place");
        body.statement("final $T $L = join.$L.batch(own)", RowBatch.class, own.name(), own.name());
        body.statement("final int $L = join.$L.row(own)", own.row(), own.name());
        BatchRow row = new BatchRow(expressions, own.schema(), own.name(), own.row(), null);
        List<Value> keys = new ArrayList<>();
        for (Operator.StreamJoin.KeyPair pair : join.keys()) {
            keys.add(row.column(own == left ? pair.left() : pair.right()));
        }
        CodeBlock isNull = Expressions.anyNull(keys);
        if (isNull != null) {
            body.begin("if ($L)", isNull);
            body.statement("join.$L.$L(own)", own.name(), own.kept() || own.rows() > 0 ? "keep" : "letGo");
            body.statement("return");
            body.end();
        }
        body.statement("final long hash = $L", JoinWriter.hash(expressions, keys));
        if (own == left ? join.lower() <= 0 : join.upper() >= 0) {
            candidates(expressions, own, other, row, keys);
        }
        body.statement("join.$L.hold(own, hash)", own.name());
        CodeBlock.Builder code = CodeBlock.builder();
        if (expressions.marks && !members.hasLineField()) {
            code.addStatement("int line = 0");
        }
        return MethodSpec.methodBuilder(own == left ? "fromLeft" : "fromRight")
                .addJavadoc("A row of the $L side meets those that the $L side holds.\n", own.name(), other.name())
                .addModifiers(Modifier.PRIVATE)
                .addCode(code.add(body.code()).build())
                .build();
    }

    private void candidates(Expressions expressions, Side own, Side other, BatchRow row, List<Value> keys) {
        Block body = expressions.block;
        body.begin(
                "for (int other = join.$1L.first(hash); other != $2T.NONE; other = join.$1L.next(other))",
                other.name(),
                JoinSide.class);
        body.add(expressions
                .inner(() -> {
                    expressions.block.setLine(0);
                    candidate(expressions, own, other, row, keys);
                    expressions.block.setLine(-1);
                })
                .code());
        body.end();
    }

    private void candidate(Expressions expressions, Side own, Side other, BatchRow row, List<Value> keys) {
        Block loop = expressions.block;
        loop.statement("final $T $L = join.$L.batch(other)", RowBatch.class, other.name(), other.name());
        loop.statement("final int $L = join.$L.row(other)", other.row(), other.name());
        BatchRow met = new BatchRow(expressions, other.schema(), other.name(), other.row(), null);
        for (int i = 0; i < keys.size(); i++) {
            Operator.StreamJoin.KeyPair pair = join.keys().get(i);
            Value key = met.column(own == left ? pair.right() : pair.left());
            loop.begin(
                    "if ($L)",
                    expressions.differ(key.withNull(null), keys.get(i).withNull(null)));
            loop.statement("continue");
            loop.end();
        }
        // Rows come in the order of ROWTIME: all that follow are too young as well.
        long distance = own == left ? -join.upper() : join.lower();
        if (distance > 0 && other.rows() == 0) {
            loop.begin("if (join.time - $L.rowtime[$L] < $LL)", other.name(), other.row(), distance);
            loop.statement("break");
            loop.end();
        }
        PairRow pair = new PairRow(expressions, join, "left", "right", false, false);
        Expr residual = join.residual();
        if (residual != null) {
            expressions.setRow(pair);
            pairs.residual(expressions, residual, "continue");
        }
        if (own.kept()) {
            loop.statement("join.$L.match(own)", own.name());
        }
        if (other.kept()) {
            loop.statement("join.$L.match(other)", other.name());
        }
        loop.statement("give(left, leftRow, right, rightRow)");
        expressions.setRow(row);
    }
}
