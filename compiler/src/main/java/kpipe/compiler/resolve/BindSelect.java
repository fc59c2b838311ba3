package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.Fix;
import kpipe.compiler.model.Binding;
import kpipe.compiler.model.Bindings;
import kpipe.compiler.model.Bindings.ItemRole;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.model.WindowDeclaration;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.GroupItem;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.Nodes;
import kpipe.compiler.syntax.QualifiedName;
import kpipe.compiler.syntax.Query;
import kpipe.compiler.syntax.SelectItem;
import kpipe.compiler.syntax.SetQuantifier;
import kpipe.compiler.syntax.SortItem;
import kpipe.compiler.syntax.WindowedBy;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** Binds the names in one SELECT, in the order in which its clauses see one another: FROM, WHERE, WINDOWED BY, GROUP BY, the select list, HAVING. */
final class BindSelect {

    private static final Code NO_FROM =
            Code.error("K0227", "a query of a pump reads FROM a stream, and this one has no FROM");
    private static final Code NO_STREAM =
            Code.error("K0231", "nothing in FROM is a stream: a table alone gives no rows to go on");
    private static final Code GROUP_BY_BESIDE_KEYS = Code.error(
            "K0224", "`STAGGER (PARTITION BY …)` holds the keys itself, and GROUP BY cannot stand beside it");
    private static final Code HAVING_ALONE = Code.error("K0225", "HAVING needs a GROUP BY or WINDOWED BY");
    private static final Code CONSTANT_KEY = Code.error("K0266", "`{0}` in GROUP BY is the same for every row{1}");
    private static final Code TOO_MANY_GROUPINGS =
            Code.error("K0268", "a query groups by at most {0} sets of keys at once, and these are more");
    private static final int MOST_GROUPINGS = 64;
    private static final Code TWO_WINDOWS =
            Code.error("K0322", "`{0}` in FROM is the window of this query, which takes no WINDOWED BY beside it");
    private static final Code NOT_BY_WINDOW =
            Code.error("K0323", "what `{0}` cuts into windows is grouped by `window_start` and `window_end`");
    private static final Code OTHER_SESSIONS =
            Code.error("K0324", "sessions are those of the groups: PARTITION BY names the columns of GROUP BY");

    private final Workspace workspace;
    private final BindQuery query;
    private final Query.Select node;
    private final boolean top;
    private final Query.@Nullable Ordered ordered;
    private final FromScope scope;

    /** @param ordered what stands around it with an ORDER BY or a LIMIT; null where nothing does */
    BindSelect(Workspace workspace, BindQuery query, Query.Select node, boolean top, Query.@Nullable Ordered ordered) {
        this.workspace = workspace;
        this.query = query;
        this.node = node;
        this.top = top;
        this.ordered = ordered;
        scope = new FromScope(workspace, query, BindQuery.aliases(node), null);
    }

    BindQuery.Result bind() {
        new BindFrom(workspace, query, scope, node).bind();
        checkStreams();
        scope.setWindows(new BindOver(workspace, scope, node.windows()));
        BindExpression.bind(workspace, scope, Place.WHERE, node.where());
        WindowedBy windowedBy = node.windowedBy();
        if (windowedBy != null) {
            WindowSpec window = window(windowedBy);
            if (window != null) {
                workspace.bindings.bind(node, window);
            }
        }
        groupBy(windowedBy);
        WindowFunction function = scope.windowFunction();
        if (function != null) {
            windowFunction(function);
        }
        boolean grouped = node.groupBy() != null || windowedBy != null;
        scope.group(grouped, windowedBy != null);
        List<ColumnDeclaration> columns = items();
        if (node.having() != null && !grouped) {
            workspace.reports.report(HAVING_ALONE, node.having().span());
        } else {
            BindExpression.bind(workspace, scope, Place.HAVING, node.having());
        }
        if (ordered != null) {
            order(ordered);
        }
        workspace.bindings.bindOutput(node, columns);
        boolean broken = scope.silent() && node.items().stream().anyMatch(SelectItem.All.class::isInstance);
        boolean stream = scope.leaves().stream().anyMatch(leaf -> leaf.stream() || leaf.broken());
        return new BindQuery.Result(columns, stream, broken);
    }

    private void checkStreams() {
        if (node.from().isEmpty()) {
            workspace.reports.report(NO_FROM, node.span());
            return;
        }
        boolean anyStream = scope.leaves().stream().anyMatch(leaf -> leaf.stream() || leaf.broken());
        if (top && !anyStream && !scope.leaves().isEmpty()) {
            workspace.reports.report(NO_STREAM, node.from().get(0).span());
        }
    }

    private @Nullable WindowSpec window(WindowedBy windowedBy) {
        if (windowedBy instanceof WindowedBy.Inline inline) {
            return ResolveWindows.shape(workspace, inline.shape());
        }
        if (windowedBy instanceof WindowedBy.KeyedStagger stagger) {
            for (Expr key : stagger.keys()) {
                key(key);
            }
            var range = workspace.values.positiveMillis(stagger.range(), "a window");
            return range.isPresent() ? new WindowSpec.Stagger(range.getAsLong()) : null;
        }
        Identifier name = ((WindowedBy.Named) windowedBy).window();
        NameTable.Found<Entry<WindowDeclaration>> found = workspace.windows.find(name);
        Entry<WindowDeclaration> entry = found.value();
        if (entry == null) {
            if (found.between().isEmpty()) {
                workspace.reports.unknown(
                        Diagnostic.of(JoinWindows.UNKNOWN_WINDOW, name.span(), name.name()),
                        name.span(),
                        workspace.windows.names());
            } else {
                workspace.reports.ambiguous(name, found.between());
            }
            return null;
        }
        WindowDeclaration declaration = entry.declaration;
        if (declaration != null && declaration.frame() != null) {
            workspace.reports.report(
                    Diagnostic.of(ResolveWindows.SLIDING_GROUPS, name.span()).withLabel(entry.span, "declared here"));
        }
        return declaration == null ? null : declaration.window();
    }

    /** The window function in FROM is the window of the select, if that groups by it. */
    private void windowFunction(WindowFunction function) {
        if (node.windowedBy() != null) {
            workspace.reports.report(TWO_WINDOWS, node.windowedBy().span(), function.function());
            return;
        }
        List<@Nullable Binding> keys = new ArrayList<>();
        boolean windowed = false;
        List<GroupItem> items =
                node.groupBy() == null ? List.of() : node.groupBy().items();
        for (GroupItem item : items) {
            for (Expr key : keys(item)) {
                Binding binding = key instanceof Expr.ColumnReference name ? workspace.bindings.nameOrNull(name) : null;
                boolean bound = binding instanceof Binding.WindowStart
                        || binding instanceof Binding.WindowEnd
                        || binding instanceof Binding.WindowTime;
                windowed |= bound;
                if (!bound) {
                    keys.add(binding);
                }
            }
        }
        if (!windowed) {
            workspace.reports.report(
                    NOT_BY_WINDOW,
                    node.groupBy() == null
                            ? function.node().span()
                            : node.groupBy().span(),
                    function.function());
            return;
        }
        boolean several = items.stream().anyMatch(GroupItem.Grouping.class::isInstance);
        if (function.window() instanceof WindowSpec.Session && (several || !sameKeys(function, keys))) {
            workspace.reports.report(
                    OTHER_SESSIONS,
                    java.util.Objects.requireNonNull(node.groupBy()).span());
            return;
        }
        if (function.window() != null) {
            workspace.bindings.bind(node, function.window());
        } else {
            workspace.reports.known();
        }
    }

    private static List<Expr> keys(GroupItem item) {
        return item instanceof GroupItem.Key key
                ? List.of(key.expression())
                : item instanceof GroupItem.Tuple tuple ? tuple.expressions() : List.of();
    }

    /** Whether a session is one of the groups: its keys are those of GROUP BY, and columns. */
    private boolean sameKeys(WindowFunction function, List<@Nullable Binding> keys) {
        List<@Nullable Binding> ofSession = new ArrayList<>();
        for (Expr key : function.partitionBy()) {
            BindExpression.bind(workspace, scope, Place.GROUP_BY, key);
            ofSession.add(key instanceof Expr.ColumnReference name ? workspace.bindings.nameOrNull(name) : null);
        }
        return !keys.contains(null) && keys.containsAll(ofSession) && ofSession.containsAll(keys);
    }

    private void groupBy(@Nullable WindowedBy windowedBy) {
        if (node.groupBy() == null) {
            return;
        }
        if (windowedBy instanceof WindowedBy.KeyedStagger) {
            workspace.reports.report(GROUP_BY_BESIDE_KEYS, node.groupBy().span());
            return;
        }
        if (node.groupBy().quantifier() == SetQuantifier.DISTINCT) {
            Unavailable.report(workspace.reports, node.groupBy().span(), "DISTINCT");
        }
        for (GroupItem item : node.groupBy().items()) {
            groupItem(item);
        }
        if (node.groupBy().items().stream().mapToDouble(BindSelect::groupings).reduce(1, (a, b) -> a * b)
                > MOST_GROUPINGS) {
            workspace.reports.report(TOO_MANY_GROUPINGS, node.groupBy().span(), MOST_GROUPINGS);
        }
    }

    /** By how many sets of keys an item of GROUP BY groups. */
    private static double groupings(GroupItem item) {
        if (!(item instanceof GroupItem.Grouping grouping)) {
            return 1;
        }
        int items = grouping.items().size();
        return switch (grouping.kind()) {
            case ROLLUP -> items + 1.0;
            case CUBE -> Math.pow(2, items);
            case GROUPING_SETS ->
                grouping.items().stream().mapToDouble(BindSelect::groupings).sum();
        };
    }

    private void groupItem(GroupItem item) {
        if (item instanceof GroupItem.Grouping grouping) {
            grouping.items().forEach(this::groupItem);
        } else {
            keys(item).forEach(this::key);
        }
    }

    private void key(Expr expression) {
        if (!isConstant(expression)) {
            BindExpression.bind(workspace, scope, Place.GROUP_BY, expression);
            return;
        }
        String text = expression.span().text();
        boolean number = expression instanceof Literal.Numeric;
        Diagnostic diagnostic =
                Diagnostic.of(CONSTANT_KEY, expression.span(), text, number ? ", and does not number a column" : "");
        SelectItem.Single meant = numbered(text);
        if (meant != null && !aggregates(meant.expression())) {
            String fix = meant.expression().span().text();
            diagnostic = diagnostic.withFix(Fix.replace("write the expression: `" + fix + "`", expression.span(), fix));
        }
        workspace.reports.report(diagnostic);
    }

    /** Binds ORDER BY: an alias or a number stands for the expression of the select list, all else is what it would be there. */
    private void order(Query.Ordered ordered) {
        List<Expr> expressions = new ArrayList<>();
        for (SortItem item : ordered.orderBy()) {
            Expr meant = selected(item.expression());
            if (meant == null) {
                meant = item.expression();
                BindExpression.bind(workspace, scope, Place.ORDER_BY, meant);
            }
            expressions.add(meant);
        }
        OptionalLong within = ordered.within() == null
                ? OptionalLong.of(0)
                : new BindOver(workspace, scope, List.of()).length(ordered.within(), "the time of WITHIN", true);
        Bindings.Limit limit = limit(ordered);
        workspace.bindings.bind(node, new Bindings.Order(ordered.orderBy(), expressions, within.orElse(0), limit));
    }

    private Bindings.@Nullable Limit limit(Query.Ordered ordered) {
        Expr count = ordered.limit();
        Expr offset = ordered.offset();
        if (count == null && offset == null) {
            return null;
        }
        OptionalLong passed = offset == null
                ? OptionalLong.of(0)
                : workspace.values.wholeNumber(offset, "OFFSET", 0, BindOver.MOST_ROWS);
        OptionalLong wanted = count == null
                ? OptionalLong.of(Long.MAX_VALUE - BindOver.MOST_ROWS)
                : workspace.values.wholeNumber(count, "LIMIT", 1, BindOver.MOST_ROWS);
        Span first =
                java.util.Objects.requireNonNull(count == null ? offset : count).span();
        return new Bindings.Limit(passed.orElse(0), wanted.orElse(1), first);
    }

    private @Nullable Expr selected(Expr key) {
        if (key instanceof Literal.Numeric) {
            return ordinal(key.span());
        }
        if (!(key instanceof Expr.ColumnReference name) || !name.name().simple()) {
            return null;
        }
        Identifier wanted = name.name().last();
        for (SelectItem item : node.items()) {
            Identifier alias = item instanceof SelectItem.Single single ? single.alias() : null;
            boolean same = alias != null
                    && (wanted.quoted() && alias.quoted()
                            ? alias.name().equals(wanted.name())
                            : alias.name().equalsIgnoreCase(wanted.name()));
            if (same && item instanceof SelectItem.Single single) {
                return single.expression();
            }
        }
        return null;
    }

    private static boolean aggregates(Expr expression) {
        return expression instanceof Expr.Call call
                        && AggregateNames.of(call.name().last().name().toUpperCase(Locale.ROOT)) != null
                || Nodes.children(expression).stream()
                        .anyMatch(child -> child instanceof Expr operand && aggregates(operand));
    }

    /** Whether it is made of literals alone, by CAST and signs. */
    private static boolean isConstant(Expr expression) {
        if (expression instanceof Expr.Cast cast) {
            return isConstant(cast.operand());
        }
        return expression instanceof Literal || expression instanceof Expr.Unary unary && isConstant(unary.operand());
    }

    /** The column that a number says, counted from 1, those for which {@code *} stands included; null where there is none. */
    private @Nullable Expr ordinal(Span number) {
        int column = 0;
        for (SelectItem item : node.items()) {
            List<Binding.Column> columns =
                    item instanceof SelectItem.All all ? workspace.bindings.star(all) : List.of();
            for (Binding.Column of : columns) {
                if (number.text().equals(Integer.toString(++column))) {
                    Identifier name = new Identifier(number, number.text(), true);
                    Expr.ColumnReference reference =
                            new Expr.ColumnReference(number, new QualifiedName(number, List.of(name)));
                    workspace.bindings.bind(reference, of);
                    return reference;
                }
            }
            if (item instanceof SelectItem.Single single && number.text().equals(Integer.toString(++column))) {
                return single.expression();
            }
        }
        return null;
    }

    /** The select item of that number, counted from 1; null where there is none. */
    private SelectItem.@Nullable Single numbered(String number) {
        for (int i = 0; i < node.items().size(); i++) {
            if (number.equals(Integer.toString(i + 1)) && node.items().get(i) instanceof SelectItem.Single item) {
                return item;
            }
        }
        return null;
    }

    private List<ColumnDeclaration> items() {
        List<ColumnDeclaration> columns = new ArrayList<>();
        for (SelectItem item : node.items()) {
            if (item instanceof SelectItem.All all) {
                star(all, columns);
            } else if (item instanceof SelectItem.Single single) {
                single(single, columns);
            }
        }
        return columns;
    }

    private void star(SelectItem.All all, List<ColumnDeclaration> columns) {
        List<FromScope.Leaf> leaves = scope.leaves();
        if (all.qualifier() != null) {
            FromScope.Leaf leaf = scope.qualifier(all.qualifier());
            leaves = leaf == null ? List.of() : List.of(leaf);
        } else if (scope.merges()) {
            Unavailable.reportThing(workspace.reports, all.span(), "`*` of a `FULL JOIN` with `USING` or `NATURAL`");
        }
        List<Binding.Column> expansion = new ArrayList<>();
        for (FromScope.Leaf leaf : leaves) {
            for (int i = 0; i < leaf.columns().size(); i++) {
                if (all.qualifier() == null && scope.isHidden(leaf, i)) {
                    continue;
                }
                expansion.add(new Binding.Column(leaf.node(), i));
                ColumnDeclaration column = leaf.columns().get(i);
                columns.add(ColumnDeclaration.plain(column.name(), column.type(), all.span()));
            }
        }
        workspace.bindings.bind(all, expansion);
    }

    private void single(SelectItem.Single item, List<ColumnDeclaration> columns) {
        BindExpression.bind(workspace, scope, Place.SELECT, item.expression());
        ItemRole role = role(item);
        workspace.bindings.bind(item, role);
        if (role == ItemRole.COLUMN) {
            columns.add(ColumnDeclaration.plain(name(item, columns.size()), type(item.expression()), item.span()));
        }
    }

    private ItemRole role(SelectItem.Single item) {
        boolean named = item.alias() != null && item.alias().name().equalsIgnoreCase("ROWTIME");
        if (named) {
            return ItemRole.PROMOTES;
        }
        boolean bare = item.alias() == null
                && item.expression() instanceof Expr.ColumnReference reference
                && reference.name().last().name().equalsIgnoreCase("ROWTIME");
        return bare && !top ? ItemRole.CARRIES : ItemRole.COLUMN;
    }

    private String name(SelectItem.Single item, int index) {
        if (item.alias() != null) {
            return query.spelling(item.alias());
        }
        if (item.expression() instanceof Expr.ColumnReference reference) {
            ColumnDeclaration column = column(reference);
            return column == null ? query.spelling(reference.name().last()) : column.name();
        }
        return "EXPR$" + index;
    }

    private @Nullable Type type(Expr expression) {
        if (!(expression instanceof Expr.ColumnReference reference)) {
            return null;
        }
        Binding binding = workspace.bindings.nameOrNull(reference);
        if (binding instanceof Binding.Rowtime
                || binding instanceof Binding.ResultRowtime
                || binding instanceof Binding.JoinRowtime
                || binding instanceof Binding.WindowStart
                || binding instanceof Binding.WindowEnd
                || binding instanceof Binding.WindowTime) {
            return Type.of(Kind.TIMESTAMP, false);
        }
        ColumnDeclaration column = column(reference);
        return column == null ? null : column.type();
    }

    private @Nullable ColumnDeclaration column(Expr.ColumnReference reference) {
        if (!(workspace.bindings.nameOrNull(reference) instanceof Binding.Column binding)) {
            return null;
        }
        for (FromScope.Leaf leaf : scope.leaves()) {
            if (leaf.node() == binding.of()) {
                return leaf.all().get(binding.index());
            }
        }
        return null;
    }
}
