package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kpipe.compiler.model.Binding;
import kpipe.compiler.model.Bindings;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.plan.ExpressionTranslator.Place;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.GroupBy;
import kpipe.compiler.syntax.GroupItem;
import kpipe.compiler.syntax.Query;
import kpipe.compiler.syntax.SelectItem;
import kpipe.compiler.syntax.SetQuantifier;
import kpipe.compiler.syntax.SortItem;
import kpipe.compiler.syntax.TableReference;
import kpipe.compiler.syntax.WindowedBy;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** One SELECT of the text as Calcite's. */
final class SelectTranslator {

    private final Translation translation;
    private final QueryTranslator queries;
    private final Query.Select select;
    private final Scope scope = new Scope();
    private final RowNames rowNames;
    private final Map<Expr, SqlNode> keyNodes = new IdentityHashMap<>();
    private @Nullable SqlNode window;

    SelectTranslator(Translation translation, QueryTranslator queries, Query.Select select) {
        this.translation = translation;
        this.queries = queries;
        this.select = select;
        this.rowNames = new RowNames(translation, scope);
    }

    QueryTranslator.@Nullable Translated translate() {
        SqlNode from = from();
        if (from == null) {
            return null;
        }
        if (select.quantifier() == SetQuantifier.DISTINCT && scope.stream() == null) {
            translation.problems.notAvailable(select.span(), "`SELECT DISTINCT` of a table");
            return null;
        }
        SqlNode where = condition("`WHERE`", select.where(), rows());
        List<SqlNode> keys = keys();
        boolean grouped = !keys.isEmpty() || select.groupBy() != null || aggregates();
        ExpressionTranslator results = grouped ? groups(keys) : rows();
        List<String> names = QueryTranslator.distinctNames(translation.bindings.output(select));
        List<SqlNode> items = items(results, names);
        if (scope.stream() != null) {
            items.add(named(sorted(distinct(rowtime(results, grouped)), results), Scope.ROWTIME, select.span()));
        }
        SqlNode having = grouped ? condition("`HAVING`", select.having(), groups(keys)) : null;
        SqlParserPos position = translation.positions.of(select.span());
        SqlNodeList groupBy = grouped ? groupBy(keys) : null;
        SqlNodeList list = new SqlNodeList(items, position);
        SqlNode node =
                new SqlSelect(position, null, list, from, where, groupBy, having, null, null, null, null, null, null);
        return new QueryTranslator.Translated(node, names, scope.stream() != null);
    }

    private @Nullable SqlNode from() {
        SqlNode result = null;
        for (TableReference reference : select.from()) {
            Scope before = new Scope();
            before.addAll(scope);
            TableReference.Unnest unnest = UnnestTranslator.unnest(reference);
            if (unnest != null) {
                result = new UnnestTranslator(translation).behind(result, scope, unnest, false);
                if (result == null) {
                    return null;
                }
                continue;
            }
            Scope added = new Scope();
            SqlNode next = queries.from(reference, added);
            if (next == null) {
                return null;
            }
            scope.addAll(added);
            if (result == null) {
                result = next;
                continue;
            }
            JoinForm form = JoinForm.of(translation.problems, reference.span(), before, added, JoinType.CROSS);
            if (form == null) {
                return null;
            }
            SqlNode condition = form == JoinForm.TABLE ? null : queries.marked(before, added, null, reference.span());
            JoinType type = condition == null ? JoinType.CROSS : JoinType.INNER;
            result = queries.join(result, type, next, condition, reference.span());
        }
        if (result == null) {
            translation.problems.notAvailable(select.span(), "a query without `FROM`");
        }
        return result;
    }

    private ExpressionTranslator rows() {
        return new ExpressionTranslator(translation, rowNames, Place.ROWS);
    }

    /** Behind the grouping. Whether an expression is a key is found out by translating it once more as one over rows, silently. */
    private ExpressionTranslator groups(List<SqlNode> keys) {
        Translation silent = translation.silent();
        ExpressionTranslator probe = new ExpressionTranslator(silent, new RowNames(silent, scope), Place.ROWS);
        return new ExpressionTranslator(translation, new GroupNames(translation, rowNames), Place.groups(keys, probe));
    }

    private @Nullable SqlNode condition(String clause, @Nullable Expr condition, ExpressionTranslator translator) {
        if (condition == null) {
            return null;
        }
        Span span = condition.span();
        return translation.call(translation.operators.condition(clause, span), span, translator.translate(condition));
    }

    /** The keys of GROUP BY and WINDOWED BY, with the marker of the window; empty where nothing is grouped. */
    private List<SqlNode> keys() {
        List<SqlNode> keys = new ArrayList<>();
        ExpressionTranslator translator = rows();
        for (Expr key : groupExpressions()) {
            SqlNode node = translator.translate(key);
            keyNodes.put(key, node);
            keys.add(node);
        }
        window = windowKey();
        if (window != null) {
            keys.add(window);
        }
        return keys;
    }

    /** The marker of the window; null where the select has none. */
    private @Nullable SqlNode windowKey() {
        WindowSpec shape = translation.bindings.window(select);
        WindowedBy windowedBy = select.windowedBy();
        if (shape == null) {
            return null;
        }
        if (scope.stream() == null) {
            throw new IllegalStateException("a window over no stream at " + select.span());
        }
        Span span = windowedBy == null ? select.span() : windowedBy.span();
        ScalarOperator marker = ScalarOperator.window(shape, span);
        return translation.call(marker, span, translation.joinTime(scope.streams(), span));
    }

    /** The items of GROUP BY as Calcite's: the keys, and groupings by several sets of them. */
    private SqlNodeList groupBy(List<SqlNode> keys) {
        GroupBy groupBy = select.groupBy();
        SqlParserPos position = translation.positions.of(select.span());
        if (groupBy == null || groupBy.items().stream().noneMatch(GroupItem.Grouping.class::isInstance)) {
            return new SqlNodeList(keys, position);
        }
        List<SqlNode> items = new ArrayList<>();
        for (GroupItem item : groupBy.items()) {
            if (item instanceof GroupItem.Grouping grouping) {
                items.add(grouping(grouping));
            } else {
                items.addAll(keysOf(item));
            }
        }
        if (window != null) {
            items.add(window);
        }
        return new SqlNodeList(items, position);
    }

    private SqlNode grouping(GroupItem.Grouping grouping) {
        List<SqlNode> items = new ArrayList<>();
        SqlParserPos position = translation.positions.of(grouping.span());
        for (GroupItem item : grouping.items()) {
            if (item instanceof GroupItem.Grouping inner) {
                items.add(grouping(inner));
                continue;
            }
            List<SqlNode> keys = keysOf(item);
            items.add(
                    keys.isEmpty()
                            ? new SqlNodeList(position)
                            : keys.size() == 1 ? keys.get(0) : SqlStdOperatorTable.ROW.createCall(position, keys));
        }
        SqlOperator operator = switch (grouping.kind()) {
            case ROLLUP -> SqlStdOperatorTable.ROLLUP;
            case CUBE -> SqlStdOperatorTable.CUBE;
            case GROUPING_SETS -> SqlStdOperatorTable.GROUPING_SETS;
        };
        return operator.createCall(position, items);
    }

    private List<SqlNode> keysOf(GroupItem item) {
        List<SqlNode> keys = new ArrayList<>();
        expressions(item).forEach(key -> keys.add(java.util.Objects.requireNonNull(keyNodes.get(key))));
        return keys;
    }

    /** The keys of an item, groupings within it included, without the bounds of the window, which the window itself is. */
    private List<Expr> expressions(GroupItem item) {
        List<Expr> keys = new ArrayList<>();
        if (item instanceof GroupItem.Key key) {
            keys.add(key.expression());
        } else if (item instanceof GroupItem.Tuple tuple) {
            keys.addAll(tuple.expressions());
        } else if (item instanceof GroupItem.Grouping grouping) {
            grouping.items().forEach(inner -> keys.addAll(expressions(inner)));
        }
        keys.removeIf(this::isBound);
        return keys;
    }

    /** Whether a key is {@code window_start} or its like, which the window itself is. */
    private boolean isBound(Expr key) {
        Binding binding = key instanceof Expr.ColumnReference name ? translation.bindings.name(name) : null;
        return binding instanceof Binding.WindowStart
                || binding instanceof Binding.WindowEnd
                || binding instanceof Binding.WindowTime;
    }

    private List<Expr> groupExpressions() {
        List<Expr> keys = new ArrayList<>();
        if (select.windowedBy() instanceof WindowedBy.KeyedStagger stagger) {
            keys.addAll(stagger.keys());
        }
        if (select.groupBy() != null) {
            select.groupBy().items().forEach(item -> keys.addAll(expressions(item)));
        }
        return keys;
    }

    /** Whether the select list or HAVING calls an aggregate function, which translating them as expressions over rows finds out. */
    private boolean aggregates() {
        Translation silent = translation.silent();
        ExpressionTranslator probe = new ExpressionTranslator(silent, new RowNames(silent, scope), Place.ROWS);
        for (SelectItem item : select.items()) {
            if (item instanceof SelectItem.Single single) {
                probe.translate(single.expression());
            }
        }
        if (select.having() != null) {
            probe.translate(select.having());
        }
        return silent.sawAggregate();
    }

    private List<SqlNode> items(ExpressionTranslator results, List<String> names) {
        List<SqlNode> items = new ArrayList<>();
        for (SelectItem item : select.items()) {
            if (item instanceof SelectItem.All all) {
                for (Binding.Column column : translation.bindings.star(all)) {
                    SqlNode node = results.star(column, all.span());
                    items.add(named(node, names.get(items.size()), all.span()));
                }
            } else if (item instanceof SelectItem.Single single && isColumn(single)) {
                SqlNode node = results.translate(single.expression());
                items.add(named(node, names.get(items.size()), single.span()));
            }
        }
        return items;
    }

    private boolean isColumn(SelectItem.Single single) {
        return translation.bindings.role(single) == Bindings.ItemRole.COLUMN;
    }

    private SqlNode named(SqlNode node, String name, Span span) {
        SqlParserPos position = translation.positions.of(span);
        return SqlStdOperatorTable.AS.createCall(position, node, new SqlIdentifier(name, position));
    }

    /** The time of the rows that the select gives. */
    private SqlNode rowtime(ExpressionTranslator results, boolean grouped) {
        SqlNode own = grouped ? groupTime() : rowTime();
        for (SelectItem item : select.items()) {
            if (item instanceof SelectItem.Single single
                    && translation.bindings.role(single) == Bindings.ItemRole.PROMOTES) {
                Span span = single.expression().span();
                SqlNode promoted = results.translate(single.expression());
                return translation.call(translation.operators.promotion(span), span, promoted, own);
            }
        }
        Bindings.Order order = translation.bindings.order(select);
        if (order != null && order.within() > 0 && !order.expressions().isEmpty()) {
            Expr time = order.expressions().get(0);
            return translation.call(
                    translation.operators.promotion(time.span()), time.span(), results.translate(time), own);
        }
        return own;
    }

    /** The time of rows, with a marker where no two of them are equal. */
    private SqlNode distinct(SqlNode rowtime) {
        return select.quantifier() == SetQuantifier.DISTINCT
                ? translation.call(ScalarOperator.distinct(distinctWord()), select.span(), rowtime)
                : rowtime;
    }

    private Span distinctWord() {
        Span whole = select.span();
        String words = whole.file()
                .text()
                .substring(whole.start(), select.items().get(0).span().start())
                .toUpperCase(Locale.ROOT);
        int at = whole.start() + words.lastIndexOf("DISTINCT");
        return new Span(whole.file(), at, at + "DISTINCT".length());
    }

    /** The time of rows, with the order in which they come where the select says one. */
    private SqlNode sorted(SqlNode rowtime, ExpressionTranslator results) {
        Bindings.Order order = translation.bindings.order(select);
        if (order == null) {
            return rowtime;
        }
        if (order.items().isEmpty()) {
            Bindings.Limit limit = java.util.Objects.requireNonNull(order.limit());
            translation.problems.report(Problems.limitOfWhat(limit.span()));
            return rowtime;
        }
        List<SqlNode> operands = new ArrayList<>(List.of(rowtime));
        List<SortedRows.Key> keys = new ArrayList<>();
        for (int i = 0; i < order.items().size(); i++) {
            SortItem item = order.items().get(i);
            operands.add(results.translate(order.expressions().get(i)));
            boolean descending = item.direction() == SortItem.Direction.DESCENDING;
            boolean nullsFirst = item.nulls() == null ? descending : item.nulls() == SortItem.Nulls.FIRST;
            keys.add(
                    new SortedRows.Key(descending, nullsFirst, item.expression().span()));
        }
        SortedRows rows = new SortedRows(keys, order.within(), order.limit());
        return translation.call(ScalarOperator.sort(rows, order.items().get(0).span()), select.span(), operands);
    }

    private SqlNode rowTime() {
        if (scope.streams().isEmpty()) {
            throw new IllegalStateException("no stream at " + select.span());
        }
        return translation.joinTime(scope.streams(), select.span());
    }

    private SqlNode groupTime() {
        List<Span> keys = new ArrayList<>();
        groupExpressions().forEach(key -> keys.add(key.span()));
        Span place = select.groupBy() == null ? select.span() : select.groupBy().span();
        Span stream = null;
        for (TableReference reference : select.from()) {
            if (stream == null && reference instanceof TableReference.Named named) {
                stream = named.name().span();
            }
        }
        GroupedSelect grouped = new GroupedSelect(select.span(), place, select.groupBy() != null, stream, keys);
        return translation.aggregate(translation.aggregates.resultTime(grouped), select.span(), List.of(), null);
    }
}
