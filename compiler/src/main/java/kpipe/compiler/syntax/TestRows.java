package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** The rows of a GIVEN or an EXPECT. */
public sealed interface TestRows extends Node {
    /**
     * Calls the method of {@code visitor} for this kind.
     *
     * @param <R> what the visitor answers
     */
    <R> R accept(Visitor<R> visitor);

    /**
     * One method for every kind: a new kind does not compile until each visitor treats it.
     *
     * @param <R> the answer
     */
    interface Visitor<R> {
        R visit(Listed node);

        R visit(FromFile node);
    }

    /** {@code VALUES (…), (…)}: at least one row. */
    record Listed(Span span, List<Expr.Row> rows) implements TestRows {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code FROM 'file'}. {@code format} is null where the file's extension tells it. */
    record FromFile(Span span, Literal.Text path, @Nullable Identifier format, List<ConnectorOption> options)
            implements TestRows {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
