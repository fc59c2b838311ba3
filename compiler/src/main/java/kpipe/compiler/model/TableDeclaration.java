package kpipe.compiler.model;

import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * A reference table.
 *
 * @param refreshMillis how often it is read anew; 0: never
 * @param key the columns of KEY; empty where it is not given
 */
public record TableDeclaration(
        String name,
        List<ColumnDeclaration> columns,
        SourceUse source,
        long refreshMillis,
        List<Integer> key,
        @Nullable String documentation,
        Span span)
        implements Relation {

    public TableDeclaration {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }
}
