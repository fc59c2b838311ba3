package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Rewriter;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.plan.AggregateOperator;
import kpipe.compiler.plan.Conversions;
import kpipe.compiler.plan.GroupedSelect;
import kpipe.compiler.plan.Problems;
import kpipe.compiler.plan.RelTypes;
import kpipe.compiler.plan.ScalarOperator;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Finds the window of a grouping, in either spelling, and makes the operator. */
final class AggregateLowering {

    private static final Type TIME = Type.of(Kind.TIMESTAMP, false);

    private final Problems problems;
    private final Between stream;

    /** Ends a stage and begins the next one, in which rows equal in some fields meet. */
    interface Splitter {
        Chain split(Chain chain, List<String> names, List<Integer> keyFields);
    }

    /** The streams between stages. */
    interface Between extends Splitter {
        /** Ends a stage and begins several, each of which reads all its rows. */
        List<Chain> fork(Chain chain, List<String> names, int count);

        /** Ends stages and begins one that reads what they all give, which are the fields of {@code row}. */
        Chain join(List<Chain> chains, RelDataType row);
    }

    /**
     * The window of a grouping and where it stands among the keys.
     *
     * @param index which key it is
     * @param value the key in terms of ROWTIME, in KDA's spelling; null for the marker of WINDOWED BY
     */
    private record WindowKey(
            int index,
            WindowSpec window,
            boolean roundedUp,
            @Nullable Expr value) {}

    AggregateLowering(Problems problems, Between stream) {
        this.problems = problems;
        this.stream = stream;
    }

    Chain lower(Aggregate aggregate, Chain input) {
        GroupedSelect select = select(aggregate);
        List<Integer> groups = aggregate.getGroupSet().asList();
        WindowKey key = windowKey(aggregate, groups, input, select);
        List<ImmutableBitSet> sets = aggregate.getGroupSets();
        int window = groups.get(key.index());
        if (sets.stream().anyMatch(set -> !set.get(window))) {
            problems.report(grows(select));
            throw new RefusedException();
        }
        if (sets.size() == 1) {
            return group(aggregate, input, key, sets.get(0), true, select);
        }
        takeTime(input, window, select);
        List<String> names = aggregate.getInput().getRowType().getFieldNames();
        List<Chain> branches = stream.fork(input, names, sets.size());
        for (int i = 0; i < branches.size(); i++) {
            boolean tellsLate = i == 0 || key.window().isKeyed();
            branches.set(i, group(aggregate, branches.get(i), key, sets.get(i), tellsLate, select));
        }
        return stream.join(branches, aggregate.getRowType());
    }

    /** Puts the time of the row in the place of the key that is the window. */
    private static void takeTime(Chain chain, int window, GroupedSelect select) {
        List<Expr> fields = new ArrayList<>(chain.fields());
        fields.set(window, new Expr.Rowtime(TIME, select.span()));
        chain.setFields(fields);
    }

    /** Groups by one set of the keys. */
    private Chain group(
            Aggregate aggregate,
            Chain input,
            WindowKey key,
            ImmutableBitSet set,
            boolean tellsLate,
            GroupedSelect select) {
        int window = aggregate.getGroupSet().nth(key.index());
        List<Integer> keyFields = new ArrayList<>(set.asList());
        keyFields.remove(Integer.valueOf(window));
        List<String> names = aggregate.getInput().getRowType().getFieldNames();
        Chain chain = input;
        if (chain.aggregated() || !together(chain, keysOf(chain, keyFields))) {
            takeTime(chain, window, select);
            chain = stream.split(chain, names, keyFields);
        }
        if (usesTwice(aggregate, keyFields, chain.fields())) {
            chain.settle(names, select.span());
        }
        if (key.window() instanceof WindowSpec.Stagger && !chain.ordered()) {
            chain.settle(names, select.span());
            chain.sort(select.span());
        }
        return aggregate(aggregate, chain, key, keyFields, tellsLate, select);
    }

    /** Whether an expression of some cost is both a key and an argument, or an argument of several aggregates. */
    private static boolean usesTwice(Aggregate aggregate, List<Integer> keyFields, List<Expr> fields) {
        int[] uses = new int[fields.size()];
        keyFields.forEach(field -> uses[field]++);
        aggregate.getAggCallList().forEach(call -> call.getArgList().forEach(argument -> uses[argument]++));
        for (int i = 0; i < uses.length; i++) {
            if (uses[i] > 1 && !Traits.isTrivial(fields.get(i))) {
                return true;
            }
        }
        return false;
    }

    private GroupedSelect select(Aggregate aggregate) {
        for (AggregateCall call : aggregate.getAggCallList()) {
            if (call.getAggregation() instanceof AggregateOperator operator && operator.select() != null) {
                return operator.select();
            }
        }
        throw new UnsupportedPlanException("a grouping without its select");
    }

    private WindowKey windowKey(Aggregate aggregate, List<Integer> groups, Chain input, GroupedSelect select) {
        WindowKey marked = marked(aggregate, groups);
        if (marked != null) {
            return marked;
        }
        List<WindowKey> found = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            Expr field = input.fields().get(groups.get(i));
            Expr time = input.asTime(field);
            TimeKey key = time == null ? null : TimeKey.of(time);
            if (time != null && isOneOf(input.windowOf(field), time, key)) {
                // All results of one window have its end as their time, and so have those of the groups that they form.
                found.add(new WindowKey(i, new WindowSpec.Tumbling(1, 0), true, time));
            } else if (key != null) {
                found.add(new WindowKey(i, key.window(), key.roundedUp(), time));
            }
        }
        WindowKey finest = finest(found);
        if (found.isEmpty()) {
            found.addAll(claimed(aggregate, groups, input, select.span()));
            finest = found.size() == 1 ? found.get(0) : null;
        }
        if (found.isEmpty()) {
            problems.report(grows(select));
            throw new RefusedException();
        }
        if (finest == null) {
            problems.report(Problems.SEVERAL_TIME_KEYS, select.place());
            throw new RefusedException();
        }
        return finest;
    }

    /**
     * The key of the shortest windows, if those of all others consist of such windows: a group is complete when it changes, and the others, which have one value in it, are keys
     * like any. Null if there is none.
     */
    private static @Nullable WindowKey finest(List<WindowKey> keys) {
        if (keys.size() == 1) {
            return keys.get(0);
        }
        return keys.stream()
                .filter(key -> keys.stream().allMatch(other -> consistsOf(other, key)))
                .findFirst()
                .orElse(null);
    }

    private static boolean consistsOf(WindowKey longer, WindowKey shorter) {
        return longer.window() instanceof WindowSpec.Tumbling whole
                && shorter.window() instanceof WindowSpec.Tumbling part
                && longer.roundedUp() == shorter.roundedUp()
                && whole.size() % part.size() == 0
                && (whole.offset() - part.offset()) % part.size() == 0;
    }

    /** Whether rows that are the results of a window have another value of a key in each such window, and one in all results of it. */
    private static boolean isOneOf(@Nullable WindowSpec results, Expr time, @Nullable TimeKey key) {
        boolean alike = key != null
                && key.window() instanceof WindowSpec.Tumbling rounded
                && results instanceof WindowSpec.Tumbling tumbling
                && rounded.size() == tumbling.size();
        return results != null && (alike || TimeKey.shift(time) != null);
    }

    /** The key that never falls because the text says so, or hardly because it is of one side of a join: its time becomes that of the rows. */
    private static List<WindowKey> claimed(Aggregate aggregate, List<Integer> groups, Chain input, Span span) {
        List<WindowKey> found = new ArrayList<>();
        Claim claim = null;
        for (int i = 0; i < groups.size(); i++) {
            Claim here = Claim.of(input, input.fields().get(groups.get(i)));
            if (here != null) {
                claim = here;
                found.add(new WindowKey(i, here.key().window(), here.key().roundedUp(), here.value()));
            }
        }
        if (claim != null && found.size() == 1) {
            List<String> names = aggregate.getInput().getRowType().getFieldNames();
            claim.promote(input, groups.get(found.get(0).index()), names, span);
        }
        return found;
    }

    /** The marker of WINDOWED BY among the keys. */
    private static @Nullable WindowKey marked(Aggregate aggregate, List<Integer> groups) {
        RelNode input = aggregate.getInput();
        for (int i = 0; i < groups.size(); i++) {
            RexNode node =
                    input instanceof Project project ? project.getProjects().get(groups.get(i)) : null;
            if (node instanceof RexCall call
                    && call.getOperator() instanceof ScalarOperator operator
                    && operator.window() != null) {
                return new WindowKey(i, operator.window(), false, null);
            }
        }
        return null;
    }

    private static Diagnostic grows(GroupedSelect select) {
        Diagnostic diagnostic =
                Diagnostic.of(Problems.GROWS, select.place(), select.grouped() ? "GROUP BY" : "aggregate");
        if (select.stream() != null) {
            diagnostic = diagnostic.withLabel(
                    select.stream(), "rows of `" + select.stream().text() + "` come without end");
        }
        for (Span key : select.keys()) {
            diagnostic = diagnostic.withLabel(key, "a group of `" + key.text() + "` can get another row at any time");
        }
        return diagnostic.withNote(
                "let groups end with a window: add `WINDOWED BY TUMBLING (INTERVAL '1' MINUTE)`, or a key such as"
                        + " `STEP(ROWTIME BY INTERVAL '60' SECOND)`");
    }

    private static List<Expr> keysOf(Chain chain, List<Integer> keyFields) {
        return keyFields.stream().map(field -> chain.fields().get(field)).toList();
    }

    /** Whether rows equal in the keys are in one lane already. */
    static boolean together(Chain chain, List<Expr> keys) {
        if (chain.stream().lanes() == 1) {
            return true;
        }
        List<Integer> origins = new ArrayList<>();
        keys.forEach(key -> origins.add(chain.origin(key)));
        return !chain.stream().lanesBy().isEmpty()
                && origins.containsAll(chain.stream().lanesBy());
    }

    private Chain aggregate(
            Aggregate aggregate,
            Chain chain,
            WindowKey key,
            List<Integer> keyFields,
            boolean tellsLate,
            GroupedSelect select) {
        List<String> names = aggregate.getInput().getRowType().getFieldNames();
        List<Column> columns = new ArrayList<>();
        List<Expr> keys = new ArrayList<>();
        for (int field : keyFields) {
            Expr expr = chain.fields().get(field);
            keys.add(expr);
            columns.add(new Column(names.get(field), RelTypes.storable(expr.type())));
        }
        List<kpipe.compiler.pipeline.Aggregate> aggregates = new ArrayList<>();
        int[] places = new int[aggregate.getAggCallList().size()];
        for (int i = 0; i < places.length; i++) {
            AggregateCall call = aggregate.getAggCallList().get(i);
            AggregateOperator operator = (AggregateOperator) call.getAggregation();
            if (operator.role() == AggregateOperator.Role.FUNCTION) {
                places[i] = columns.size();
                kpipe.compiler.pipeline.Aggregate function = function(call, operator, chain);
                aggregates.add(function);
                columns.add(new Column(columnName(call, operator), function.type()));
            }
        }
        int start = columns.size();
        columns.add(new Column("WINDOW_START", TIME));
        columns.add(new Column("WINDOW_END", TIME));
        Schema output = new Schema(columns);
        chain.aggregate(new Operator.WindowAggregate(key.window(), keys, aggregates, tellsLate, output, select.span()));
        Results results = new Results(output, start, select.span());
        List<Expr> fields = results.keys(aggregate, key, keyFields);
        for (int i = 0; i < places.length; i++) {
            AggregateCall call = aggregate.getAggCallList().get(i);
            AggregateOperator operator = (AggregateOperator) call.getAggregation();
            fields.add(
                    operator.role() == AggregateOperator.Role.GROUPING
                            ? grouping(call, keyFields, key, aggregate, operator.span())
                            : results.field(operator.role(), places[i]));
        }
        chain.setFields(fields);
        if (key.roundedUp()) {
            restamp(chain, results, aggregate.getRowType().getFieldNames(), select.span());
        }
        return chain;
    }

    /** The number whose bits say, the last key in the lowest one, by which keys a row is not grouped. */
    private static Expr grouping(
            AggregateCall call, List<Integer> keyFields, WindowKey window, Aggregate aggregate, Span span) {
        long bits = 0;
        for (int argument : call.getArgList()) {
            boolean grouped = keyFields.contains(argument)
                    || argument == aggregate.getGroupSet().nth(window.index());
            bits = bits << 1 | (grouped ? 0 : 1);
        }
        return new Expr.Literal(bits, Type.of(Kind.BIGINT, false), span);
    }

    private static String columnName(AggregateCall call, AggregateOperator operator) {
        String name = call.getName();
        return name == null || name.contains("$") ? operator.function().toString() : name;
    }

    private static kpipe.compiler.pipeline.Aggregate function(
            AggregateCall call, AggregateOperator operator, Chain chain) {
        List<Expr> arguments = new ArrayList<>();
        boolean pairs = kpipe.compiler.pipeline.Aggregate.PAIRS.contains(operator.function());
        for (int argument : call.getArgList()) {
            Expr value = chain.fields().get(argument);
            Type number = Type.of(Kind.DOUBLE, value.type().nullable());
            arguments.add(pairs ? Conversions.convert(value, number) : value);
        }
        Type type = RelTypes.fromRel(call.getType());
        return new kpipe.compiler.pipeline.Aggregate(
                operator.function(),
                arguments,
                call.isDistinct(),
                operator.ignoreNulls(),
                operator.fraction(),
                operator.listing(),
                type,
                operator.span());
    }

    /** The results of a key that is rounded up carry that key as their time: the window was moved by a millisecond, and its end with it. */
    private static void restamp(Chain chain, Results results, List<String> names, Span span) {
        List<Expr> kept = new ArrayList<>();
        List<Boolean> times = new ArrayList<>();
        for (Expr field : chain.fields()) {
            boolean time = field instanceof Expr.Rowtime;
            times.add(time);
            kept.add(time ? new Expr.Literal(null, TIME.withNullable(true), span) : field);
        }
        chain.project(kept, results.endRoundedUp(), names, span);
        List<Expr> fields = new ArrayList<>(chain.fields());
        for (int i = 0; i < fields.size(); i++) {
            if (times.get(i)) {
                fields.set(i, new Expr.Rowtime(TIME, span));
            }
        }
        chain.setFields(fields);
    }

    /** What the fields behind a grouping are, over the columns that the operator gives. */
    private record Results(Schema output, int start, Span span) {

        /** The keys; NULL for those by which the rows are not grouped. */
        List<Expr> keys(Aggregate aggregate, WindowKey window, List<Integer> keyFields) {
            List<Expr> fields = new ArrayList<>();
            int column = 0;
            for (int i = 0; i < aggregate.getGroupCount(); i++) {
                if (i == window.index()) {
                    fields.add(windowValue(window));
                } else if (keyFields.contains(aggregate.getGroupSet().nth(i))) {
                    fields.add(column(column++));
                } else {
                    Type type = RelTypes.fromRel(
                            aggregate.getRowType().getFieldList().get(i).getType());
                    fields.add(new Expr.Literal(null, RelTypes.storable(type).withNullable(true), span));
                }
            }
            return fields;
        }

        /** The key computed from the start of the window: it is the same for all instants of it. What is rounded down to the window is its start. */
        private Expr windowValue(WindowKey window) {
            Expr first = column(start);
            return window.value() == null || !window.roundedUp() && Traits.isRounding(window.value())
                    ? first
                    : new Rewriter() {
                        @Override
                        public Expr rowtime(Expr.Rowtime rowtime) {
                            return first;
                        }
                    }.rewrite(window.value());
        }

        Expr field(AggregateOperator.Role role, int place) {
            return switch (role) {
                case FUNCTION, GROUPING -> column(place);
                case WINDOW_START -> column(start);
                case WINDOW_END -> column(start + 1);
                case ROWTIME -> new Expr.Rowtime(TIME, span);
            };
        }

        private Expr column(int index) {
            return new Expr.Column(index, output.type(index), span);
        }

        Expr endRoundedUp() {
            Expr millisecond = new Expr.Literal(1L, Type.of(Kind.INTERVAL_DAY_TIME, false), span);
            return new Expr.Call(Operation.MINUS, List.of(column(start + 1), millisecond), TIME, span);
        }
    }
}
