package kpipe.compiler.plan;

import kpipe.compiler.source.Span;
import org.apache.calcite.sql.JoinType;
import org.jspecify.annotations.Nullable;

/** What is joined: two streams, or a stream and a reference table, the stream being kept. */
enum JoinForm {
    STREAMS,
    TABLE;

    /** What the join is of; null where this version has no such join, which is reported. */
    static @Nullable JoinForm of(Problems problems, Span span, Scope left, Scope right, JoinType type) {
        boolean leftStream = !left.streams().isEmpty();
        boolean rightStream = !right.streams().isEmpty();
        if (leftStream && rightStream) {
            return STREAMS;
        }
        if (!leftStream && !rightStream) {
            problems.notAvailable(span, "a join of two tables");
            return null;
        }
        boolean keepsTable = type == JoinType.FULL || type == (leftStream ? JoinType.RIGHT : JoinType.LEFT);
        if (keepsTable) {
            problems.notAvailable(span, "an outer join that keeps the rows of a table");
            return null;
        }
        return TABLE;
    }
}
