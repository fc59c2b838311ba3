package kpipe.compiler.resolve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Counted;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.CommonTable;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.Query;
import kpipe.compiler.syntax.SelectItem;
import kpipe.compiler.syntax.SetQuantifier;
import kpipe.compiler.syntax.TableReference;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** Binds the names in a query. The forms that this release does not have are refused here, each with one error. */
final class BindQuery implements Query.Visitor<BindQuery.Result> {

    private static final Code DIFFERENT_WIDTHS = Code.error("K0228", "the queries of this {2} give {0} and {1}");
    private static final Code ALIAS_COLUMNS = Code.error("K0229", "`{0}` has {1}, and {2} named");

    /**
     * What a query gives.
     *
     * @param stream whether its rows have a time
     * @param broken its columns are not all known, which was reported
     */
    record Result(List<ColumnDeclaration> columns, boolean stream, boolean broken) {
        static final Result BROKEN = new Result(List.of(), true, true);
    }

    /** The common tables that are known at a place, innermost first. */
    record Commons(
            CommonTable table, Result result, @Nullable Commons outer) {}

    private final Workspace workspace;
    private final @Nullable Commons commons;
    private final boolean top;
    private final boolean folds;

    /**
     * @param top whether the query's columns go into a stream, so that ROWTIME by itself is a column
     * @param folds whether unquoted names that it declares are spelled in upper case
     */
    BindQuery(Workspace workspace, @Nullable Commons commons, boolean top, boolean folds) {
        this.workspace = workspace;
        this.commons = commons;
        this.top = top;
        this.folds = folds;
    }

    /** Binds a query; what is wrong is reported. */
    Result bind(Query query) {
        return query.accept(this);
    }

    /** Binds a query inside of this one. */
    Result inner(Query query) {
        Result known = workspace.cursors.get(query);
        return known != null ? known : query.accept(new BindQuery(workspace, commons, false, folds));
    }

    @Override
    public Result visit(Query.With node) {
        if (node.recursive()) {
            Unavailable.report(workspace.reports, node.span(), "WITH RECURSIVE");
            return Result.BROKEN;
        }
        Commons known = commons;
        for (CommonTable table : node.tables()) {
            boolean tableFolds = workspace.viewFolds.getOrDefault(table, folds);
            Result result = table.query().accept(new BindQuery(workspace, known, false, tableFolds));
            if (!table.columns().isEmpty() && !result.broken()) {
                result = renamed(table.name(), result, table.columns());
            }
            known = new Commons(table, result, known);
        }
        Result result = node.body().accept(new BindQuery(workspace, known, top, folds));
        workspace.bindings.bindOutput(node, result.columns());
        return result;
    }

    /** Columns under the names of a list behind an alias; a list of another length is reported. */
    Result renamed(Identifier owner, Result result, List<Identifier> names) {
        List<ColumnDeclaration> columns = result.columns();
        if (names.size() != columns.size()) {
            workspace.reports.report(
                    ALIAS_COLUMNS,
                    owner.span(),
                    owner.name(),
                    Counted.of(columns.size(), "column"),
                    names.size() == 1 ? "1 is" : names.size() + " are");
            return new Result(List.of(), result.stream(), true);
        }
        List<ColumnDeclaration> renamed = new ArrayList<>(columns.size());
        for (int i = 0; i < names.size(); i++) {
            Identifier name = names.get(i);
            renamed.add(ColumnDeclaration.plain(spelling(name), columns.get(i).type(), name.span()));
        }
        return new Result(renamed, result.stream(), result.broken());
    }

    /** A name that the query declares. */
    String spelling(Identifier name) {
        return folds && !name.quoted() ? NameTable.fold(name.name()) : name.name();
    }

    @Nullable
    Commons common(Identifier name) {
        for (Commons known = commons; known != null; known = known.outer()) {
            Identifier declared = known.table().name();
            boolean same = name.quoted()
                    ? spelling(declared).equals(name.name())
                    : spelling(declared).equalsIgnoreCase(name.name());
            if (same) {
                return known;
            }
        }
        return null;
    }

    @Override
    public Result visit(Query.Select node) {
        return new BindSelect(workspace, this, node, top, null).bind();
    }

    @Override
    public Result visit(Query.Values node) {
        Unavailable.report(workspace.reports, node.span(), "VALUES");
        return Result.BROKEN;
    }

    @Override
    public Result visit(Query.SetOperation node) {
        Deque<Query.SetOperation> spine = new ArrayDeque<>();
        Query first = node;
        while (first instanceof Query.SetOperation operation) {
            spine.push(operation);
            first = operation.left();
        }
        Result left = first.accept(this);
        for (Query.SetOperation operation : spine) {
            Result right = operation.right().accept(this);
            left = union(operation, left, right);
            workspace.bindings.bindOutput(operation, left.columns());
        }
        return left;
    }

    private Result union(Query.SetOperation operation, Result left, Result right) {
        if (operation.kind() != Query.SetOperation.Kind.UNION && operation.all()) {
            Unavailable.reportThing(workspace.reports, operation.right().span(), "`" + operation.kind() + " ALL`");
            return Result.BROKEN;
        }
        if (left.broken() || right.broken()) {
            return left.broken() ? right.broken() ? Result.BROKEN : new Result(right.columns(), true, true) : left;
        }
        if (left.columns().size() != right.columns().size()) {
            workspace.reports.report(Diagnostic.of(
                    DIFFERENT_WIDTHS,
                    operation.right().span(),
                    Counted.of(left.columns().size(), "column"),
                    Counted.of(right.columns().size(), "column"),
                    operation.kind() + (operation.all() ? " ALL" : "")));
            return new Result(left.columns(), true, true);
        }
        List<ColumnDeclaration> columns = new ArrayList<>(left.columns().size());
        for (int i = 0; i < left.columns().size(); i++) {
            ColumnDeclaration column = left.columns().get(i);
            Type type = Objects.equals(column.type(), right.columns().get(i).type()) ? column.type() : null;
            columns.add(ColumnDeclaration.plain(column.name(), type, column.span()));
        }
        return new Result(columns, left.stream() || right.stream(), false);
    }

    @Override
    public Result visit(Query.Ordered node) {
        Query.Select select = node.body() instanceof Query.Select body ? body : around(node.body());
        workspace.bindings.bindSelect(node, select);
        Result result = new BindSelect(workspace, this, select, top, node).bind();
        workspace.bindings.bindOutput(node, result.columns());
        return result;
    }

    /** {@code SELECT * FROM (query)}. */
    private static Query.Select around(Query query) {
        Span span = query.span();
        TableReference rows = new TableReference.Derived(span, false, query, null, null);
        List<SelectItem> all = List.of(new SelectItem.All(span, null));
        return new Query.Select(span, false, null, all, List.of(rows), null, null, null, null, List.of());
    }

    /** The names behind AS in a select list, in upper case, and what they stand for. */
    static Map<String, Expr> aliases(Query.Select node) {
        Map<String, Expr> aliases = new HashMap<>();
        for (SelectItem item : node.items()) {
            if (item instanceof SelectItem.Single single && single.alias() != null) {
                aliases.putIfAbsent(NameTable.fold(single.alias().name()), single.expression());
            }
        }
        return aliases;
    }

    static boolean isDistinct(Query.Select node) {
        return node.quantifier() == SetQuantifier.DISTINCT;
    }
}
