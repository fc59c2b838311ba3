package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.source.Span;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Rows as a function with OVER takes them: those of one key together, in the order of ROWTIME.
 *
 * @param period the time among the keys of PARTITION BY, which is none of {@code keys} then; null where there is none
 * @param keys over the rows of {@code chain}
 */
record KeyedRows(@Nullable WindowSpec period, List<Expr> keys, Chain chain) {

    /** @param names of the fields of {@code input} */
    static KeyedRows of(
            List<RexNode> partition, Chain input, List<String> names, AggregateLowering.Splitter splitter, Span span) {
        int width = input.fields().size();
        List<Expr> fields = new ArrayList<>(input.fields());
        List<String> extended = new ArrayList<>(names);
        List<Integer> keyFields = new ArrayList<>();
        for (RexNode key : partition) {
            keyFields.add(fields.size());
            extended.add("key");
            fields.add(ExprLowering.lower(key, input.fields(), span));
        }
        WindowSpec period = null;
        for (int i = 0; i < keyFields.size() && period == null; i++) {
            period = Periods.of(fields.get(keyFields.get(i)), input);
            if (period != null) {
                keyFields.remove(i);
            }
        }
        Chain chain = input;
        List<Expr> keys = new ArrayList<>();
        keyFields.forEach(field -> keys.add(fields.get(field)));
        if (chain.aggregated() || !AggregateLowering.together(chain, keys)) {
            chain.setFields(fields);
            chain = splitter.split(chain, extended, keyFields);
            keys.clear();
            for (int field : keyFields) {
                keys.add(chain.fields().get(field));
            }
            chain.setFields(new ArrayList<>(chain.fields().subList(0, width)));
        }
        if (!chain.ordered()) {
            chain.sort(span);
        }
        return new KeyedRows(period, keys, chain);
    }
}
