package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.plan.RelTypes;
import kpipe.data.Column;
import kpipe.data.Schema;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/**
 * A side of a join of streams: the stream that the join reads, which is the one in the text where that is all that is needed, or one that a stage before the join fills.
 *
 * @param facts of the stream that the join reads
 * @param fields what the fields of the side are over its columns, and ROWTIME; nobody looks at those that are NULL
 * @param keys the columns that must be equal
 * @param times for each column what it is in terms of ROWTIME, or null
 */
record JoinInlet(StreamFacts facts, List<Expr> fields, List<Integer> keys, List<@Nullable Expr> times) {

    /**
     * The side.
     *
     * @param node that {@code chain} was made of
     * @param used which of its fields are looked at
     * @param keyExprs over its fields, as the plan numbers them
     * @param lanes in how many lanes the join runs; in several rows of equal keys meet in one
     * @param optional whether its row may be missing, so that what is constant is not
     */
    static JoinInlet of(
            StageBuilder stages,
            String name,
            Chain chain,
            RelNode node,
            boolean[] used,
            List<Expr> keyExprs,
            int lanes,
            boolean optional) {
        if (chain.union()) {
            // Its branches wait for each other there.
            chain.settle(node.getRowType().getFieldNames(), chain.place());
            chain.sort(chain.place());
        }
        List<Expr> keys = new ArrayList<>();
        keyExprs.forEach(key ->
                keys.add(JoinConditions.withoutWidening(StreamJoinLowering.substituted(key, chain.fields(), 0))));
        boolean asIs = chain.operators().isEmpty()
                && chain.stream().lanes() == 1
                && lanes == 1
                && keys.stream().allMatch(Expr.Column.class::isInstance);
        for (int i = 0; asIs && i < used.length; i++) {
            Expr field = chain.fields().get(i);
            asIs = !used[i] || field instanceof Expr.Column || field instanceof Expr.Rowtime;
        }
        return asIs ? asIs(chain, used, keys) : behind(stages, name, chain, node, used, keys, lanes, optional);
    }

    private static JoinInlet asIs(Chain chain, boolean[] used, List<Expr> keys) {
        List<Expr> fields = new ArrayList<>();
        for (int i = 0; i < used.length; i++) {
            Expr field = chain.fields().get(i);
            fields.add(used[i] ? field : unused(field));
        }
        List<Integer> columns = new ArrayList<>();
        keys.forEach(key -> columns.add(((Expr.Column) key).index()));
        List<@Nullable Expr> times = new ArrayList<>();
        Schema schema = chain.schema();
        for (int i = 0; i < schema.size(); i++) {
            times.add(chain.asTime(new Expr.Column(i, schema.type(i), chain.place())));
        }
        return new JoinInlet(chain.stream(), fields, columns, times);
    }

    private static Expr unused(Expr field) {
        return new Expr.Literal(null, field.type().withNullable(true), field.span());
    }

    /** Behind a stage that computes what is needed, in lanes in which equal keys meet. */
    private static JoinInlet behind(
            StageBuilder stages,
            String name,
            Chain chain,
            RelNode node,
            boolean[] used,
            List<Expr> keys,
            int lanes,
            boolean optional) {
        List<Expr> columns = new ArrayList<>();
        List<Column> described = new ArrayList<>();
        List<@Nullable Expr> times = new ArrayList<>();
        List<Expr> fields = new ArrayList<>();
        List<String> names = node.getRowType().getFieldNames();
        for (int i = 0; i < used.length; i++) {
            Expr field = chain.fields().get(i);
            boolean constant = field instanceof Expr.Literal && !optional;
            if (!used[i] || constant || field instanceof Expr.Rowtime) {
                fields.add(used[i] ? field : unused(field));
                continue;
            }
            Column column = new Column(names.get(i), RelTypes.storable(field.type()));
            fields.add(new Expr.Column(columns.size(), column.type(), field.span()));
            columns.add(field);
            described.add(column);
            times.add(chain.asTime(field));
        }
        List<Integer> keyColumns = new ArrayList<>();
        for (Expr key : keys) {
            int at = find(columns, key);
            if (at < 0) {
                at = columns.size();
                columns.add(key);
                described.add(new Column("key " + (keyColumns.size() + 1), RelTypes.storable(key.type())));
                times.add(chain.asTime(key));
            }
            keyColumns.add(at);
        }
        Schema schema = new Schema(described);
        boolean ordered = chain.ordered() && chain.stream().lanes() == 1;
        List<Integer> by = lanes > 1 ? keyColumns : Collections.emptyList();
        chain.finish(columns, null, schema, chain.place());
        stages.addStage(chain, name, name);
        stages.addStream(new StageBuilder.InternalStream(name, schema, lanes, by, ordered, chain.place()));
        StreamFacts facts = new StreamFacts(name, schema, lanes, by, -1, ordered);
        return new JoinInlet(facts, fields, keyColumns, times);
    }

    private static int find(List<Expr> columns, Expr key) {
        for (int i = 0; i < columns.size(); i++) {
            if (Traits.same(columns.get(i), key)) {
                return i;
            }
        }
        return -1;
    }
}
