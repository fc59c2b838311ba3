package kpipe.compiler.resolve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.Binding;
import kpipe.compiler.model.Bindings;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.model.JoinWindow;
import kpipe.compiler.model.Relation;
import kpipe.compiler.model.StreamDeclaration;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.Over;
import kpipe.compiler.syntax.Query;
import kpipe.compiler.syntax.TableAlias;
import kpipe.compiler.syntax.TableReference;
import kpipe.compiler.syntax.TableReference.Join.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** Binds what stands in the FROM of one select, and fills the select's scope with it. */
final class BindFrom implements TableReference.Visitor<BindFrom.Side> {

    private static final Code STREAM_OPTIONAL =
            Code.error("K0314", "a stream on the optional side of a join would have to be waited for without end");

    private static final Code NO_TIME = Code.error(
            "K0321", "only the rows of a stream have a time by which windows are cut, those of a table have none");
    private static final Code NOTHING_IN_COMMON =
            Code.error("K0349", "NATURAL compares the columns that both sides have, and these have none in common");
    private static final Code WINDOW_OF_TABLE =
            Code.error("K0340", "a window in FROM stands behind a stream: the rows of a table have no time");
    private static final Code NO_PAST = Code.error(
            "K0350",
            "`AS OF` looks for the row of another stream that was the latest, and `{0}` is a table: what it held before is not known");
    private static final Code AS_OF_PLACE =
            Code.error("K0352", "`FOR SYSTEM_TIME AS OF` stands behind the right side of a JOIN or LEFT JOIN");
    private static final Code NO_ORDER = Code.error(
            "K0354", "MATCH_RECOGNIZE looks for rows one behind the other in time, and the rows of a table have none");
    private static final Code WINDOW_WITHOUT_JOIN = Code.error(
            "K0341", "a window in FROM says how long rows are held to be joined to another stream, and there is none");

    /** What one side of a join is. */
    enum Side {
        STREAM,
        TABLE,
        BROKEN
    }

    private final Workspace workspace;
    private final BindQuery query;
    private final FromScope scope;
    private final Query.Select select;

    /** What may stand behind FOR SYSTEM_TIME AS OF now: the right side of the join that is read. */
    private @Nullable TableReference rightSide;

    /** The first window behind a stream. */
    private @Nullable Over first;

    BindFrom(Workspace workspace, BindQuery query, FromScope scope, Query.Select select) {
        this.workspace = workspace;
        this.query = query;
        this.scope = scope;
        this.select = select;
    }

    /** Binds the parts between commas. */
    void bind() {
        Side before = Side.TABLE;
        for (TableReference reference : select.from()) {
            before = both(before, reference.accept(this));
        }
        boolean alone = scope.leaves().stream().filter(FromScope.Leaf::stream).count() == 1;
        if (alone && first != null) {
            workspace.reports.report(WINDOW_WITHOUT_JOIN, first.span());
        }
    }

    private static Side both(Side left, Side right) {
        if (left == Side.BROKEN || right == Side.BROKEN) {
            return Side.BROKEN;
        }
        return left == Side.STREAM || right == Side.STREAM ? Side.STREAM : Side.TABLE;
    }

    @Override
    public Side visit(TableReference.Named node) {
        Side side = named(node);
        if (node.alias() == null && node.over() instanceof Over.Named over) {
            scope.alsoCalled(node, over.window());
        }
        return window(node, node.over(), side);
    }

    /** The window behind a stream. */
    private Side window(TableReference node, @Nullable Over over, Side side) {
        if (over == null || side == Side.BROKEN) {
            return side;
        }
        if (side == Side.TABLE) {
            workspace.reports.report(WINDOW_OF_TABLE, over.span());
            return Side.BROKEN;
        }
        JoinWindow window = new JoinWindows(workspace, select.windows()).window(over);
        if (window == null) {
            return Side.BROKEN;
        }
        workspace.bindings.bind(node, window);
        first = first == null ? over : first;
        return side;
    }

    private Side named(TableReference.Named node) {
        if (node.asOf() != null && node != rightSide) {
            workspace.reports.report(AS_OF_PLACE, node.asOf().span());
        }
        Identifier last = node.name().last();
        BindQuery.Commons common = node.name().simple() ? query.common(last) : null;
        if (common != null) {
            workspace.bindings.bind(node, new Bindings.OfCommon(common.table()));
            BindQuery.Result result = common.result();
            return leaf(node, node.alias(), common.table().name().name(), "query", result);
        }
        Entry<Relation> entry = new Relations(workspace).find(node.name(), "stream or table");
        Relation relation = entry == null ? null : entry.declaration;
        if (relation == null) {
            return leaf(node, node.alias(), last.name(), "stream", BindQuery.Result.BROKEN);
        }
        workspace.bindings.bind(node, new Bindings.Of(relation));
        boolean stream = relation instanceof StreamDeclaration;
        TableAlias alias = node.alias();
        if (alias == null || alias.columns().isEmpty()) {
            FromScope.Leaf leaf = new FromScope.Leaf(
                    node,
                    alias == null ? relation.name() : query.spelling(alias.name()),
                    stream ? "stream" : "table",
                    relation.columns(),
                    relation instanceof StreamDeclaration declared ? declared.allColumns() : relation.columns(),
                    workspace.columnNames(relation),
                    stream,
                    false);
            return add(leaf, alias);
        }
        BindQuery.Result result = new BindQuery.Result(relation.columns(), stream, false);
        return leaf(node, alias, relation.name(), stream ? "stream" : "table", result);
    }

    private Side leaf(
            TableReference node,
            @Nullable TableAlias alias,
            @Nullable String name,
            String kind,
            BindQuery.Result result) {
        BindQuery.Result named = alias == null || alias.columns().isEmpty() || result.broken()
                ? result
                : query.renamed(alias.name(), result, alias.columns());
        String called = alias == null ? name : query.spelling(alias.name());
        NameTable<Integer> names = ColumnNames.of(named.columns());
        return add(
                new FromScope.Leaf(
                        node, called, kind, named.columns(), named.columns(), names, named.stream(), named.broken()),
                alias);
    }

    private Side add(FromScope.Leaf leaf, @Nullable TableAlias alias) {
        workspace.bindings.bindColumns(leaf.node(), leaf.columns());
        scope.add(leaf, alias == null ? null : alias.name());
        if (leaf.broken()) {
            workspace.reports.known();
        }
        return leaf.broken() ? Side.BROKEN : leaf.stream() ? Side.STREAM : Side.TABLE;
    }

    @Override
    public Side visit(TableReference.Derived node) {
        if (node.lateral()) {
            Unavailable.report(workspace.reports, node.span(), "LATERAL");
            return leaf(node, node.alias(), null, "query", BindQuery.Result.BROKEN);
        }
        Side side = leaf(node, node.alias(), null, "query", query.inner(node.query()));
        return window(node, node.over(), side);
    }

    @Override
    public Side visit(TableReference.Function node) {
        if (node.lateral()) {
            Unavailable.report(workspace.reports, node.span(), "LATERAL");
            return leaf(node, node.alias(), null, "query", BindQuery.Result.BROKEN);
        }
        if (WindowFunction.is(node)) {
            if (node.over() != null) {
                Unavailable.reportThing(workspace.reports, node.over().span(), "a window behind a window function");
                return leaf(node, node.alias(), null, "query", BindQuery.Result.BROKEN);
            }
            return windowFunction(node);
        }
        BindTableFunction function = new BindTableFunction(workspace, query, node);
        if (!ItemFunctions.is(node)) {
            return window(node, node.over(), leaf(node, node.alias(), null, "query", function.bind()));
        }
        TableReference query = function.bindItems();
        if (query == null) {
            return leaf(node, node.alias(), null, "query", BindQuery.Result.BROKEN);
        }
        workspace.bindings.bindInput(node, query);
        return query.accept(this);
    }

    private Side windowFunction(TableReference.Function node) {
        WindowFunction function = WindowFunction.of(workspace, node);
        if (function == null) {
            return leaf(node, node.alias(), null, "query", BindQuery.Result.BROKEN);
        }
        Side side = function.input().accept(this);
        if (side == Side.TABLE) {
            workspace.reports.report(NO_TIME, function.input().span());
        }
        workspace.bindings.bindInput(node, function.input());
        scope.setWindowFunction(function);
        return side;
    }

    @Override
    public Side visit(TableReference.Unnest node) {
        BindExpression.bindAll(workspace, scope, Place.ON, node.arguments());
        TableAlias alias = node.alias();
        List<ColumnDeclaration> columns = new ArrayList<>();
        int given = alias == null ? 0 : alias.columns().size() - (node.withOrdinality() ? 1 : 0);
        for (int i = 0; i < given; i++) {
            columns.add(ColumnDeclaration.plain("element", null, node.span()));
        }
        if (given <= 0) {
            columns.addAll(parts(node, alias));
        }
        if (node.withOrdinality()) {
            columns.add(ColumnDeclaration.plain("ORDINALITY", Type.of(kpipe.data.Kind.BIGINT, true), node.span()));
        }
        return leaf(node, alias, null, "query", new BindQuery.Result(columns, false, false));
    }

    /** The columns of a value that is unnested without naming them; one, called as the whole, where its type is not known yet. */
    private List<ColumnDeclaration> parts(TableReference.Unnest node, @Nullable TableAlias alias) {
        if (node.arguments().size() > 1) {
            List<ColumnDeclaration> elements = new ArrayList<>();
            node.arguments()
                    .forEach(array ->
                            elements.add(ColumnDeclaration.plain("COLUMN" + (elements.size() + 1), null, node.span())));
            return elements;
        }
        Type type = null;
        if (node.arguments().get(0) instanceof Expr.ColumnReference name
                && workspace.bindings.nameOrNull(name) instanceof Binding.Column column) {
            for (FromScope.Leaf leaf : scope.leaves()) {
                type = leaf.node() == column.of()
                        ? leaf.all().get(column.index()).type()
                        : type;
            }
        }
        boolean several = type != null
                && (type.kind() == kpipe.data.Kind.MAP
                        || type.kind() == kpipe.data.Kind.ARRAY
                                && type.element().kind() == kpipe.data.Kind.ROW);
        if (type != null && several) {
            Type of = type.kind() == kpipe.data.Kind.MAP ? type : type.element();
            return of.parts().stream()
                    .map(part -> ColumnDeclaration.plain(part.name(), part.type(), node.span()))
                    .toList();
        }
        Type element = type != null && type.kind() == kpipe.data.Kind.ARRAY ? type.element() : null;
        String name = alias == null ? "element" : query.spelling(alias.name());
        return List.of(ColumnDeclaration.plain(name, element, node.span()));
    }

    @Override
    public Side visit(TableReference.MatchRecognize node) {
        FromScope rows = new FromScope(workspace, query, Map.of(), null);
        Side side = node.input().accept(new BindFrom(workspace, query, rows, select));
        if (node.input() instanceof TableReference.Join) {
            Unavailable.reportThing(workspace.reports, node.input().span(), "`MATCH_RECOGNIZE` behind a join");
            side = Side.BROKEN;
        } else if (side == Side.TABLE) {
            workspace.reports.report(NO_ORDER, node.input().span());
            side = Side.BROKEN;
        }
        BindQuery.Result result =
                side == Side.BROKEN ? BindQuery.Result.BROKEN : new BindMatch(workspace, query, rows, node).bind();
        return leaf(node, node.alias(), null, "query", result);
    }

    @Override
    public Side visit(TableReference.Misnamed node) {
        node.inner().accept(this);
        return leaf(node, node.alias(), null, "query", BindQuery.Result.BROKEN);
    }

    /** A chain of joins leans to the left and may be long: it is walked, not recursed into. */
    @Override
    public Side visit(TableReference.Join node) {
        Deque<TableReference.Join> chain = new ArrayDeque<>();
        TableReference first = node;
        while (first instanceof TableReference.Join join) {
            chain.push(join);
            first = join.left();
        }
        int begin = scope.leaves().size();
        Side left = first.accept(this);
        for (TableReference.Join join : chain) {
            int middle = scope.leaves().size();
            boolean keepsLeft = join.kind() == Kind.INNER || join.kind() == Kind.LEFT || join.kind() == Kind.CROSS;
            rightSide = keepsLeft ? join.right() : null;
            Side right = join.right().accept(this);
            check(join, left, right);
            merge(join, begin, middle);
            BindExpression.bind(workspace, scope, Place.ON, join.match());
            if (join.right() instanceof TableReference.Named named) {
                BindExpression.bind(workspace, scope, Place.ON, named.asOf());
            }
            BindExpression.bind(workspace, scope, Place.ON, join.on());
            left = both(left, right);
        }
        return left;
    }

    /** Finds the columns that USING and NATURAL compare. */
    private void merge(TableReference.Join join, int begin, int middle) {
        if (!join.natural() && join.using().isEmpty()) {
            return;
        }
        List<FromScope.Leaf> leaves = scope.leaves();
        List<FromScope.Leaf> left = List.copyOf(leaves.subList(begin, middle));
        List<FromScope.Leaf> right = List.copyOf(leaves.subList(middle, leaves.size()));
        List<Binding.Merged> columns = new ArrayList<>();
        for (Identifier name : join.natural() ? common(left, right, join.span()) : join.using()) {
            Binding.Column first = scope.among(left, name, true);
            Binding.Column second = first == null ? null : scope.among(right, name, true);
            if (first != null && second != null) {
                columns.add(new Binding.Merged(first, second));
            }
        }
        if (columns.isEmpty() && join.natural() && leaves.stream().noneMatch(FromScope.Leaf::broken)) {
            workspace.reports.report(NOTHING_IN_COMMON, join.right().span());
        }
        boolean full = join.kind() == Kind.FULL;
        columns.forEach(column -> scope.merge(column, join.kind() == Kind.RIGHT, full));
        workspace.bindings.bind(join, columns);
    }

    /** The names of columns that are on both sides. */
    private List<Identifier> common(List<FromScope.Leaf> left, List<FromScope.Leaf> right, Span span) {
        List<Identifier> names = new ArrayList<>();
        for (FromScope.Leaf leaf : left) {
            for (int i = 0; i < leaf.columns().size(); i++) {
                Identifier name = new Identifier(span, leaf.columns().get(i).name(), true);
                Identifier anyCase = new Identifier(span, name.name(), false);
                if (!scope.isHidden(leaf, i)) {
                    if (scope.among(right, name, false) != null) {
                        names.add(name);
                    } else if (scope.among(right, anyCase, false) != null) {
                        names.add(anyCase);
                    }
                }
            }
        }
        return names;
    }

    private void check(TableReference.Join join, Side left, Side right) {
        if (join.kind() == Kind.AS_OF
                || join.kind() == Kind.LEFT_AS_OF
                || join.right() instanceof TableReference.Named named && named.asOf() != null) {
            if (left == Side.TABLE || right == Side.TABLE) {
                TableReference table = right == Side.TABLE ? join.right() : join.left();
                workspace.reports.report(Diagnostic.of(NO_PAST, table.span(), tableName(table))
                        .withNote("`JOIN` looks into the table as it is now"));
            }
        } else if (left == Side.TABLE && right == Side.STREAM) {
            if (join.kind() == Kind.LEFT || join.kind() == Kind.FULL) {
                workspace.reports.report(STREAM_OPTIONAL, join.right().span());
            }
        } else if (left == Side.STREAM && right == Side.TABLE) {
            if (join.kind() == Kind.RIGHT || join.kind() == Kind.FULL) {
                workspace.reports.report(STREAM_OPTIONAL, join.left().span());
            }
        }
    }

    private static String tableName(TableReference reference) {
        return reference instanceof TableReference.Named named
                ? named.name().last().name()
                : "this";
    }
}
