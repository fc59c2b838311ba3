package kpipe.compiler.resolve;

import kpipe.compiler.model.Declaration;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A declared name on its way through the passes.
 *
 * @param <D> what it becomes
 */
class Entry<D extends Declaration> {

    /** As its declaration spells it. */
    final String name;

    /** The name in the text. */
    final Span span;

    /** The statement; null for what exists without one. */
    final @Nullable Statement statement;

    /** What it became; null until its pass has run, and after it where the statement is wrong. */
    @Nullable
    D declaration;

    Entry(String name, Span span, @Nullable Statement statement) {
        this.name = name;
        this.span = span;
        this.statement = statement;
    }

    /** The documentation comment before the statement. */
    @Nullable
    String documentation() {
        return statement == null ? null : statement.preamble().documentation();
    }
}
