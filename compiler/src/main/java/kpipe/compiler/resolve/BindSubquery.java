package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Counted;
import kpipe.compiler.model.Binding;
import kpipe.compiler.model.FunctionDeclaration;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Node;
import kpipe.compiler.syntax.Nodes;
import kpipe.compiler.syntax.Query;
import kpipe.compiler.syntax.SelectItem;
import kpipe.compiler.syntax.SetQuantifier;
import kpipe.compiler.syntax.TableReference;
import org.jspecify.annotations.Nullable;

/** Binds a query that stands as a value: it looks rows of one reference table up, and names around it mean in it what they mean around it. */
final class BindSubquery {

    private static final Code OF_STREAM =
            Code.error("K0290", "a query as a value looks rows of a table up, and `{0}` is a stream, which goes on");
    private static final Code WIDTH = Code.error("K0291", "{0}, and the query gives {1}");

    private final Workspace workspace;
    private final Scope scope;
    private final Place place;
    private final boolean inAggregate;
    private final List<FunctionDeclaration> calls;

    /**
     * @param scope that of the expression in which the query stands
     * @param calls where the FUNCTIONs go that the query calls
     */
    BindSubquery(Workspace workspace, Scope scope, Place place, boolean inAggregate, List<FunctionDeclaration> calls) {
        this.workspace = workspace;
        this.scope = scope;
        this.place = place;
        this.inAggregate = inAggregate;
        this.calls = calls;
    }

    /** {@code EXISTS (query)}, in which nobody looks at the values. */
    void exists(Query query) {
        Query.Select select = select(query, false);
        if (select != null && select.from().isEmpty()) {
            refuse(query.span(), "a query without `FROM` here");
        } else if (select != null) {
            bind(select);
        }
    }

    /** {@code (query)}, which gives one value. */
    void value(Query query) {
        Query.Select select = select(query, true);
        if (select != null && select.from().isEmpty()) {
            constant(select);
        } else if (select != null) {
            width(query, bind(select), 1, "one value is needed");
        }
    }

    /** What values are compared with. */
    void compared(Query query, int values) {
        Query.Select select = select(query, false);
        if (select != null && select.from().isEmpty()) {
            refuse(query.span(), "a query without `FROM` here");
        } else if (select != null) {
            width(
                    query,
                    bind(select),
                    values,
                    Counted.of(values, "value") + (values == 1 ? " is" : " are") + " compared");
        }
    }

    private void width(Query query, int given, int wanted, String words) {
        if (given >= 0 && given != wanted) {
            workspace.reports.report(WIDTH, query.span(), words, Counted.of(given, "column"));
        }
    }

    /** {@code (SELECT expression)}: the expression itself. */
    private void constant(Query.Select select) {
        if (select.where() != null
                || select.items().size() != 1
                || !(select.items().get(0) instanceof SelectItem.Single single)) {
            refuse(select.span(), "a query without `FROM` of this form");
            return;
        }
        calls.addAll(BindExpression.bind(workspace, scope, place, single.expression()));
    }

    /** The select that a query is; null where it is more, which is refused. */
    private Query.@Nullable Select select(Query query, boolean counts) {
        if (scope instanceof FromScope from && from.asValue()) {
            return refused(query.span(), "a query as a value within another");
        }
        if (!(query instanceof Query.Select select)) {
            String what = query instanceof Query.Ordered
                    ? "`ORDER BY` and `LIMIT` in a query as a value"
                    : query instanceof Query.SetOperation
                            ? "a set operation in a query as a value"
                            : query instanceof Query.Values ? "`VALUES` as a query" : "`WITH` in a query as a value";
            return refused(query.span(), what);
        }
        if (select.groupBy() != null || select.windowedBy() != null || select.having() != null) {
            return refused(query.span(), "groups in a query as a value");
        }
        if (counts && select.quantifier() == SetQuantifier.DISTINCT) {
            return refused(query.span(), "`DISTINCT` in a query that gives one value");
        }
        if (counts && select.items().stream().anyMatch(BindSubquery::gathers)) {
            return refused(query.span(), "an aggregate in a query as a value");
        }
        if (select.from().size() > 1
                || !select.from().isEmpty() && !(select.from().get(0) instanceof TableReference.Named)) {
            return refused(query.span(), "a query as a value of more than one table");
        }
        return select;
    }

    private static boolean gathers(Node node) {
        return node instanceof Expr.Call call
                        && call.over() == null
                        && AggregateNames.of(NameTable.fold(call.name().last().name())) != null
                || !(node instanceof Query) && Nodes.children(node).stream().anyMatch(BindSubquery::gathers);
    }

    private void refuse(Span span, String what) {
        Unavailable.reportThing(workspace.reports, span, what);
    }

    private Query.@Nullable Select refused(Span span, String what) {
        refuse(span, what);
        return null;
    }

    /** Binds a select from one table. Answers how many columns it gives, -1 where that is not known. */
    private int bind(Query.Select select) {
        BindQuery around = scope.query();
        BindQuery query = around == null ? new BindQuery(workspace, null, false, false) : around;
        FromScope inside = new FromScope(workspace, query, Map.of(), new FromScope.Around(scope, place, inAggregate));
        new BindFrom(workspace, query, inside, select).bind();
        FromScope.Leaf leaf = inside.leaves().get(0);
        if (leaf.broken()) {
            return -1;
        }
        if (leaf.kind().equals("query")) {
            refuse(select.from().get(0).span(), "a query as a value of a common table or a view");
            return -1;
        }
        if (leaf.stream()) {
            workspace.reports.report(OF_STREAM, select.from().get(0).span(), String.valueOf(leaf.name()));
            return -1;
        }
        calls.addAll(BindExpression.bind(workspace, inside, Place.SUBQUERY, select.where()));
        int columns = 0;
        for (SelectItem item : select.items()) {
            if (item instanceof SelectItem.Single single) {
                calls.addAll(BindExpression.bind(workspace, inside, Place.SUBQUERY, single.expression()));
                columns++;
            } else if (item instanceof SelectItem.All all) {
                columns += star(all, inside, leaf);
            }
        }
        return columns;
    }

    private int star(SelectItem.All all, FromScope inside, FromScope.Leaf leaf) {
        if (all.qualifier() != null && inside.qualifier(all.qualifier()) == null) {
            return 0;
        }
        List<Binding.Column> columns = new ArrayList<>();
        for (int i = 0; i < leaf.columns().size(); i++) {
            columns.add(new Binding.Column(leaf.node(), i));
        }
        workspace.bindings.bind(all, columns);
        return columns.size();
    }
}
