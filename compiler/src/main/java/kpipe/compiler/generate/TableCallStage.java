package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import java.util.List;
import javax.lang.model.element.Modifier;
import kpipe.compiler.pipeline.Operator;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.operator.TableCall;

/** Writes the table function of a stage: how rows come to it, and the way of what it gives to the batch of results. */
final class TableCallStage {

    private final Operator.TableCall call;

    /**
     * @param operators what its results are put through
     * @param output the schema of the stage's results
     */
    TableCallStage(ClassMembers members, Operator.TableCall call, List<Operator> operators, Schema output) {
        this.call = call;
        members.reserved(
                ClassName.get(TableCall.class),
                "call",
                CodeBlock.of(
                        "new $T(new $T(), new $T[] {$L}, $L, $L)",
                        TableCall.class,
                        call.function().getClass(),
                        Object.class,
                        call.arguments().stream().map(TableCallStage::argument).collect(CodeBlock.joining(", ")),
                        members.schema(call.input()),
                        members.schema(call.output())));
        Expressions expressions = new Expressions(members, new Block(null));
        Block body = expressions.block;
        RowLoop loop = new RowLoop("", "row", "errors.resultError(rows.rowtime[row], line, reason)");
        RowPath.End end = new OutputWriter(expressions, output)::append;
        new RowPath(expressions, call.output(), operators, loop.failure(), end)
                .write(new BatchRow(expressions, call.output(), "rows", "row", null));
        Block results = new Block(null);
        if (expressions.marks && !members.hasLineField()) {
            results.statement("int line = 0");
        }
        results.begin("while (call.next())");
        results.statement("final $T rows = call.rows", RowBatch.class);
        results.statement("final int row = call.row");
        results.add(loop.guarded(expressions, body));
        results.end();
        members.method(MethodSpec.methodBuilder("results")
                .addJavadoc(
                        "Gives the rows that $L has given.\n", call.function().name())
                .addModifiers(Modifier.PRIVATE)
                .addCode(results.code())
                .build());
    }

    private static CodeBlock argument(Object value) {
        if (value instanceof Long number) {
            return CodeBlock.of("$T.valueOf($LL)", Long.class, number);
        }
        if (value instanceof Double number) {
            return CodeBlock.of("$T.valueOf($LD)", Double.class, number);
        }
        if (value instanceof Integer column) {
            return CodeBlock.of("$T.valueOf($L)", Integer.class, column);
        }
        return value instanceof Boolean truth
                ? CodeBlock.of("$T.valueOf($L)", Boolean.class, truth)
                : CodeBlock.of("$S", value);
    }

    /** Where the way of a row ends: among those that wait for the function. */
    RowPath.End take(Expressions expressions) {
        return row -> {
            Block block = expressions.block;
            block.comment(SourceComment.of(call.span()));
            block.statement("final $T to = call.input()", RowBatch.class);
            block.statement("final int n = to.size");
            new OutputWriter(expressions, call.input()).write(row);
            block.statement("to.size = n + 1");
            block.statement("call.added()");
        };
    }

    /** What follows the rows of a batch. */
    CodeBlock run() {
        return CodeBlock.of("call.run();\nresults();\n");
    }

    /** What follows the rows whose turn has come. */
    CodeBlock time() {
        return CodeBlock.of("call.time(watermark);\nresults();\n");
    }
}
