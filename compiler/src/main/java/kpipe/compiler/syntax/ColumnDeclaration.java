package kpipe.compiler.syntax;

import java.util.List;
import java.util.Optional;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** A column of a STREAM or TABLE: {@code speed DOUBLE NOT NULL}. */
public record ColumnDeclaration(
        Span span, @Nullable String documentation, Identifier name, TypeName type, List<ColumnOption> options)
        implements Node {
    /** The first option of that kind, if there is one. */
    public <T extends ColumnOption> Optional<T> option(Class<T> kind) {
        return options.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
