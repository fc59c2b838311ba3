package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.Span;

/** An item of a GROUP BY. */
public sealed interface GroupItem extends Node {
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
        R visit(Key node);

        R visit(Tuple node);

        R visit(Grouping node);
    }

    /** One expression. */
    record Key(Span span, Expr expression) implements GroupItem {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code (a, b)} or {@code ()}. In a plain GROUP BY the same as its members. */
    record Tuple(Span span, List<Expr> expressions) implements GroupItem {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code ROLLUP (…)}, {@code CUBE (…)}, {@code GROUPING SETS (…)}. */
    record Grouping(Span span, Kind kind, List<GroupItem> items) implements GroupItem {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        /** The ways to group by several sets of keys. */
        public enum Kind {
            /** {@code ROLLUP}. */
            ROLLUP,
            /** {@code CUBE}. */
            CUBE,
            /** {@code GROUPING SETS}. */
            GROUPING_SETS
        }
    }
}
