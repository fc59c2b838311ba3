package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import kpipe.compiler.pipeline.Operator;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.operator.LeadFunction;
import kpipe.runtime.operator.LeadRows;

/** Writes the wait of a stage for later rows: how rows come to it, and their way from there to the batch of results. */
final class LeadStage {

    private final Operator.Lead lead;

    /**
     * @param operators what rows are put through that have their values
     * @param output the schema of the stage's results
     */
    LeadStage(ClassMembers members, Operator.Lead lead, List<Operator> operators, Schema output) {
        this.lead = lead;
        members.reserved(
                ClassName.get(LeadRows.class),
                "lead",
                CodeBlock.of(
                        "new $T($L, new int[] {$L}, new $T[] {$L}, $L)",
                        LeadRows.class,
                        members.schema(lead.output()),
                        lead.keys().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                        LeadFunction.class,
                        lead.functions().stream().map(LeadStage::function).collect(CodeBlock.joining(", ")),
                        lead.period() == null ? "null" : AlignedWindowWriter.bounds(lead.period())));
        Expressions expressions = new Expressions(members, new Block(null));
        Block body = expressions.block;
        RowLoop loop = new RowLoop("", "row", "errors.resultError(rows.rowtime[row], line, reason)");
        RowPath.End end = new OutputWriter(expressions, output)::append;
        new RowPath(expressions, lead.output(), operators, loop.failure(), end)
                .write(new BatchRow(expressions, lead.output(), "rows", "row", null));
        Block results = new Block(null);
        if (expressions.marks && !members.hasLineField()) {
            results.statement("int line = 0");
        }
        results.begin("while (lead.next())");
        results.statement("final $T rows = lead.rows", RowBatch.class);
        results.statement("final int row = lead.row");
        results.add(loop.guarded(expressions, body));
        results.end();
        members.method(MethodSpec.methodBuilder("results")
                .addJavadoc("Gives the rows that have the values of later ones.\n")
                .addModifiers(Modifier.PRIVATE)
                .addCode(results.code())
                .build());
    }

    private static CodeBlock function(Operator.Lead.LeadFunction function) {
        return CodeBlock.of(
                "new $T($L, $L, $LL, $L, $LL)",
                LeadFunction.class,
                function.column(),
                function.otherwise(),
                function.number(),
                function.ignoreNulls(),
                function.within());
    }

    /** Where the way of a row ends for now. */
    RowPath.End take(Expressions expressions) {
        return row -> {
            Block block = expressions.block;
            block.comment(SourceComment.of(lead.span()));
            block.statement("final $T to = lead.add()", RowBatch.class);
            block.statement("final int n = to.size");
            Schema input = new Schema(lead.output().columns().subList(0, lead.inputColumns()));
            new OutputWriter(expressions, input).write(row);
            block.statement("to.size = n + 1");
            block.statement("lead.added()");
        };
    }

    /** What follows the rows of a batch. */
    CodeBlock run() {
        return CodeBlock.of("results();\n");
    }

    /** What follows the rows whose turn has come. */
    CodeBlock time() {
        return CodeBlock.of("lead.time(watermark);\nresults();\n");
    }
}
