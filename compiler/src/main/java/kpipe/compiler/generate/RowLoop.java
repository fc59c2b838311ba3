package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import java.util.List;
import kpipe.compiler.pipeline.Operator;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Schema;

/**
 * Puts a loop over rows together from the parts that were written for it.
 *
 * @param count how many rows there are, as Java
 * @param index the variable that counts them
 * @param failure the statement that says that the row has failed, for {@code line} and {@code reason}
 */
record RowLoop(String count, String index, String failure) {

    /**
     * A loop that puts rows through operators into batches of results.
     *
     * @param expressions with what precedes the operators in their block
     * @param row of the columns {@code input}
     */
    CodeBlock intoBatches(
            Expressions expressions,
            Block hoists,
            Environment row,
            Schema input,
            List<Operator> operators,
            Schema output) {
        Block body = expressions.block;
        OutputWriter writer = new OutputWriter(expressions, output);
        if (RowPath.fansOut(operators)) {
            new RowPath(expressions, input, operators, failure, writer::append).write(row);
            return plain(expressions, hoists, body);
        }
        Block outputHoists = new Block(null);
        writer.hoist(outputHoists);
        new RowPath(expressions, input, operators, failure, last -> {
                    expressions.block.comment("into the batch of results");
                    writer.write(last);
                    expressions.block.statement("n++");
                })
                .write(row);
        return filling(expressions, hoists, outputHoists, body);
    }

    /** A loop that fills one batch of results after another; a row gives one result, at {@code n}, or none. */
    private CodeBlock filling(Expressions expressions, Block hoists, Block outputHoists, Block body) {
        Block loop = new Block(null);
        begin(expressions, hoists, loop);
        loop.statement("int $L = 0", index);
        loop.begin("while ($L < size)", index);
        loop.statement("final $T to = main.batch()", RowBatch.class);
        loop.add(outputHoists.code());
        loop.statement("final int capacity = to.capacity");
        loop.statement("int n = to.size");
        loop.begin("for (; $L < size && n < capacity; $L++)", index, index);
        loop.add(guarded(expressions, body));
        loop.end();
        loop.statement("to.size = n");
        loop.statement("main.next()");
        loop.end();
        return loop.code();
    }

    /** A loop whose body knows by itself where rows go. */
    CodeBlock plain(Expressions expressions, Block hoists, Block body) {
        Block loop = new Block(null);
        begin(expressions, hoists, loop);
        loop.begin("for (int $L = 0; $L < size; $L++)", index, index, index);
        loop.add(guarded(expressions, body));
        loop.end();
        return loop.code();
    }

    private void begin(Expressions expressions, Block hoists, Block loop) {
        loop.statement("final int size = $L", count);
        loop.add(hoists.code());
        if (expressions.marks && !expressions.members.hasLineField()) {
            loop.statement("int line = 0");
        }
    }

    /** The body, where it can fail in a {@code try}: what fails costs this row alone. */
    CodeBlock guarded(Expressions expressions, Block body) {
        if (!expressions.fails) {
            return body.code();
        }
        Block guarded = new Block(null);
        guarded.begin("try");
        guarded.add(body.code());
        guarded.next("catch ($T reason)", RowException.class);
        guarded.statement("$L", failure);
        guarded.end();
        return guarded.code();
    }
}
