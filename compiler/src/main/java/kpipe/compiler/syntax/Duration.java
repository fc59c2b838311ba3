package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;

/** A length of time, in either spelling. */
public sealed interface Duration extends OptionValue {
    /**
     * Calls the method of {@code visitor} for this kind.
     *
     * @param <R> what the visitor answers
     */
    <R> R accept(Visitor<R> visitor);

    /** Units of a counted duration. */
    enum Unit {
        /** Milliseconds. */
        MILLISECOND,
        /** Seconds. */
        SECOND,
        /** Minutes. */
        MINUTE,
        /** Hours. */
        HOUR,
        /** Days of 24 hours. */
        DAY,
        /** Weeks of seven days. */
        WEEK,
        /** Months of the calendar. */
        MONTH,
        /** Years of the calendar. */
        YEAR
    }

    /**
     * One method for every kind: a new kind does not compile until each visitor treats it.
     *
     * @param <R> the answer
     */
    interface Visitor<R> {
        R visit(Counted node);

        R visit(Interval node);
    }

    /** {@code 60 SECONDS}. {@code amount} is a number or a parameter. */
    record Counted(Span span, Expr amount, Unit unit) implements Duration {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code INTERVAL '1' MINUTE}. */
    record Interval(Span span, Literal.Interval interval) implements Duration {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
