package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Rewriter;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.TableFunction;
import org.jspecify.annotations.Nullable;

/**
 * A stage while it is made: the stream it reads, its operators so far, and the fields of the plan's node that has been lowered last, as expressions over what the last
 * operator gives.
 *
 * <p>Projections are not made operators at once: their expressions wait in the fields until something needs them. So chains of projections become one, an expression that
 * nobody uses vanishes, and a filter stands before the projections that it does not need. An expression of some cost is never copied: what would be used twice is first
 * made a column.
 */
final class Chain {

    private static final Type TIME = Type.of(Kind.TIMESTAMP, false);

    private final List<Operator> operators = new ArrayList<>();
    private Schema schema;
    private List<Expr> fields = new ArrayList<>();
    /** For each column of {@link #schema} what it is in terms of the row's ROWTIME, or null where it is no such thing. */
    private List<@Nullable Expr> times;

    /** Which columns of {@link #schema} are the start or the end of the window whose results the rows are, where that says when they come. */
    private BitSet bounds = new BitSet();

    /** Columns that the text calls MONOTONIC, with what it calls so. */
    private Map<Integer, Expr> claims = new HashMap<>();

    /** Columns that are times of which each is no further behind its row's ROWTIME than so many milliseconds. */
    private Map<Integer, Long> lags = new HashMap<>();

    private @Nullable WindowSpec resultsOf;

    /** For each column of {@link #schema} which column of the input it is, or -1. */
    private List<Integer> origins = new ArrayList<>();

    /** The columns that go on as they came in, for late rows are told of as they came in; empty where nobody asks for them. */
    private List<Expr> kept = List.of();

    private final StreamFacts stream;
    private final List<Stage.Inlet> others;
    private final Span place;
    private boolean ordered;
    private boolean aggregated;
    private boolean union;

    /** The chain that begins with a stream, of which the columns and ROWTIME are the fields. */
    Chain(StreamFacts stream, Span span) {
        this.stream = stream;
        this.others = List.of();
        this.place = span;
        this.ordered = stream.ordered();
        this.schema = stream.schema();
        this.times = nothing(schema.size());
        if (stream.timeColumn() >= 0) {
            times.set(stream.timeColumn(), new Expr.Rowtime(TIME, span));
        }
        for (int i = 0; i < schema.size(); i++) {
            origins.add(i);
        }
        for (int i = 0; i < schema.size(); i++) {
            fields.add(new Expr.Column(i, schema.type(i), span));
        }
        fields.add(new Expr.Rowtime(TIME, span));
    }

    /**
     * The chain that begins with a join of two streams.
     *
     * @param left the stream on the left
     * @param right the stream on the right
     * @param times for each column of the join's output what it is in terms of ROWTIME, or null
     * @param lags how far the columns that are times of one side can be behind ROWTIME
     * @param origins for each column of the join's output the left column that it is equal to, or -1
     */
    Chain(
            StreamFacts left,
            Stage.Inlet right,
            Operator.StreamJoin join,
            List<Expr> fields,
            List<@Nullable Expr> times,
            Map<Integer, Long> lags,
            List<Integer> origins) {
        this.lags = new HashMap<>(lags);
        this.stream = left;
        this.others = List.of(right);
        this.place = join.span();
        this.ordered = true;
        this.schema = join.output();
        this.times = new ArrayList<>(times);
        this.origins = new ArrayList<>(origins);
        this.fields = new ArrayList<>(fields);
        this.operators.add(join);
        this.aggregated = true;
    }

    /** Lets the first {@code count} columns go through all streams to come, as their first ones. */
    void keep(int count, Span span) {
        List<Expr> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(new Expr.Column(i, schema.type(i), span));
        }
        kept = columns;
    }

    /** What is known of the columns of the stream before, from which the rows come as they were. */
    void inherit(Chain before, Cut cut) {
        for (int i = 0; i < cut.places().size(); i++) {
            int place = cut.places().get(i);
            if (place >= 0) {
                times.set(place, before.asTime(cut.fields().get(i)));
                bounds.set(place, before.windowOf(cut.fields().get(i)) != null);
                Expr claim = before.claim(cut.fields().get(i));
                if (claim != null) {
                    claims.put(place, claim);
                }
                Long lag = before.lag(cut.fields().get(i));
                if (lag != null) {
                    lags.put(place, lag);
                }
            }
        }
        resultsOf = before.resultsOf;
    }

    /**
     * What is known alike of the columns of all streams whose rows come together here as they were.
     *
     * @param given for each of {@code before} what its fields were
     */
    void inherit(List<Chain> before, List<List<Expr>> given) {
        for (int i = 0; i < schema.size(); i++) {
            Expr time = before.get(0).asTime(given.get(0).get(i));
            boolean bound = true;
            for (int j = 0; j < before.size(); j++) {
                Expr field = given.get(j).get(i);
                Expr other = before.get(j).asTime(field);
                time = time != null && other != null && Traits.same(time, other) ? time : null;
                WindowSpec window = before.get(j).windowOf(field);
                bound &= window != null && window.equals(before.get(0).resultsOf);
            }
            times.set(i, time);
            bounds.set(i, bound);
        }
        resultsOf = before.get(0).resultsOf;
    }

    /** The columns that go through all streams, as their first ones. */
    List<Expr> kept() {
        return kept;
    }

    private static List<@Nullable Expr> nothing(int size) {
        return new ArrayList<>(Arrays.asList(new Expr[size]));
    }

    /** The place in the text of what has none of its own. */
    Span place() {
        return place;
    }

    StreamFacts stream() {
        return stream;
    }

    /** Whether it begins with the branches of a UNION ALL, whose rows are not in order yet. */
    boolean union() {
        return union && !ordered;
    }

    /** It begins with the branches of a UNION ALL. */
    Chain ofUnion() {
        union = true;
        return this;
    }

    /** What it reads beside its stream. */
    List<Stage.Inlet> others() {
        return others;
    }

    /** Whether rows come in ROWTIME order. */
    boolean ordered() {
        return ordered;
    }

    /** The column of the stream that is read which the expression is, or -1. */
    int origin(Expr expr) {
        return expr instanceof Expr.Column column ? origins.get(column.index()) : -1;
    }

    List<Operator> operators() {
        return operators;
    }

    /** The columns that the last operator gives. */
    Schema schema() {
        return schema;
    }

    List<Expr> fields() {
        return fields;
    }

    void setFields(List<Expr> list) {
        fields = new ArrayList<>(list);
    }

    /** Whether it has an operator already that remembers rows or groups, or sets their time, which the stage then gives as its own: what goes by time stands in another one. */
    boolean aggregated() {
        return aggregated;
    }

    void filter(Expr condition) {
        operators.add(new Operator.Filter(condition, schema, condition.span()));
    }

    /** Makes columns of all fields that are more than a column, so that they are computed once; the others stay as they are. */
    void settle(List<String> names, Span span) {
        if (fields.stream().allMatch(Traits::isTrivial)) {
            return;
        }
        project(fields, null, names, span);
    }

    void project(List<Expr> expressions, @Nullable Expr rowtime, List<String> names, Span span) {
        project(expressions, rowtime, 0, false, names, span);
    }

    /**
     * Computes the fields, and a new ROWTIME if one is given; ROWTIME among the fields stays what it is for the new rows.
     *
     * @param within how far back the new ROWTIME may go, in milliseconds
     * @param follows whether that is how far it can be behind the ROWTIME before
     */
    void project(
            List<Expr> expressions,
            @Nullable Expr rowtime,
            long within,
            boolean follows,
            List<String> names,
            Span span) {
        List<Expr> computed = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        List<@Nullable Expr> newTimes = new ArrayList<>();
        List<Expr> newFields = new ArrayList<>();
        List<Integer> newOrigins = new ArrayList<>();
        BitSet newBounds = new BitSet();
        Map<Integer, Expr> newClaims = new HashMap<>();
        Map<Integer, Long> newLags = new HashMap<>();
        boolean sameInstants = rowtime == null || windowOf(rowtime) != null;
        for (int i = 0; i < expressions.size(); i++) {
            Expr expr = expressions.get(i);
            if (expr instanceof Expr.Literal || expr instanceof Expr.Rowtime && rowtime == null) {
                newFields.add(expr);
                continue;
            }
            newFields.add(new Expr.Column(computed.size(), expr.type(), expr.span()));
            newTimes.add(timeAfter(expr, rowtime));
            newOrigins.add(origin(expr));
            Expr claim = claim(expr);
            if (claim != null) {
                newClaims.put(computed.size(), claim);
            }
            Long lag = rowtime == null ? lag(expr) : null;
            if (lag != null) {
                newLags.put(computed.size(), lag);
            }
            newBounds.set(computed.size(), sameInstants && windowOf(expr) != null);
            computed.add(expr);
            columns.add(new Column(names.get(i), expr.type()));
        }
        List<Expr> newKept = new ArrayList<>();
        for (Expr column : kept) {
            newKept.add(new Expr.Column(computed.size(), column.type(), column.span()));
            newTimes.add(timeAfter(column, rowtime));
            newOrigins.add(origin(column));
            computed.add(column);
            columns.add(schema.column(((Expr.Column) column).index()));
        }
        schema = new Schema(columns);
        operators.add(new Operator.Project(computed, rowtime, within, follows, schema, span));
        fields = newFields;
        kept = newKept;
        times = newTimes;
        origins = newOrigins;
        bounds = newBounds;
        claims = newClaims;
        lags = newLags;
        ordered = rowtime == null ? ordered : within == 0;
        aggregated |= rowtime != null;
    }

    private @Nullable Expr timeAfter(Expr expr, @Nullable Expr rowtime) {
        if (rowtime == null) {
            return asTime(expr);
        }
        if (Traits.same(expr, rowtime)) {
            return new Expr.Rowtime(TIME, expr.span());
        }
        Expr before = asTime(expr);
        Expr promoted = asTime(rowtime);
        Long moved = promoted == null ? null : TimeKey.shift(promoted);
        if (before == null || moved == null) {
            return null;
        }
        Expr back = moved(new Expr.Rowtime(TIME, expr.span()), -moved);
        return new Rewriter() {
            @Override
            public Expr rowtime(Expr.Rowtime time) {
                return back;
            }
        }.rewrite(before);
    }

    private static Expr moved(Expr.Rowtime time, long by) {
        Type interval = Type.of(Kind.INTERVAL_DAY_TIME, false);
        Expr distance = new Expr.Literal(by, interval, time.span());
        return by == 0 ? time : new Expr.Call(Operation.PLUS, List.of(time, distance), TIME, time.span());
    }

    /** What an expression is that the text calls MONOTONIC; null where it does not. */
    @Nullable
    Expr claim(Expr expr) {
        if (expr instanceof Expr.Call call && call.operation() == Operation.MONOTONIC) {
            return call.operand(0);
        }
        return expr instanceof Expr.Column column ? claims.get(column.index()) : null;
    }

    /** How far behind ROWTIME a column, the time of one side of a join, can be, in milliseconds; null where that is not known. */
    @Nullable
    Long lag(Expr expr) {
        return expr instanceof Expr.Column column && !expr.type().nullable() ? lags.get(column.index()) : null;
    }

    /** The last projection: exactly the columns of the stage's output. */
    void finish(List<Expr> expressions, @Nullable Expr rowtime, Schema output, Span span) {
        boolean same = rowtime == null && expressions.size() == schema.size();
        for (int i = 0; same && i < expressions.size(); i++) {
            boolean kept = expressions.get(i) instanceof Expr.Column column && column.index() == i;
            same = kept && output.column(i).equals(schema.column(i));
        }
        if (!same) {
            operators.add(new Operator.Project(expressions, rowtime, output, span));
        }
        schema = output;
    }

    void join(Operator.TableJoin join) {
        operators.add(join);
        int added = join.output().size() - schema.size();
        schema = join.output();
        times.addAll(nothing(added));
        origins.addAll(Collections.nCopies(added, -1));
    }

    void aggregate(Operator.WindowAggregate aggregate) {
        operators.add(aggregate);
        schema = aggregate.output();
        times = nothing(schema.size());
        origins = new ArrayList<>(Collections.nCopies(schema.size(), -1));
        bounds.clear();
        boolean several =
                aggregate.window() instanceof WindowSpec.Session || aggregate.window() instanceof WindowSpec.Cumulating;
        bounds.set(schema.size() - (several ? 1 : 2), schema.size());
        claims.clear();
        lags.clear();
        resultsOf = aggregate.window();
        Expr.Rowtime end = new Expr.Rowtime(TIME, aggregate.span());
        times.set(schema.size() - 1, end);
        if (aggregate.window() instanceof WindowSpec.Tumbling tumbling) {
            times.set(schema.size() - 2, moved(end, -tumbling.size()));
        } else if (aggregate.window() instanceof WindowSpec.Hopping hopping) {
            times.set(schema.size() - 2, moved(end, -hopping.size()));
        }
        ordered = true;
        aggregated = true;
        kept = List.of();
    }

    void unnest(Operator.Unnest unnest) {
        operators.add(unnest);
        schema = unnest.output();
        times.addAll(nothing(1));
        origins.add(-1);
    }

    /**
     * Lets rows wait for later ones.
     *
     * @param columns what rows are made of while they wait: first all columns of {@link #schema}
     * @param query their names
     */
    void lead(List<Expr> columns, Schema query, Operator.Lead lead) {
        finish(columns, null, query, lead.span());
        int added = lead.output().size() - times.size();
        operators.add(lead);
        schema = lead.output();
        times.addAll(nothing(added));
        origins.addAll(Collections.nCopies(added, -1));
        aggregated = true;
    }

    void match(Operator.Match match) {
        operators.add(match);
        schema = match.output();
        times = nothing(schema.size());
        origins = new ArrayList<>(Collections.nCopies(schema.size(), -1));
        bounds.clear();
        lags.clear();
        ordered = true;
        aggregated = true;
        kept = List.of();
    }

    void over(Operator.Over over) {
        operators.add(over);
        int added = over.output().size() - schema.size();
        schema = over.output();
        times.addAll(nothing(added));
        origins.addAll(Collections.nCopies(added, -1));
        aggregated = true;
    }

    /**
     * Puts the rows through a table function.
     *
     * @param columns what it sees, under the names of {@code query}
     */
    void call(TableFunction function, List<Object> arguments, List<Expr> columns, Schema query, Span span) {
        List<@Nullable Expr> newTimes = new ArrayList<>();
        List<Integer> newOrigins = new ArrayList<>();
        BitSet newBounds = new BitSet();
        for (int i = 0; i < columns.size(); i++) {
            newTimes.add(asTime(columns.get(i)));
            newOrigins.add(origin(columns.get(i)));
            newBounds.set(i, columns.get(i) instanceof Expr.Column column && bounds.get(column.index()));
        }
        finish(columns, null, query, span);
        List<Column> given = new ArrayList<>(query.columns());
        given.addAll(function.added(arguments));
        Schema output = new Schema(given);
        operators.add(new Operator.TableCall(function, arguments, query, output, span));
        newTimes.addAll(nothing(output.size() - query.size()));
        newOrigins.addAll(Collections.nCopies(output.size() - query.size(), -1));
        schema = output;
        times = newTimes;
        origins = newOrigins;
        bounds = newBounds;
        lags.clear();
        kept = List.of();
        aggregated = true;
    }

    void sort(Span span) {
        operators.add(Operator.TimeSort.byRowtime(schema, span));
        ordered = true;
    }

    /** Rows of one time, which with a period is its end, come in the order of {@code keys}. */
    void sort(@Nullable WindowSpec period, List<Operator.TimeSort.SortKey> keys, Span span) {
        operators.add(new Operator.TimeSort(period, keys, schema, span));
        if (period != null) {
            // A row comes when its period ends: what has one value in the period tells that time.
            claims.clear();
            lags.clear();
            bounds.clear();
            for (int i = 0; i < times.size(); i++) {
                Expr time = times.get(i);
                TimeKey rounded = time == null ? null : TimeKey.of(time);
                bounds.set(i, rounded != null && rounded.window().equals(period));
            }
            resultsOf = period;
            times = nothing(schema.size());
        }
        ordered = true;
        aggregated = true;
    }

    /** The window of whose results an expression names the start or the end and nothing else; null where there is no such. */
    @Nullable
    WindowSpec windowOf(Expr expr) {
        boolean named = Traits.any(expr, part -> part instanceof Expr.Column);
        boolean onlyBounds = !Traits.usesColumn(expr, index -> !bounds.get(index));
        return named && onlyBounds && !Traits.any(expr, part -> part instanceof Expr.Rowtime) ? resultsOf : null;
    }

    /** The expression with columns put back to what they are in terms of ROWTIME; null if it is made of anything else. */
    @Nullable
    Expr asTime(Expr expr) {
        if (Traits.usesColumn(expr, index -> times.get(index) == null)) {
            return null;
        }
        Expr time = new Rewriter() {
            @Override
            public Expr column(Expr.Column column) {
                Expr definition = times.get(column.index());
                return definition == null ? column : definition;
            }

            @Override
            public Expr call(Expr.Call call) {
                return call.operation() == Operation.MONOTONIC ? rewrite(call.operand(0)) : super.call(call);
            }
        }.rewrite(expr);
        return Traits.any(time, part -> part instanceof Expr.Rowtime) ? time : null;
    }
}
