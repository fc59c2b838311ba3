package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import kpipe.compiler.model.StreamDeclaration;
import kpipe.compiler.model.TableCall;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.plan.Conversions;
import kpipe.compiler.plan.JoinedStreams;
import kpipe.compiler.plan.Problems;
import kpipe.compiler.plan.RelTypes;
import kpipe.compiler.plan.RelationTables.RelationTable;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;

/** Takes the plan of one query apart into stages. */
public final class QueryLowering {

    private final StageBuilder stages;
    private final Function<StreamDeclaration, StreamFacts> streams;
    private final Problems problems;
    private final Span span;
    private final StreamJoinLowering streamJoins;

    /** What becomes of the rows that a query gives. */
    public interface Sink {
        /**
         * The last projection of a branch of the query.
         *
         * @param fields the query's columns, without ROWTIME
         */
        List<Expr> columns(List<Expr> fields);

        String stream();

        Schema schema();
    }

    public QueryLowering(StageBuilder stages, Function<StreamDeclaration, StreamFacts> streams, Problems problems) {
        this.stages = stages;
        this.streams = streams;
        this.problems = problems;
        this.span = stages.span();
        this.streamJoins = new StreamJoinLowering(stages, problems, this::chain);
    }

    /**
     * Makes stages that append what {@code plan} gives to the stream of {@code sink}. Reports state that would grow without bound.
     *
     * @throws RefusedException where that was reported
     * @throws UnsupportedPlanException if the plan holds what translation never makes
     */
    public void lower(RelNode plan, Sink sink) {
        List<RelNode> branches = branches(plan);
        for (RelNode branch : branches) {
            Chain chain = chain(branch);
            List<Expr> fields = chain.fields();
            chain.finish(sink.columns(fields.subList(0, fields.size() - 1)), null, sink.schema(), span);
            String id = branches.size() == 1 ? stages.pump() : stages.nextUnion();
            stages.addStage(chain, id, sink.stream());
        }
    }

    /** The inputs of a UNION ALL, nested ones included; or the plan itself. */
    private static List<RelNode> branches(RelNode plan) {
        if (!(plan instanceof Union union) || !union.all) {
            return List.of(plan);
        }
        List<RelNode> branches = new ArrayList<>();
        union.getInputs().forEach(input -> branches.addAll(branches(input)));
        return branches;
    }

    private Chain chain(RelNode node) {
        boolean[] all = new boolean[node.getRowType().getFieldCount()];
        Arrays.fill(all, true);
        return chain(node, all);
    }

    /** @param needed which fields are looked at above */
    private Chain chain(RelNode node, boolean[] needed) {
        if (node instanceof TableScan scan) {
            RelationTable table = scan.getTable().unwrap(RelationTable.class);
            if (table != null && table.relation() instanceof StreamDeclaration stream) {
                Chain chain = new Chain(streams.apply(stream), span);
                chain.keep(stages.tellsLate() ? chain.schema().size() : 0, span);
                return chain;
            }
        }
        if (node instanceof Project project) {
            return project(project, needed);
        }
        if (node instanceof Filter filter) {
            return filter(filter, needed);
        }
        if (node instanceof Join join) {
            JoinedStreams streams = StreamJoinLowering.streams(join);
            return streams == null ? join(join) : streamJoins.lower(join, streams, List.of(), needed);
        }
        if (node instanceof Aggregate aggregate) {
            Chain chain = chain(aggregate.getInput());
            return new AggregateLowering(problems, new Streams()).lower(aggregate, chain);
        }
        if (node instanceof Union union && union.all) {
            return union(union);
        }
        if (node instanceof SetOp operation) {
            return compared(operation);
        }
        throw new UnsupportedPlanException(node.getRelTypeName());
    }

    private static List<String> names(RelDataType row) {
        return row.getFieldNames();
    }

    private Chain project(Project project, boolean[] needed) {
        TableCall call = TableCallLowering.of(project);
        if (call != null) {
            return new TableCallLowering(new Streams(), span).lower(project, call, chain(project.getInput()));
        }
        RexCall match = MatchLowering.marker(project);
        if (match != null) {
            int[] searched = new int[project.getInput().getRowType().getFieldCount()];
            FieldUses.count(project.getProjects(), searched);
            return new MatchLowering(problems, new Streams())
                    .lower(project, match, chain(project.getInput(), FieldUses.any(searched)));
        }
        int[] uses = new int[project.getInput().getRowType().getFieldCount()];
        boolean allNeeded = DistinctMark.isIn(project.getProjects());
        for (int i = 0; i < needed.length; i++) {
            RexNode node = project.getProjects().get(i);
            if (needed[i]
                    || allNeeded
                    || Promotions.isPromotion(node)
                    || OrderLowering.of(node) != null
                    || UnnestLowering.isMarker(node)
                    || OverLowering.isAnalytic(node)) {
                FieldUses.count(List.of(node), uses);
            }
        }
        OverLowering.Lowered lowered = new OverLowering(problems, new Streams(), span)
                .lower(project, chain(project.getInput(), FieldUses.any(uses)));
        Chain chain = lowered.chain();
        List<RexNode> projects = new ArrayList<>(lowered.projects());
        if (projects.stream().anyMatch(UnnestLowering::isMarker)) {
            List<String> extended = new ArrayList<>(lowered.names());
            projects = new ArrayList<>(UnnestLowering.lower(projects, chain, extended, span));
        }
        projects = new ArrayList<>(RecordLowering.lower(projects, chain, lowered.names(), span));
        OrderLowering.Marked order = null;
        for (int i = 0; i < lowered.projects().size(); i++) {
            OrderLowering.Marked marked = OrderLowering.of(projects.get(i));
            if (marked != null) {
                order = marked;
                projects.set(i, marked.time());
            }
        }
        DistinctMark distinct = DistinctMark.takeOut(projects);
        List<RexNode> keys = order == null ? List.of() : order.keys();
        long within = order == null ? 0 : order.rows().within();
        OrderLowering ordering = new OrderLowering(problems, new Streams(), span);
        if (order != null && within > 0) {
            ordering.checkWithin(order, projects, distinct != null, chain);
            chain = ordering.asTheyCame(chain, lowered.names());
        } else if (distinct == null) {
            projects.addAll(keys);
        }
        List<String> names = new ArrayList<>(names(project.getRowType()));
        for (int i = names.size(); i < projects.size(); i++) {
            names.add("key");
        }
        if (usesTwice(projects, chain.fields())) {
            chain.settle(lowered.names(), span);
        }
        chain = projected(projects, names, chain, within);
        if (within > 0) {
            return ordering.bySetTime(chain, names);
        }
        if (distinct != null) {
            chain = new DistinctLowering(problems, new Streams(), span).lower(distinct.span(), chain, names);
            if (order != null) {
                addKeys(order, projects, chain);
            }
        }
        return order == null ? chain : ordering.lower(order.rows(), chain, names);
    }

    /** Behind DISTINCT rows are sorted by the values that they have there. */
    private void addKeys(OrderLowering.Marked order, List<RexNode> projects, Chain chain) {
        List<Expr> fields = new ArrayList<>(chain.fields());
        for (int i = 0; i < order.keys().size(); i++) {
            int selected = projects.indexOf(order.keys().get(i));
            if (selected < 0) {
                Span key = order.rows().keys().get(i).span();
                problems.report(Problems.NOT_SELECTED, key, key.text());
                throw new RefusedException();
            }
            fields.add(chain.fields().get(selected));
        }
        chain.setFields(fields);
    }

    /** Makes expressions the fields, and sets ROWTIME where one does. */
    private Chain projected(List<RexNode> projects, List<String> allNames, Chain chain, long within) {
        List<Expr> fields = new ArrayList<>();
        Expr promoted = null;
        int promotedIndex = -1;
        for (RexNode node : projects) {
            Expr expr = ExprLowering.lower(node, chain.fields(), span);
            if (Promotions.isPromotion(node) && !(expr instanceof Expr.Rowtime)) {
                promoted = expr;
                promotedIndex = fields.size();
            }
            fields.add(expr);
        }
        if (promoted == null) {
            chain.setFields(fields);
            return chain;
        }
        List<String> names = new ArrayList<>(allNames);
        fields.remove(promotedIndex);
        names.remove(promotedIndex);
        chain.project(fields, promoted, within, false, names, promoted.span());
        List<Expr> after = new ArrayList<>(chain.fields());
        after.add(promotedIndex, new Expr.Rowtime(Promotions.TIME, promoted.span()));
        chain.setFields(after);
        return chain;
    }

    /** Whether an expression of some cost would be computed more than once if it were put in place of its uses. */
    private static boolean usesTwice(List<RexNode> nodes, List<Expr> fields) {
        int[] uses = new int[fields.size()];
        FieldUses.count(nodes, uses);
        for (int i = 0; i < uses.length; i++) {
            if (uses[i] > 1 && !Traits.isTrivial(fields.get(i))) {
                return true;
            }
        }
        return false;
    }

    private Chain filter(Filter filter, boolean[] needed) {
        RelNode input = filter.getInput();
        int[] uses = new int[input.getRowType().getFieldCount()];
        FieldUses.count(List.of(filter.getCondition()), uses);
        JoinedStreams streams = input instanceof Join join ? StreamJoinLowering.streams(join) : null;
        if (streams != null && ((Join) input).getJoinType() == JoinRelType.INNER) {
            return streamJoins.lower(
                    (Join) input, streams, StreamJoinLowering.conjuncts(filter.getCondition(), input, span), needed);
        }
        Chain chain = chain(input, FieldUses.either(needed, FieldUses.any(uses)));
        for (int i = 0; i < uses.length; i++) {
            if (uses[i] > 0 && !Traits.isTrivial(chain.fields().get(i))) {
                chain.settle(names(filter.getInput().getRowType()), span);
                break;
            }
        }
        Expr condition = ExprLowering.lower(filter.getCondition(), chain.fields(), span);
        FilterPlacement.place(chain, Lookups.whetherTrue(condition));
        return chain;
    }

    private Chain join(Join join) {
        boolean streamFirst = TableSide.of(join.getLeft(), span) == null;
        RelNode tableNode = streamFirst ? join.getRight() : join.getLeft();
        RelNode streamNode = streamFirst ? join.getLeft() : join.getRight();
        TableSide table = TableSide.of(tableNode, span);
        boolean outer = join.getJoinType() == (streamFirst ? JoinRelType.LEFT : JoinRelType.RIGHT);
        if (table == null || join.getJoinType() != JoinRelType.INNER && !outer) {
            problems.notAvailable(span, "this form of join");
            throw new RefusedException();
        }
        Chain chain = chain(streamNode);
        chain.settle(names(streamNode.getRowType()), span);
        int width = chain.schema().size();
        List<Expr> tableFields = table.fieldsBehind(width, outer);
        List<Expr> both = new ArrayList<>(streamFirst ? chain.fields() : tableFields);
        both.addAll(streamFirst ? tableFields : chain.fields());
        List<Expr> conjuncts = new ArrayList<>();
        conjuncts.addAll(table.conditionsBehind(width));
        conjuncts.addAll(JoinConditions.conjuncts(ExprLowering.lower(join.getCondition(), both, span)));
        Expr whole = JoinConditions.and(conjuncts, span);
        JoinConditions conditions =
                whole == null ? new JoinConditions(List.of(), null) : JoinConditions.of(whole, width, span);
        Schema output = joined(chain.schema(), table.table(), outer);
        Span place = whole == null ? span : whole.span();
        chain.join(new Operator.TableJoin(
                table.table().relation().name(), conditions.keys(), conditions.residual(), outer, output, place));
        chain.setFields(both);
        return chain;
    }

    private static Schema joined(Schema stream, RelationTable table, boolean outer) {
        List<Column> columns = new ArrayList<>(stream.columns());
        for (Column column : table.columns().columns()) {
            Type type = column.type();
            columns.add(new Column(column.name(), type.withNullable(type.nullable() || outer)));
        }
        return new Schema(columns);
    }

    /** A UNION ALL below other operators: its branches append to a stream between. */
    private Chain union(Union union) {
        List<Chain> chains = new ArrayList<>();
        branches(union).forEach(branch -> chains.add(chain(branch)));
        if (union.getInput(0) instanceof Aggregate) {
            // A grouping that was written twice: the time of results is where the grouping has it, not behind the
            // columns.
            return new Streams().join(chains, union.getRowType());
        }
        return gather(chains, columnsOf(union));
    }

    /** UNION, INTERSECT and EXCEPT: both sides append to a stream between, with the number of the side. */
    private Chain compared(SetOp operation) {
        SetLowering.Kept kept = operation instanceof Union
                ? SetLowering.Kept.UNION
                : operation instanceof Intersect ? SetLowering.Kept.INTERSECT : SetLowering.Kept.EXCEPT;
        List<Column> columns = new ArrayList<>(columnsOf(operation).columns());
        int width = columns.size();
        columns.add(SetLowering.sideColumn());
        List<Chain> chains = new ArrayList<>();
        for (RelNode input : operation.getInputs()) {
            Chain chain = chain(input);
            List<Expr> fields = new ArrayList<>(chain.fields().subList(0, width));
            fields.add(SetLowering.side(Math.min(chains.size(), 1), span));
            chain.setFields(fields);
            chains.add(chain);
        }
        List<String> names = new ArrayList<>();
        columns.forEach(column -> names.add(column.name()));
        names.add("ROWTIME");
        return new SetLowering(problems, new Streams(), span).lower(kept, gather(chains, new Schema(columns)), names);
    }

    /** Ends stages whose first fields are the columns of {@code schema} and goes on behind the stream to which they all append. */
    private Chain gather(List<Chain> chains, Schema schema) {
        List<List<Expr>> given = new ArrayList<>();
        chains.forEach(chain -> given.add(chain.fields()));
        int lanes = chains.get(0).stream().lanes();
        boolean even = chains.stream().allMatch(chain -> chain.stream().lanes() == lanes);
        String name = stages.nextUnion();
        for (int i = 0; i < chains.size(); i++) {
            Chain chain = chains.get(i);
            List<Expr> columns = new ArrayList<>();
            for (int j = 0; j < schema.size(); j++) {
                columns.add(Conversions.convert(chain.fields().get(j), schema.type(j)));
            }
            chain.finish(columns, null, schema, span);
            stages.addStage(chain, name + "." + (i + 1), name);
        }
        Chain next = begin(new StageBuilder.InternalStream(name, schema, even ? lanes : 1, List.of(), false, span))
                .ofUnion();
        next.inherit(chains, given);
        return next;
    }

    /** The columns that a plan of a stream gives, ROWTIME aside. */
    public static Schema columnsOf(RelNode plan) {
        RelDataType row = plan.getRowType();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i + 1 < row.getFieldCount(); i++) {
            Type type = RelTypes.fromRel(row.getFieldList().get(i).getType());
            columns.add(new Column(row.getFieldNames().get(i), RelTypes.storable(type)));
        }
        return new Schema(columns);
    }

    private Chain begin(StageBuilder.InternalStream stream) {
        stages.addStream(stream);
        return read(stream);
    }

    private Chain read(StageBuilder.InternalStream stream) {
        return new Chain(
                new StreamFacts(stream.name(), stream.schema(), stream.lanes(), stream.keys(), -1, stream.ordered()),
                span);
    }

    /** The streams between the stages of a grouping. */
    private final class Streams implements AggregateLowering.Between {

        @Override
        public Chain split(Chain chain, List<String> names, List<Integer> keyFields) {
            Cut cut = Cut.of(chain, names, keyFields);
            int lanes = cut.keys().isEmpty() ? 1 : chain.stream().lanes();
            StageBuilder.InternalStream stream = end(chain, cut, lanes);
            Chain next = begin(stream);
            next.inherit(chain, cut);
            next.keep(chain.kept().size(), span);
            next.setFields(cut.after(span));
            return next;
        }

        @Override
        public List<Chain> fork(Chain chain, List<String> names, int count) {
            Cut cut = Cut.of(chain, names, List.of());
            StageBuilder.InternalStream stream = end(chain, cut, chain.stream().lanes());
            stages.addStream(stream);
            List<Chain> chains = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Chain next = read(stream);
                next.keep(chain.kept().size(), span);
                next.setFields(cut.after(span));
                chains.add(next);
            }
            return chains;
        }

        private StageBuilder.InternalStream end(Chain chain, Cut cut, int lanes) {
            boolean ordered = chain.ordered() && chain.stream().lanes() == 1;
            chain.finish(cut.columns(), null, cut.schema(), span);
            String name = stages.nextGroups();
            stages.addStage(chain, name, name);
            return new StageBuilder.InternalStream(name, cut.schema(), lanes, cut.keys(), ordered, span);
        }

        @Override
        public Chain join(List<Chain> chains, RelDataType row) {
            List<Column> columns = new ArrayList<>();
            List<Integer> places = new ArrayList<>();
            List<Expr> first = chains.get(0).fields();
            for (int i = 0; i < first.size(); i++) {
                boolean time = first.get(i) instanceof Expr.Rowtime;
                places.add(time ? -1 : columns.size());
                if (!time) {
                    Type type = RelTypes.fromRel(row.getFieldList().get(i).getType());
                    columns.add(new Column(row.getFieldNames().get(i), RelTypes.storable(type)));
                }
            }
            for (Chain chain : chains) {
                List<Expr> fields = new ArrayList<>(chain.fields());
                fields.removeIf(field -> field instanceof Expr.Rowtime);
                chain.setFields(fields);
            }
            Chain next = gather(chains, new Schema(columns));
            List<Expr> fields = new ArrayList<>();
            for (int place : places) {
                fields.add(
                        place < 0
                                ? new Expr.Rowtime(Promotions.TIME, span)
                                : next.fields().get(place));
            }
            next.setFields(fields);
            return next;
        }
    }
}
