package kpipe.compiler.model;

import kpipe.compiler.source.Span;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * A column of a stream or table.
 *
 * @param type null where it follows from a query and is known when that has been planned
 * @param path where in the record the value stands ({@code $.data.speed}), or null: under its own name
 * @param pattern how a date or time is written, or null
 * @param was the name that it had before, or null
 * @param span where it is declared, or the select item that it comes from
 * @param pathSpan where its path stands, or null where it has none
 */
public record ColumnDeclaration(
        String name,
        @Nullable Type type,
        @Nullable String path,
        @Nullable String pattern,
        @Nullable String was,
        @Nullable String documentation,
        Span span,
        @Nullable Span pathSpan) {

    /** A column of which only name and type are to be said. */
    public static ColumnDeclaration plain(String name, @Nullable Type type, Span span) {
        return new ColumnDeclaration(name, type, null, null, null, null, span, null);
    }
}
