package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import kpipe.data.RowException;

/** Writes loops in which one row becomes several, each of which goes a way of its own. */
final class FanOut {

    private final Expressions expressions;
    private final String failure;

    /** @param failure the statement that says that a row has failed */
    FanOut(Expressions expressions, String failure) {
        this.expressions = expressions;
        this.failure = failure;
    }

    /** The body of a loop: which line was marked last is not known where it begins. */
    CodeBlock body(Runnable body) {
        return expressions
                .inner(() -> {
                    expressions.block.setLine(0);
                    body.run();
                    expressions.block.setLine(-1);
                })
                .code();
    }

    /** The way of one of the rows; where it can fail, that costs this row alone. */
    void guarded(Runnable way) {
        Block outer = expressions.block;
        boolean failedBefore = expressions.fails;
        expressions.fails = false;
        Block inner = expressions.inner(way);
        boolean fails = expressions.fails;
        expressions.fails = failedBefore;
        if (!fails) {
            outer.add(inner.code());
            return;
        }
        outer.begin("try");
        outer.add(inner.code());
        outer.next("catch ($T reason)", RowException.class);
        outer.statement("$L", failure);
        outer.end();
    }
}
