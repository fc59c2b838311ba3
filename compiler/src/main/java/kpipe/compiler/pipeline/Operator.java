package kpipe.compiler.pipeline;

import java.util.List;
import kpipe.compiler.source.Span;
import kpipe.data.Schema;
import kpipe.spi.TableFunction;
import org.jspecify.annotations.Nullable;

/** One step of a {@link Stage}: takes rows of its input's schema and gives rows of its own. */
public sealed interface Operator {

    Span span();

    /** The columns that it gives. */
    Schema output();

    <R extends @Nullable Object> R accept(Visitor<R> visitor);

    /** Keeps the rows for which the condition is TRUE. */
    record Filter(Expr condition, Schema output, Span span) implements Operator {
        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.filter(this);
        }
    }

    /**
     * Computes new columns.
     *
     * @param rowtime the new ROWTIME where the query promotes one ({@code expr AS ROWTIME}), else null: it is kept. A promoted ROWTIME that is NULL or smaller than
     *     one given out before fails its row; the watermark of the output is then the greatest promoted one
     * @param within how far a promoted ROWTIME may lie behind the greatest one, in milliseconds; the watermark of the output is then the greatest one less this
     * @param follows a promoted ROWTIME is surely no more than that behind the row's own: time then also goes on with the input's watermark, less this
     */
    record Project(
            List<Expr> expressions, @Nullable Expr rowtime, long within, boolean follows, Schema output, Span span)
            implements Operator {
        public Project {
            expressions = List.copyOf(expressions);
        }

        /** One whose promoted ROWTIME never goes back. */
        public Project(List<Expr> expressions, @Nullable Expr rowtime, Schema output, Span span) {
            this(expressions, rowtime, 0, false, output, span);
        }

        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.project(this);
        }
    }

    /**
     * Joins each row to the rows of a reference table as it is now. The output has the input's columns, then all of the table's. Matches come in the order of the
     * table's rows.
     *
     * @param keys pairs that must be equal (NULL equals nothing); may be empty: every row of the table is a candidate
     * @param residual a further condition over the output's columns, or null
     * @param outer a row without a match gives one row with NULLs in the table's columns
     */
    record TableJoin(
            String table, List<KeyPair> keys, @Nullable Expr residual, boolean outer, Schema output, Span span)
            implements Operator {
        public TableJoin {
            keys = List.copyOf(keys);
        }

        /** The expression over the stream's row, of the same kind and scale as the table's column {@code tableColumn}. */
        public record KeyPair(Expr key, int tableColumn) {}

        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.tableJoin(this);
        }
    }

    /**
     * Gathers rows by keys and window and gives one row per group when its window closes. The output has the keys, then the aggregates, then the window's start and end
     * (TIMESTAMP NOT NULL); its ROWTIME is the window's end. NULL is a key value equal to itself. Rows of one window come out in the order in which
     * their groups were first seen; windows in the order of their ends.
     *
     * @param tellsLate whether late rows are told of; where the same rows are grouped several times, by windows that lie the same for all keys, one of the groupings does
     */
    record WindowAggregate(
            WindowSpec window, List<Expr> keys, List<Aggregate> aggregates, boolean tellsLate, Schema output, Span span)
            implements Operator {
        public WindowAggregate {
            keys = List.copyOf(keys);
            aggregates = List.copyOf(aggregates);
        }

        /** One that tells of late rows. */
        public WindowAggregate(
                WindowSpec window, List<Expr> keys, List<Aggregate> aggregates, Schema output, Span span) {
            this(window, keys, aggregates, true, output, span);
        }

        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.windowAggregate(this);
        }
    }

    /**
     * Holds rows until time has come to them and gives them in order: of ROWTIME or, where there is one, of the end of their period, which becomes their ROWTIME; at equal times by the keys, then
     * by arrival. Without period and keys it stands before what depends on the order of time.
     *
     * @param period windows that follow one another, of which a row belongs to one; null where rows are held for their own ROWTIME
     * @param keys columns; with them a row waits until no other row of its time can come
     * @param first which rows alone are given, where those behind lose the others anyway; null for all
     */
    record TimeSort(
            @Nullable WindowSpec period,
            List<SortKey> keys,
            @Nullable First first,
            Schema output,
            Span span) implements Operator {
        public TimeSort {
            keys = List.copyOf(keys);
        }

        /** One that gives all rows. */
        public TimeSort(@Nullable WindowSpec period, List<SortKey> keys, Schema output, Span span) {
            this(period, keys, null, output, span);
        }

        /**
         * The first rows of each time, in its order.
         *
         * @param keys the columns in which rows are equal that are counted together; NULL is equal to itself
         * @param count how many
         */
        public record First(List<Integer> keys, int count) {
            public First {
                keys = List.copyOf(keys);
            }
        }

        /** By ROWTIME alone. */
        public static TimeSort byRowtime(Schema output, Span span) {
            return new TimeSort(null, List.of(), output, span);
        }

        /**
         * A column to sort by.
         *
         * @param nullsFirst whether rows in which it is NULL come before all others
         */
        public record SortKey(int column, boolean descending, boolean nullsFirst) {}

        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.timeSort(this);
        }
    }

    /**
     * Joins the rows of two streams: the first operator of a stage with two inlets, the first of which is the left side. Rows of both have their turns in the order of
     * ROWTIME, at equal times the left side's first, those of one side by arrival; a row meets those of the other side that came before it and are still held. The output
     * has the left columns, the right columns, and the ROWTIMEs of the left and of the right row; its own ROWTIME is the time of the turn, the later of both.
     *
     * @param leftColumns how many columns the left side has
     * @param keys pairs of columns that must be equal (NULL equals nothing); may be empty
     * @param lower two rows meet where the right ROWTIME less the left one is between this and {@code upper}, in milliseconds
     * @param upper see {@code lower}
     * @param leftRows 0 where the left side is held by time; else how many of its last rows are held whatever their time, and {@code upper} is {@link Long#MAX_VALUE}
     * @param rightRows as {@code leftRows}, of the right side; {@code lower} is then {@link Long#MIN_VALUE}
     * @param residual a further condition over the output's columns, or null; where it fails the two do not match
     * @param keepsLeft a left row that has met none gives one row with NULLs on the right, at the last time at which it could have met one
     * @param keepsRight as {@code keepsLeft}, the other way round
     * @param latest a left row meets, of the right rows of its key that are near enough, the last one alone, which it is tested against when its turn has come. Then {@code upper} is
     *     0, or -1 where that row must be older, {@code keepsRight} is false, and no side is counted. Where {@code upper} is 0 right rows have their turns first at equal times
     */
    record StreamJoin(
            int leftColumns,
            List<KeyPair> keys,
            long lower,
            long upper,
            int leftRows,
            int rightRows,
            @Nullable Expr residual,
            boolean keepsLeft,
            boolean keepsRight,
            boolean latest,
            Schema output,
            Span span)
            implements Operator {
        public StreamJoin {
            keys = List.copyOf(keys);
        }

        /** A column of the left side and one of the right side, of the same kind and scale, integers of any width aside. */
        public record KeyPair(int left, int right) {}

        /** For how long a left row may meet rows that come after it. */
        public long leftHold() {
            return Math.max(0, upper);
        }

        /** For how long a right row may meet rows that come after it. */
        public long rightHold() {
            return lower >= 0 ? 0 : lower == Long.MIN_VALUE ? Long.MAX_VALUE : -lower;
        }

        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.streamJoin(this);
        }
    }

    /**
     * Gives each row values computed from the rows of the same key up to it: those in the frame of each function. The output has the input's columns, then one for each
     * function; ROWTIME stays. Rows come in ROWTIME order. NULL is a key value equal to itself. A row of which a key or an argument fails is in no frame; one of which a result
     * fails, because a sum does not fit its type, is.
     *
     * @param period windows that follow one another: a row sees those of its own alone, and what is remembered is forgotten when it is over; null where rows see all
     */
    record Over(@Nullable WindowSpec period, List<Expr> keys, List<OverFunction> functions, Schema output, Span span)
            implements Operator {
        public Over {
            keys = List.copyOf(keys);
            functions = List.copyOf(functions);
        }

        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.over(this);
        }
    }

    /**
     * Gives each row values of rows of the same key that come after it. Rows come in ROWTIME order, wait until each value is there or time has passed the last at which it would count, and
     * go on in the same order, each with its ROWTIME. The output has the input's columns, then one for each function.
     *
     * @param period windows that follow one another: a row sees those of its own alone; null where rows see all
     * @param keys the columns in which rows of one key are equal; NULL is equal to itself
     */
    record Lead(@Nullable WindowSpec period, List<Integer> keys, List<LeadFunction> functions, Schema output, Span span)
            implements Operator {
        public Lead {
            keys = List.copyOf(keys);
            functions = List.copyOf(functions);
        }

        /**
         * What is taken from a later row.
         *
         * @param column of the later row
         * @param otherwise the column of the row itself that is taken where there is no such row; -1 for NULL
         * @param number of rows behind the row, at least 0
         * @param ignoreNulls whether rows in which {@code column} is NULL are passed over
         * @param within how much later the row may be, in milliseconds; {@link Long#MAX_VALUE} where only the period ends it
         */
        public record LeadFunction(
                int column, int otherwise, long number, boolean ignoreNulls, long within, Span span) {}

        /** How many columns the input has. */
        public int inputColumns() {
            return output.size() - functions.size();
        }

        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.lead(this);
        }
    }

    /**
     * Finds the matches of a pattern in the rows of each partition. Rows come in ROWTIME order. One match is searched after the other: one that begins with a row, of all such the one that the pattern
     * prefers. It is given as soon as it is sure, which no row to come can change, or when the time is over that a match may take; that is its ROWTIME. The output has the values of {@code results}.
     *
     * @param keys the columns in which rows of one partition are equal; NULL is equal to itself
     * @param tests what the conditions look at: each is over one column for each of these
     * @param allRows whether each row of a match gives a row, rather than the match
     * @param skip where the search goes on behind a match
     * @param skipTo the variables of FIRST and LAST, a bit for each
     * @param within how many milliseconds there may be between the first and the last row of a match; {@link Long#MAX_VALUE} for any number
     * @param history how many rows before the first of a match are looked at
     */
    record Match(
            List<Integer> keys,
            MatchPattern pattern,
            List<MatchVariable> variables,
            List<MatchSlot> tests,
            List<MatchSlot> results,
            boolean allRows,
            Skip skip,
            long skipTo,
            long within,
            int history,
            Schema output,
            Span span)
            implements Operator {
        public Match {
            keys = List.copyOf(keys);
            variables = List.copyOf(variables);
            tests = List.copyOf(tests);
            results = List.copyOf(results);
        }

        /**
         * A variable of the pattern.
         *
         * @param condition which rows can be one, over {@code tests}; null where all can
         */
        public record MatchVariable(String name, @Nullable Expr condition) {}

        /** Where the search goes on. A row that began a match never begins another one. */
        public enum Skip {
            PAST_LAST_ROW,
            TO_NEXT_ROW,
            /** With the first row of a variable. */
            TO_FIRST,
            /** With the last row of a variable. */
            TO_LAST
        }

        /** The columns over which conditions are. */
        public Schema testSchema() {
            return schema(tests);
        }

        /** The columns for slots. */
        public static Schema schema(List<MatchSlot> slots) {
            List<kpipe.data.Column> columns = new java.util.ArrayList<>();
            slots.forEach(slot -> columns.add(new kpipe.data.Column(slot.name(), slot.type())));
            return new Schema(columns);
        }

        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.match(this);
        }
    }

    /**
     * Puts all rows through a table function, in the order of ROWTIME, in one lane. The output has the input's columns, all of which the function sees, then those that it adds.
     *
     * @param arguments in the form that {@link kpipe.spi.TableFunction.Family} says
     */
    record TableCall(TableFunction function, List<Object> arguments, Schema input, Schema output, Span span)
            implements Operator {
        public TableCall {
            arguments = List.copyOf(arguments);
        }

        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.tableCall(this);
        }
    }

    /**
     * Repeats each row for the elements of an ARRAY or the entries of a MAP. The output has the input's columns, then the number of the element, a BIGINT from 1.
     *
     * @param nested over the input's columns; NULL has no elements
     * @param step how many parts make one element: 2 for a MAP, else 1
     * @param outer a row without elements is given once, with NULL for the number
     */
    record Unnest(Expr nested, int step, boolean outer, Schema output, Span span) implements Operator {
        @Override
        public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
            return visitor.unnest(this);
        }
    }

    /** One method per kind of operator, none with a default. */
    interface Visitor<R extends @Nullable Object> {
        R filter(Filter operator);

        R project(Project operator);

        R tableJoin(TableJoin operator);

        R windowAggregate(WindowAggregate operator);

        R timeSort(TimeSort operator);

        R streamJoin(StreamJoin operator);

        R over(Over operator);

        R lead(Lead operator);

        R match(Match operator);

        R tableCall(TableCall operator);

        R unnest(Unnest operator);
    }
}
