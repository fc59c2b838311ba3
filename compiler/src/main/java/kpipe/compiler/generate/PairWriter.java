package kpipe.compiler.generate;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.List;
import javax.lang.model.element.Modifier;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Stage;
import kpipe.data.RowBatch;
import kpipe.data.RowException;

/** Writes what becomes of two rows of a join of streams that may match: the test of the further condition, and the way of the pair to the batch of results. */
final class PairWriter {

    private final ClassMembers members;
    private final Stage stage;
    private final Operator.StreamJoin join;

    PairWriter(ClassMembers members, Stage stage, Operator.StreamJoin join) {
        this.members = members;
        this.stage = stage;
        this.join = join;
    }

    /**
     * Writes the test of the further condition. Where it fails, the two do not match.
     *
     * @param otherwise the statement that leaves where they do not match
     */
    void residual(Expressions expressions, Expr residual, String otherwise) {
        Block loop = expressions.block;
        boolean failedBefore = expressions.fails;
        expressions.fails = false;
        Block test = expressions.inner(() -> {
            Block block = expressions.block;
            block.begin("if ($L)", expressions.conditions.isNotTrue(residual));
            block.statement(otherwise);
            block.end();
        });
        boolean fails = expressions.fails;
        expressions.fails = failedBefore;
        if (!fails) {
            loop.add(test.code());
            return;
        }
        loop.begin("try");
        loop.add(test.code());
        loop.next("catch ($T reason)", RowException.class);
        loop.statement("errors.error(left, leftRow, line, reason)");
        loop.statement(otherwise);
        loop.end();
    }

    /** Writes the way of a pair, or of a row that met nobody. */
    MethodSpec giving() {
        Block body = new Block(null);
        Expressions expressions = new Expressions(members, body);
        PairRow row = new PairRow(expressions, join, "left", "right", join.keepsRight(), join.keepsLeft());
        String failure = join.keepsRight()
                ? "errors.error(left == null ? right : left, left == null ? rightRow : leftRow, line, reason)"
                : "errors.error(left, leftRow, line, reason)";
        List<Operator> operators =
                stage.operators().subList(1, stage.operators().size());
        new RowPath(
                        expressions,
                        join.output(),
                        operators,
                        failure,
                        new OutputWriter(expressions, stage.output())::append)
                .write(row);
        Block method = new Block(null);
        if (expressions.marks && !members.hasLineField()) {
            method.statement("int line = 0");
        }
        // Those who end the way of a row do so by "continue".
        method.begin("do");
        method.add(new RowLoop("", "", failure).guarded(expressions, body));
        method.end("while (false)");
        return MethodSpec.methodBuilder("give")
                .addJavadoc(
                        "Gives a pair$L.\n",
                        join.keepsLeft() || join.keepsRight() ? ", or a row that has met none of the other side" : "")
                .addModifiers(Modifier.PRIVATE)
                .addParameter(RowBatch.class, "left", Modifier.FINAL)
                .addParameter(TypeName.INT, "leftRow", Modifier.FINAL)
                .addParameter(RowBatch.class, "right", Modifier.FINAL)
                .addParameter(TypeName.INT, "rightRow", Modifier.FINAL)
                .addCode(method.code())
                .build();
    }
}
