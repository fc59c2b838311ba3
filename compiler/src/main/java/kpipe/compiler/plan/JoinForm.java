package kpipe.compiler.plan;

import kpipe.compiler.source.Span;
import org.apache.calcite.sql.JoinType;

/** Which joins there are: a stream with a reference table, the stream being kept. */
final class JoinForm {

    private JoinForm() {}

    /** Whether the join is one that this version has; reports if not. */
    static boolean check(Problems problems, Span span, Scope left, Scope right, JoinType type) {
        if (left.streams() > 0 && right.streams() > 0) {
            problems.notAvailable(span, "a join of two streams");
            return false;
        }
        if (left.streams() == 0 && right.streams() == 0) {
            problems.notAvailable(span, "a join of two tables");
            return false;
        }
        if (left.streams() == 0 && type == JoinType.LEFT) {
            problems.notAvailable(span, "an outer join that keeps the rows of a table");
            return false;
        }
        return true;
    }
}
