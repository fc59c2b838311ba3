package kpipe.compiler.model;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.source.Span;
import kpipe.data.SystemColumn;
import org.jspecify.annotations.Nullable;

/**
 * A stream.
 *
 * @param origin where it comes from
 * @param hidden the column of EVENT TIME PATH, which stands behind all others and which queries do not see; or null
 * @param system the columns that no record holds and that some query names; they stand behind all others
 * @param source what it is read from, or null
 * @param shards what SHARDS says, or 0 where it is not declared: the stream is in-application
 * @param partitionBy which columns make the partition key; empty: the whole row
 * @param storage how it is stored, if it has SHARDS; else null
 * @param retentionMillis what RETENTION says, or 0
 * @param time where ROWTIME comes from
 * @param owner of {@code s.errors} and {@code p.late} the name before the dot; null for others
 */
public record StreamDeclaration(
        String name,
        Origin origin,
        List<ColumnDeclaration> columns,
        @Nullable ColumnDeclaration hidden,
        List<SystemColumn> system,
        @Nullable SourceUse source,
        int shards,
        List<Integer> partitionBy,
        @Nullable StreamStorage storage,
        long retentionMillis,
        StreamTime time,
        @Nullable String owner,
        @Nullable String documentation,
        Span span)
        implements Relation {

    /** Where a stream comes from. */
    public enum Origin {
        /** Of a STREAM statement that lists its columns: all types are known. */
        DECLARED,
        /** Of {@code PUMP p INTO s} without a statement for {@code s}, or of {@code STREAM s AS SELECT}: names of columns are known, types are not. */
        INFERRED,
        /** {@code error_stream}. */
        ERROR_STREAM,
        /** {@code s.errors}. */
        SOURCE_ERRORS,
        /** {@code p.late}: the columns of what the pump reads, and LATE_BY. */
        LATE,
        /** {@code p.late} of a pump that reads several streams: late rows as text. */
        LATE_OF_SEVERAL
    }

    /**
     * Where ROWTIME comes from. Milliseconds.
     *
     * @param column the column of EVENT TIME ({@code columns().size()} means the hidden one), or -1: the time of arrival
     * @param latenessMillis by how much rows may come out of order
     * @param idleAfterMillis an input that brings nothing for this long holds no time back; 0: never
     * @param span the clause, or the stream's name where there is none
     */
    public record StreamTime(int column, long latenessMillis, long idleAfterMillis, Span span) {}

    public StreamDeclaration {
        columns = List.copyOf(columns);
        system = List.copyOf(system);
        partitionBy = List.copyOf(partitionBy);
    }

    /** All columns as they are stored: the declared ones, the hidden one, those of the system. */
    public List<ColumnDeclaration> allColumns() {
        List<ColumnDeclaration> all = new ArrayList<>(columns);
        if (hidden != null) {
            all.add(hidden);
        }
        system.forEach(column -> all.add(ColumnDeclaration.plain(column.name(), column.type(), span)));
        return all;
    }

    /** Whether rows surely come in ROWTIME order: they do where ROWTIME is the time of arrival. */
    public boolean ordered() {
        return time.column() < 0;
    }
}
