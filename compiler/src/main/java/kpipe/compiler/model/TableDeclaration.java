package kpipe.compiler.model;

import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * A reference table.
 *
 * @param refreshMillis how often it is read anew; 0: never
 */
public record TableDeclaration(
        String name,
        List<ColumnDeclaration> columns,
        SourceUse source,
        long refreshMillis,
        @Nullable String documentation,
        Span span)
        implements Relation {

    public TableDeclaration {
        columns = List.copyOf(columns);
    }
}
