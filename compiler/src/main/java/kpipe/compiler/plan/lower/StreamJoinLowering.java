package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.JoinWindow;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Rewriter;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.plan.JoinedStreams;
import kpipe.compiler.plan.Problems;
import kpipe.compiler.plan.RelTypes;
import kpipe.compiler.plan.ScalarOperator;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Makes a stage of a join of two streams, and stages before it for what its sides are put through. Conditions are first expressions over the fields of the join, as the plan
 * numbers them: those of one side alone go before the join, equalities become keys, what they say about the two ROWTIMEs becomes the time within which rows meet, the rest
 * is tested for each pair.
 */
final class StreamJoinLowering {

    private static final Type TIME = Type.of(Kind.TIMESTAMP, false);

    private final StageBuilder stages;
    private final Problems problems;
    private final Plans plans;

    /** Lowers what stands on a side of a join. */
    interface Plans {
        Chain chain(RelNode node);
    }

    /** Two expressions that must be equal, over the fields of the left and of the right side. */
    private record Key(Expr left, Expr right) {}

    StreamJoinLowering(StageBuilder stages, Problems problems, Plans plans) {
        this.stages = stages;
        this.problems = problems;
        this.plans = plans;
    }

    /** The streams that a join is of, or null where it is one with a table. */
    static @Nullable JoinedStreams streams(Join join) {
        return join.getCondition() instanceof RexCall call && call.getOperator() instanceof ScalarOperator operator
                ? operator.streams()
                : null;
    }

    /** What AND joins in a condition over the fields of a node. */
    static List<Expr> conjuncts(RexNode condition, RelNode node, Span span) {
        List<Expr> fields = new ArrayList<>();
        for (RelDataTypeField field : node.getRowType().getFieldList()) {
            fields.add(new Expr.Column(field.getIndex(), RelTypes.fromRel(field.getType()), span));
        }
        return JoinConditions.conjuncts(ExprLowering.lower(condition, fields, span));
    }

    /**
     * The chain that begins with the join.
     *
     * @param where conditions over the fields of the join that stand behind it; only of inner joins
     * @param needed which fields of the join are looked at above
     */
    Chain lower(Join join, JoinedStreams streams, List<Expr> where, boolean[] needed) {
        Lowering lowering = new Lowering(join, streams);
        RexCall marker = (RexCall) join.getCondition();
        List<Expr> conditions = new ArrayList<>(conjuncts(marker.getOperands().get(0), join, streams.span()));
        if (streams.asOf() != null) {
            List<RexNode> operands = marker.getOperands();
            Expr match = JoinConditions.and(
                    conjuncts(operands.get(operands.size() - 1), join, streams.span()), streams.span());
            return lowering.latest(conditions, where, match, needed);
        }
        conditions.addAll(where);
        conditions.addAll(lowering.chained(marker));
        return lowering.lower(conditions, needed);
    }

    /** One join at work. */
    private final class Lowering {

        private final Join join;
        private final JoinedStreams streams;
        private final int width;
        private final boolean keepsLeft;
        private final boolean keepsRight;
        private final List<Expr> rest = new ArrayList<>();
        private final List<Key> keys = new ArrayList<>();
        private TimeDistance distance = TimeDistance.ANY;

        Lowering(Join join, JoinedStreams streams) {
            this.join = join;
            this.streams = streams;
            width = join.getLeft().getRowType().getFieldCount();
            JoinRelType type = join.getJoinType();
            keepsLeft = type == JoinRelType.LEFT || type == JoinRelType.FULL;
            keepsRight = type == JoinRelType.RIGHT || type == JoinRelType.FULL;
        }

        private boolean inner() {
            return !keepsLeft && !keepsRight;
        }

        /**
         * Where a side is a join itself each of its streams has a window of its own: the time of the later row may not be too late for the earlier one.
         */
        List<Expr> chained(RexCall marker) {
            List<Expr> conditions = new ArrayList<>();
            if (!streams.windowed()) {
                return conditions;
            }
            int lefts = streams.left().size();
            for (int i = 0; i < lefts && lefts > 1; i++) {
                conditions.add(within(marker, 1 + i, streams.left().get(i), 1 + lefts));
            }
            int rights = streams.right().size();
            for (int i = 0; i < rights && rights > 1; i++) {
                conditions.add(within(marker, 1 + lefts + i, streams.right().get(i), 1));
            }
            return conditions;
        }

        private Expr within(RexCall marker, int held, JoinedStreams.Side side, int other) {
            Span span = streams.span();
            Expr from = time(marker, held);
            Expr to = time(marker, other);
            long millis = side.window() == null ? 0 : side.window().preceding();
            Expr length = new Expr.Literal(millis, Type.of(Kind.INTERVAL_DAY_TIME, false), span);
            Expr end = new Expr.Call(Operation.PLUS, List.of(from, length), from.type(), span);
            Type truth =
                    Type.of(Kind.BOOLEAN, from.type().nullable() || to.type().nullable());
            Expr soon = new Expr.Call(Operation.LESS_OR_EQUAL, List.of(to, end), truth, span);
            if (!from.type().nullable()) {
                return soon;
            }
            Expr missing = new Expr.Call(Operation.IS_NULL, List.of(from), Type.of(Kind.BOOLEAN, false), span);
            return new Expr.Call(Operation.OR, List.of(missing, soon), truth, span);
        }

        private Expr time(RexCall marker, int operand) {
            RexInputRef reference = (RexInputRef) marker.getOperands().get(operand);
            return new Expr.Column(reference.getIndex(), RelTypes.fromRel(reference.getType()), streams.span());
        }

        Chain lower(List<Expr> conditions, boolean[] needed) {
            List<Expr> ofLeft = new ArrayList<>();
            List<Expr> ofRight = new ArrayList<>();
            List<Expr> ofBoth = new ArrayList<>();
            boolean failed = false;
            for (Expr condition : conditions) {
                boolean left = uses(condition, true);
                boolean right = uses(condition, false);
                boolean alone = left != right && !Traits.any(condition, part -> part instanceof Expr.Rowtime);
                failed |= !Traits.neverFails(condition);
                if (alone && !failed && left && !keepsLeft) {
                    ofLeft.add(condition);
                } else if (alone && !failed && right && !keepsRight) {
                    ofRight.add(shifted(condition, -width));
                } else {
                    ofBoth.add(condition);
                }
            }
            boolean[] used = used(needed, ofBoth);
            boolean[] usedLeft = java.util.Arrays.copyOfRange(used, 0, width);
            boolean[] usedRight = java.util.Arrays.copyOfRange(used, width, used.length);
            Chain left = side(join.getLeft(), ofLeft, usedLeft);
            Chain right = side(join.getRight(), ofRight, usedRight);
            sort(ofBoth, left, right);
            bounds();
            return joined(left, right, usedLeft, usedRight);
        }

        private boolean[] used(boolean[] needed, List<Expr> conditions) {
            boolean[] used = needed.clone();
            conditions.forEach(condition -> Traits.any(condition, part -> {
                if (part instanceof Expr.Column column) {
                    used[column.index()] = true;
                }
                return false;
            }));
            return used;
        }

        /**
         * Each left row with the latest right row. What ON says to be equal tells which rows are of one key; all else is asked of the row that is found, so that it has no part
         * in which that is.
         *
         * @param match says which right rows are not too late, or null
         */
        Chain latest(List<Expr> on, List<Expr> where, @Nullable Expr match, boolean[] needed) {
            List<Expr> ofLeft = new ArrayList<>();
            List<Expr> ofBoth = new ArrayList<>(on);
            for (Expr condition : where) {
                boolean plain = !uses(condition, false) && !Traits.any(condition, part -> part instanceof Expr.Rowtime);
                (plain && inner() && Traits.neverFails(condition) ? ofLeft : ofBoth).add(condition);
            }
            boolean[] used = used(needed, ofBoth);
            boolean[] usedLeft = java.util.Arrays.copyOfRange(used, 0, width);
            boolean[] usedRight = java.util.Arrays.copyOfRange(used, width, used.length);
            Chain left = side(join.getLeft(), ofLeft, usedLeft);
            Chain right = side(join.getRight(), List.of(), usedRight);
            distance = new TimeDistance(youngest(), upTo(match, left, right));
            for (int i = 0; i < ofBoth.size(); i++) {
                Expr condition = ofBoth.get(i);
                Key key = i < on.size() ? key(condition) : null;
                TimeDistance said = i < on.size() ? said(condition, left, right) : null;
                if (said != null && (said.hasUpper() ? said.upper() >= 0 : said.lower() <= 0)) {
                    distance = distance.and(said);
                } else if (key != null) {
                    keys.add(key);
                } else {
                    rest.add(condition);
                }
            }
            return joined(left, right, usedLeft, usedRight);
        }

        /** How old the latest row may be by the window behind its stream. */
        private long youngest() {
            for (JoinedStreams.Side side : streams.left()) {
                if (side.window() != null && streams.left().size() == 1) {
                    throw noSuchWindow(side.window());
                }
            }
            JoinWindow window = streams.right().get(0).window();
            if (window == null) {
                return Long.MIN_VALUE;
            }
            if (window.rows() > 0 || window.following() > 0 || streams.right().size() > 1) {
                throw noSuchWindow(window);
            }
            return -window.preceding();
        }

        private RefusedException noSuchWindow(JoinWindow window) {
            problems.report(Diagnostic.of(Problems.AS_OF_WINDOW, window.span())
                    .withNote("such as `OVER (RANGE INTERVAL '1' HOUR PRECEDING)`"));
            return new RefusedException();
        }

        /** By how much the right ROWTIME may be more than the left one: 0, or -1 where it must be less. */
        private long upTo(@Nullable Expr match, Chain left, Chain right) {
            if (match == null || match instanceof Expr.Literal literal && Boolean.TRUE.equals(literal.value())) {
                return 0;
            }
            TimeDistance said = said(match, left, right);
            if (said == null || said.hasLower() || said.upper() < -1 || said.upper() > 0) {
                String leftName = name(streams.left());
                String rightName = name(streams.right());
                problems.report(Diagnostic.of(Problems.NOT_AS_OF, java.util.Objects.requireNonNull(streams.asOf()))
                        .withNote("write `FOR SYSTEM_TIME AS OF " + leftName + ".ROWTIME`, or `MATCH_CONDITION "
                                + leftName + ".ROWTIME >= " + rightName + ".ROWTIME`"));
                throw new RefusedException();
            }
            return said.upper();
        }

        private @Nullable TimeDistance said(Expr condition, Chain left, Chain right) {
            return TimeDistance.of(
                    condition,
                    expr -> uses(expr, true) ? left.asTime(substituted(expr, left.fields(), 0)) : null,
                    expr -> uses(expr, false) ? right.asTime(substituted(expr, right.fields(), width)) : null);
        }

        private boolean uses(Expr condition, boolean ofLeft) {
            return Traits.usesColumn(condition, index -> index < width == ofLeft);
        }

        private Chain side(RelNode node, List<Expr> conditions, boolean[] needed) {
            JoinedStreams inner = node instanceof Join other ? streams(other) : null;
            if (inner != null && ((Join) node).getJoinType() == JoinRelType.INNER) {
                return StreamJoinLowering.this.lower((Join) node, inner, conditions, needed);
            }
            if (inner != null && conditions.isEmpty()) {
                return StreamJoinLowering.this.lower((Join) node, inner, List.of(), needed);
            }
            Chain chain = plans.chain(node);
            for (Expr condition : conditions) {
                boolean costly = Traits.usesColumn(
                        condition, index -> !Traits.isTrivial(chain.fields().get(index)));
                if (costly) {
                    chain.settle(node.getRowType().getFieldNames(), streams.span());
                }
                FilterPlacement.place(chain, substituted(condition, chain.fields(), 0));
            }
            return chain;
        }

        /** Tells keys and what is said about time from what is tested for each pair. */
        private void sort(List<Expr> conditions, Chain left, Chain right) {
            for (int i = 0; i < conditions.size(); i++) {
                Expr condition = conditions.get(i);
                TimeDistance said = said(condition, left, right);
                Key key = said == null ? key(condition) : null;
                boolean first = i == 0 || Traits.neverFails(condition);
                boolean narrows = said != null && (inner() && !counted() || !streams.windowed());
                if (narrows && said != null) {
                    distance = distance.and(said);
                } else if (key != null && first) {
                    keys.add(key);
                } else {
                    rest.add(condition);
                }
            }
        }

        private boolean counted() {
            return reach(streams.left()).rows() > 0 || reach(streams.right()).rows() > 0;
        }

        private @Nullable Key key(Expr condition) {
            if (!(condition instanceof Expr.Call call) || call.operation() != Operation.EQUAL) {
                return null;
            }
            Expr first = call.operand(0);
            Expr second = call.operand(1);
            boolean plain = !Traits.any(call, part -> part instanceof Expr.Rowtime);
            if (plain && uses(first, true) && !uses(first, false) && uses(second, false) && !uses(second, true)) {
                return new Key(first, shifted(second, -width));
            }
            if (plain && uses(second, true) && !uses(second, false) && uses(first, false) && !uses(first, true)) {
                return new Key(second, shifted(first, -width));
            }
            return null;
        }

        /** For how long the rows of a side are held, by the windows of its streams. */
        private JoinWindow reach(List<JoinedStreams.Side> sides) {
            long preceding = Long.MAX_VALUE;
            long following = Long.MAX_VALUE;
            int rows = 0;
            for (JoinedStreams.Side side : sides) {
                JoinWindow window = side.window();
                preceding = Math.min(preceding, window == null ? 0 : window.preceding());
                following = Math.min(following, window == null ? 0 : window.following());
                rows = Math.max(rows, window == null ? 0 : window.rows());
            }
            if (rows > 0 && sides.size() > 1) {
                problems.notAvailable(streams.span(), "a window of ROWS in a join of more than two streams");
                throw new RefusedException();
            }
            return new JoinWindow(preceding, following, rows, streams.span());
        }

        /** What the windows say, or else the conditions. */
        private void bounds() {
            if (streams.windowed()) {
                JoinWindow left = reach(streams.left());
                JoinWindow right = reach(streams.right());
                long upper = left.rows() > 0 ? Long.MAX_VALUE : Math.max(left.preceding(), right.following());
                long lower = right.rows() > 0 ? Long.MIN_VALUE : -Math.max(right.preceding(), left.following());
                distance = distance.and(new TimeDistance(lower, upper));
            } else if (!distance.hasLower() && !distance.hasUpper()) {
                problems.report(Diagnostic.of(Problems.EQUAL_TIMES, streams.span())
                        .withNote("say how long rows are held by `OVER (RANGE INTERVAL '1' MINUTE PRECEDING)` behind a"
                                + " stream, or that equal times are meant by `" + name(streams.left()) + ".ROWTIME = "
                                + name(streams.right()) + ".ROWTIME`"));
                distance = new TimeDistance(0, 0);
            } else if (!distance.hasLower() || !distance.hasUpper()) {
                throw grows();
            }
        }

        private static String name(List<JoinedStreams.Side> sides) {
            return sides.get(sides.size() - 1).name();
        }

        private RefusedException grows() {
            JoinedStreams.Side left = streams.left().get(0);
            JoinedStreams.Side right = streams.right().get(0);
            JoinedStreams.Side growing = distance.hasLower() ? left : right;
            String bound = distance.hasLower() ? "later" : "earlier";
            problems.report(Diagnostic.of(Problems.JOIN_GROWS, streams.span(), growing.name())
                    .withLabel(
                            growing.span(),
                            "nothing says how much " + bound + " a row of `" + right.name() + "` may be than one of `"
                                    + left.name() + "`")
                    .withNote("bound the time between them on both sides, as in `" + right.name()
                            + ".ROWTIME BETWEEN " + left.name() + ".ROWTIME - INTERVAL '1' HOUR AND " + left.name()
                            + ".ROWTIME`"));
            return new RefusedException();
        }

        private Chain joined(Chain left, Chain right, boolean[] usedLeft, boolean[] usedRight) {
            JoinWindow leftReach = reach(streams.left());
            JoinWindow rightReach = reach(streams.right());
            boolean divided = !keys.isEmpty()
                    && leftReach.rows() == 0
                    && rightReach.rows() == 0
                    && keys.stream()
                            .noneMatch(key -> key.left().kind() == Kind.CHAR
                                    || key.right().kind() == Kind.CHAR);
            int lanes = divided ? Math.max(left.stream().lanes(), right.stream().lanes()) : 1;
            String name = stages.nextJoin();
            List<Expr> leftKeys = keys.stream().map(Key::left).toList();
            List<Expr> rightKeys = keys.stream().map(Key::right).toList();
            JoinInlet leftInlet =
                    JoinInlet.of(stages, name + ".left", left, join.getLeft(), usedLeft, leftKeys, lanes, keepsRight);
            JoinInlet rightInlet = JoinInlet.of(
                    stages, name + ".right", right, join.getRight(), usedRight, rightKeys, lanes, keepsLeft);
            return new JoinOutput(leftInlet, rightInlet).chain(lanes, leftReach.rows(), rightReach.rows());
        }

        /** The join and what its fields are. */
        private final class JoinOutput {
            private final JoinInlet left;
            private final JoinInlet right;
            private final int leftColumns;
            private final Schema schema;

            JoinOutput(JoinInlet left, JoinInlet right) {
                this.left = left;
                this.right = right;
                leftColumns = left.facts().schema().size();
                List<Column> columns = new ArrayList<>();
                left.facts().schema().columns().forEach(column -> columns.add(missing(column, keepsRight)));
                right.facts().schema().columns().forEach(column -> columns.add(missing(column, keepsLeft)));
                columns.add(new Column("left ROWTIME", TIME.withNullable(keepsRight)));
                columns.add(new Column("right ROWTIME", TIME.withNullable(keepsLeft)));
                schema = new Schema(columns);
            }

            private Column missing(Column column, boolean optional) {
                return new Column(
                        column.name(),
                        column.type().withNullable(optional || column.type().nullable()));
            }

            Chain chain(int lanes, int leftRows, int rightRows) {
                List<Expr> fields = new ArrayList<>();
                left.fields().forEach(field -> fields.add(field(field, true)));
                right.fields().forEach(field -> fields.add(field(field, false)));
                List<Expr> residuals = new ArrayList<>();
                rest.forEach(condition -> residuals.add(substituted(condition, fields, 0)));
                List<Operator.StreamJoin.KeyPair> pairs = new ArrayList<>();
                for (int i = 0; i < keys.size(); i++) {
                    pairs.add(new Operator.StreamJoin.KeyPair(
                            left.keys().get(i), right.keys().get(i)));
                }
                Operator.StreamJoin operator = new Operator.StreamJoin(
                        leftColumns,
                        pairs,
                        distance.lower(),
                        distance.upper(),
                        leftRows,
                        rightRows,
                        JoinConditions.and(residuals, streams.span()),
                        keepsLeft,
                        keepsRight,
                        streams.asOf() != null,
                        schema,
                        streams.span());
                StreamFacts facts = new StreamFacts(
                        left.facts().name(),
                        left.facts().schema(),
                        lanes,
                        lanes > 1 && !keepsRight ? left.keys() : List.of(),
                        -1,
                        true);
                return new Chain(
                        facts,
                        new Stage.Inlet(right.facts().name(), right.facts().schema()),
                        operator,
                        fields,
                        times(),
                        lags(),
                        origins());
            }

            /** Whether the row of a side is surely the later one, so that its ROWTIME is that of the pair. */
            private boolean later(boolean ofLeft) {
                return streams.asOf() != null
                        ? ofLeft
                        : inner() && (ofLeft ? distance.upper() <= 0 : distance.lower() >= 0);
            }

            private Expr field(Expr field, boolean ofLeft) {
                if (field instanceof Expr.Rowtime) {
                    int index = schema.size() - (ofLeft ? 2 : 1);
                    return later(ofLeft) ? field : new Expr.Column(index, schema.type(index), field.span());
                }
                if (field instanceof Expr.Column column) {
                    int index = column.index() + (ofLeft ? 0 : leftColumns);
                    return new Expr.Column(index, schema.type(index), field.span());
                }
                return field;
            }

            private List<@Nullable Expr> times() {
                List<@Nullable Expr> times = new ArrayList<>();
                left.times().forEach(time -> times.add(later(true) ? time : null));
                right.times().forEach(time -> times.add(later(false) ? time : null));
                times.add(later(true) ? new Expr.Rowtime(TIME, streams.span()) : null);
                times.add(later(false) ? new Expr.Rowtime(TIME, streams.span()) : null);
                return times;
            }

            /** The ROWTIMEs of the two sides: of a pair, and of a row that has met nobody, the other one can be so much later. */
            private Map<Integer, Long> lags() {
                Map<Integer, Long> lags = new HashMap<>();
                if (distance.hasUpper()) {
                    lags.put(schema.size() - 2, Math.max(0, distance.upper()));
                }
                if (distance.hasLower()) {
                    lags.put(schema.size() - 1, Math.max(0, -distance.lower()));
                }
                return lags;
            }

            private List<Integer> origins() {
                List<Integer> origins = new ArrayList<>();
                for (int i = 0; i < schema.size(); i++) {
                    origins.add(i < leftColumns ? i : -1);
                }
                for (int i = 0; i < keys.size() && inner(); i++) {
                    origins.set(leftColumns + right.keys().get(i), left.keys().get(i));
                }
                return origins;
            }
        }
    }

    private static Expr shifted(Expr expr, int by) {
        return new Rewriter() {
            @Override
            public Expr column(Expr.Column column) {
                return new Expr.Column(column.index() + by, column.type(), column.span());
            }
        }.rewrite(expr);
    }

    /** The expression with fields in place of the columns that stand for them, the first of which has the number {@code first}. */
    static Expr substituted(Expr expr, List<Expr> fields, int first) {
        return new Rewriter() {
            @Override
            public Expr column(Expr.Column column) {
                return ExprLowering.Placed.at(fields.get(column.index() - first), column.span());
            }
        }.rewrite(expr);
    }
}
