package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.List;
import javax.lang.model.element.Modifier;
import kpipe.compiler.pipeline.Operator;
import kpipe.data.Schema;
import kpipe.runtime.operator.GroupLayout;
import kpipe.runtime.operator.LateOutlet;

/** Writes the aggregate of a stage: the end of the way of its rows, and the way of its results from a window that has closed to the batch of results. */
final class AggregateStage {

    private final ClassMembers members;
    private final Operator.WindowAggregate aggregate;
    private final List<Operator> operators;
    private final Schema output;
    private final WindowWriter windows;
    private final Accumulators accumulators;

    /**
     * @param operators what results are put through
     * @param output the schema of the stage's results
     */
    AggregateStage(ClassMembers members, Operator.WindowAggregate aggregate, List<Operator> operators, Schema output) {
        this.members = members;
        this.aggregate = aggregate;
        this.operators = operators;
        this.output = output;
        windows = WindowWriter.of(aggregate);
        accumulators = new Accumulators(aggregate.keys(), aggregate.aggregates(), windows.sequenced(), windows.tail());
        members.surrounding(LateOutlet.class, "late", "context.late()");
        String layout = members.constant(
                aggregate, ClassName.get(GroupLayout.class), "layout", accumulators.layout(aggregate.keys(), members));
        windows.fields(members, layout);
    }

    /** Where the way of a row ends: in the group of its key and window. Takes the declarations that the loop needs. */
    RowPath.End gather(Expressions expressions, Block hoists) {
        windows.hoist(hoists);
        return row -> {
            expressions.block.comment(SourceComment.of(aggregate.span()));
            AggregateWriter writer = new AggregateWriter(expressions, aggregate, accumulators);
            writer.evaluate();
            writer.warm(row, hoists, windows);
            Block block = expressions.block;
            block.statement("final long time = $L", row.rowtime());
            block.statement("final long carried = $L", row.watermark());
            windows.find(writer, block);
            writer.update(windows.table());
        };
    }

    /** Closes windows: a part of the method {@code time}. Adds the method that gives the results of a window. */
    CodeBlock closing() {
        WindowWriter.ResultLoop results = windows.resultLoop(accumulators.stride());
        Block hoists = new Block(null);
        hoists.statement("final long[] words = groups.words");
        Block body = new Block(null);
        Expressions expressions = new Expressions(members, body);
        body.statement("final int at = $L", results.place());
        if (!results.bounds()) {
            body.statement("final long windowStart = groups.start(at)");
            body.statement("final long windowEnd = groups.end(at)");
        }
        body.comment(SourceComment.of(aggregate.span()));
        Environment row = new GroupRow(expressions, aggregate, accumulators, windows.table()).settled();
        CodeBlock loop = new RowLoop(
                        results.count(), "group", "errors.resultError(" + results.end() + ", line, reason)")
                .intoBatches(expressions, hoists, row, aggregate.output(), operators, output);
        MethodSpec.Builder method = MethodSpec.methodBuilder("results")
                .addJavadoc("Gives the results of groups whose window has closed.\n")
                .addModifiers(Modifier.PRIVATE)
                .addParameter(windows.table(), "groups", Modifier.FINAL);
        if (results.bounds()) {
            method.addParameter(TypeName.LONG, "windowStart", Modifier.FINAL)
                    .addParameter(TypeName.LONG, "windowEnd", Modifier.FINAL);
        }
        members.method(method.addCode(loop).build());
        return windows.closing();
    }

    /** The field that holds the windows. */
    String holder() {
        return windows.holder();
    }
}
