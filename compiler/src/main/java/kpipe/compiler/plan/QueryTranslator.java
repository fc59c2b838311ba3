package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kpipe.compiler.model.Binding;
import kpipe.compiler.model.Bindings;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.model.Relation;
import kpipe.compiler.model.StreamDeclaration;
import kpipe.compiler.model.TableCall;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.BinaryOperator;
import kpipe.compiler.syntax.CommonTable;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Query;
import kpipe.compiler.syntax.TableAlias;
import kpipe.compiler.syntax.TableReference;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Queries of the text as Calcite's: every name qualified, every derived table under an alias of its own, and every query of a stream with ROWTIME as its last column, so that
 * queries around it can name it.
 */
final class QueryTranslator {

    private final Translation translation;

    /**
     * A translated query.
     *
     * @param node for Calcite
     * @param columns the names of its columns in {@code node}, no two alike, ROWTIME not among them
     * @param stream whether it gives the rows of a stream, and so has ROWTIME behind its columns
     */
    record Translated(SqlNode node, List<String> columns, boolean stream) {}

    QueryTranslator(Translation translation) {
        this.translation = translation;
    }

    /** The query, or null where it has a form that has been reported. */
    @Nullable
    Translated translate(Query query) {
        if (query instanceof Query.With with) {
            return with.recursive() ? refused(with.span(), "`WITH RECURSIVE`") : translate(with.body());
        }
        if (query instanceof Query.Select select) {
            return new SelectTranslator(translation, this, select).translate();
        }
        if (query instanceof Query.SetOperation operation) {
            return union(operation);
        }
        if (query instanceof Query.Ordered ordered) {
            return translate(translation.bindings.select(ordered));
        }
        return refused(query.span(), "`VALUES` as a query");
    }

    private @Nullable Translated union(Query.SetOperation node) {
        if (node.kind() != Query.SetOperation.Kind.UNION && node.all()) {
            return refused(node.span(), "`" + node.kind() + " ALL`");
        }
        Translated left = translate(node.left());
        Translated right = translate(node.right());
        if (left == null || right == null) {
            return null;
        }
        if (!left.stream() || !right.stream()) {
            Query other = left.stream() ? node.right() : node.left();
            return refused(other.span(), "`" + node.kind() + (node.all() ? " ALL" : "") + "` with a table");
        }
        SqlOperator operator = switch (node.kind()) {
            case UNION -> node.all() ? SqlStdOperatorTable.UNION_ALL : SqlStdOperatorTable.UNION;
            case EXCEPT -> SqlStdOperatorTable.EXCEPT;
            case INTERSECT -> SqlStdOperatorTable.INTERSECT;
        };
        SqlNode union =
                new SqlBasicCall(operator, List.of(left.node(), right.node()), translation.positions.of(node.span()));
        return new Translated(union, left.columns(), true);
    }

    private @Nullable Translated refused(Span span, String what) {
        translation.problems.notAvailable(span, what);
        return null;
    }

    /** Something in FROM, and what it adds to the scope; null where it has been reported. */
    @Nullable
    SqlNode from(TableReference reference, Scope scope) {
        if (reference instanceof TableReference.Named named) {
            return named(named, scope);
        }
        if (reference instanceof TableReference.Derived derived) {
            return derived(derived, scope);
        }
        if (reference instanceof TableReference.Join join) {
            return join(join, scope);
        }
        if (reference instanceof TableReference.MatchRecognize match) {
            Scope searched = new Scope();
            SqlNode input = from(match.input(), searched);
            return input == null
                    ? null
                    : aliased(
                            match,
                            called(match.alias(), "the pattern"),
                            new MatchTranslator(translation, match, searched).translate(input),
                            scope);
        }
        if (reference instanceof TableReference.Function function) {
            TableReference input = translation.bindings.input(function);
            if (input != null) {
                return from(input, scope);
            }
            TableCall call = translation.bindings.call(function);
            if (call != null) {
                return aliased(
                        function, called(function.alias(), call.function().name()), rows(function, call), scope);
            }
        }
        String what = reference instanceof TableReference.Function ? "a table function in `FROM`" : "`UNNEST`";
        translation.problems.notAvailable(reference.span(), what);
        return null;
    }

    private @Nullable SqlNode named(TableReference.Named named, Scope scope) {
        Bindings.Target target = translation.bindings.target(named);
        if (target instanceof Bindings.OfCommon common) {
            return common(named, common.table(), scope);
        }
        Relation relation = ((Bindings.Of) target).relation();
        List<String> columns =
                distinctNames(relation instanceof StreamDeclaration stream ? stream.allColumns() : relation.columns());
        Scope.Source source = new Scope.Source(
                translation.nextAlias(),
                columns,
                relation instanceof StreamDeclaration,
                called(named.alias(), relation.name()),
                named.span(),
                translation.bindings.joinWindow(named));
        scope.add(named, source);
        SqlIdentifier table = new SqlIdentifier(RelationTables.key(relation), translation.positions.of(named.span()));
        return as(table, source.alias(), named.span());
    }

    /** A common table is put in the place of its name. */
    private @Nullable SqlNode common(TableReference.Named named, CommonTable table, Scope scope) {
        translation.enter(named.span());
        Translated query = translation.tooLarge() ? null : translate(table.query());
        translation.leave();
        return aliased(named, called(named.alias(), table.name().name()), query, scope);
    }

    private @Nullable SqlNode derived(TableReference.Derived derived, Scope scope) {
        if (derived.lateral()) {
            translation.problems.notAvailable(derived.span(), "`LATERAL`");
            return null;
        }
        return aliased(derived, called(derived.alias(), "the query"), translate(derived.query()), scope);
    }

    private @Nullable SqlNode aliased(
            TableReference reference, String called, @Nullable Translated query, Scope scope) {
        if (query == null) {
            return null;
        }
        Scope.Source source = new Scope.Source(
                translation.nextAlias(),
                query.columns(),
                query.stream(),
                called,
                reference.span(),
                translation.bindings.joinWindow(reference));
        scope.add(reference, source);
        return as(query.node(), source.alias(), reference.span());
    }

    /** The rows of a table function: the columns of the query, those that it adds, and their time, by which lowering finds it. */
    private @Nullable Translated rows(TableReference.Function node, TableCall call) {
        Translated query = translate(call.query());
        if (query == null) {
            return null;
        }
        Span span = node.call().span();
        String alias = translation.nextAlias();
        List<Column> added = call.function().added(call.arguments());
        List<String> names = new ArrayList<>(query.columns());
        added.forEach(column -> names.add(column.name()));
        List<String> distinct = distinct(names);
        List<SqlNode> items = new ArrayList<>();
        List<SqlNode> operands = new ArrayList<>();
        operands.add(field(alias, Scope.ROWTIME, span));
        for (String column : query.columns()) {
            items.add(as(field(alias, column, span), distinct.get(items.size()), span));
            operands.add(field(alias, column, span));
        }
        for (Column column : added) {
            SqlNode value = translation.call(ScalarOperator.added(column, span), span);
            items.add(as(value, distinct.get(items.size()), span));
        }
        TableCallTyping typing = new TableCallTyping(translation.problems, call, query.columns());
        SqlNode time = translation.call(ScalarOperator.tableCall(call, span, typing), span, operands);
        items.add(as(time, Scope.ROWTIME, span));
        SqlParserPos position = translation.positions.of(span);
        SqlSelect select = new SqlSelect(
                position,
                null,
                new SqlNodeList(items, position),
                as(query.node(), alias, span),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        return new Translated(select, distinct, true);
    }

    private SqlIdentifier field(String alias, String name, Span span) {
        return new SqlIdentifier(List.of(alias, name), translation.positions.of(span));
    }

    private static String called(@Nullable TableAlias alias, String otherwise) {
        return alias == null ? otherwise : alias.name().name();
    }

    private SqlNode as(SqlNode node, String alias, Span span) {
        return SqlStdOperatorTable.AS.createCall(
                translation.positions.of(span), node, new SqlIdentifier(alias, translation.positions.of(span)));
    }

    private @Nullable SqlNode join(TableReference.Join join, Scope scope) {
        JoinType type = type(join);
        Scope leftOnly = new Scope();
        SqlNode left = from(join.left(), leftOnly);
        TableReference.Unnest unnest = UnnestTranslator.unnest(join.right());
        if (unnest != null) {
            UnnestTranslator unnesting = new UnnestTranslator(translation);
            Boolean keepsEmpty = left == null ? null : unnesting.keepsEmpty(join, type);
            SqlNode both = keepsEmpty == null ? null : unnesting.behind(left, leftOnly, unnest, keepsEmpty);
            scope.addAll(leftOnly);
            return both;
        }
        Scope rightOnly = new Scope();
        SqlNode right = from(join.right(), rightOnly);
        if (left == null || right == null) {
            return null;
        }
        scope.addAll(leftOnly);
        scope.addAll(rightOnly);
        JoinForm form = JoinForm.of(translation.problems, join.span(), leftOnly, rightOnly, type);
        if (form == null) {
            return null;
        }
        SqlNode condition = condition(join, scope);
        if (form == JoinForm.STREAMS) {
            condition = isAsOf(join)
                    ? latest(leftOnly, rightOnly, condition, match(join, scope, rightOnly), join)
                    : marked(leftOnly, rightOnly, condition, join.span());
            type = type == JoinType.CROSS ? JoinType.INNER : type;
        }
        return join(left, type, right, condition, join.span());
    }

    private @Nullable SqlNode condition(TableReference.Join join, Scope scope) {
        ExpressionTranslator translator = new ExpressionTranslator(
                translation, new RowNames(translation, scope), ExpressionTranslator.Place.ROWS);
        if (join.on() == null) {
            return equalities(join, new RowNames(translation, scope));
        }
        Span span = join.on().span();
        return translation.call(translation.operators.condition("`ON`", span), span, translator.translate(join.on()));
    }

    /** What USING and NATURAL compare. */
    private @Nullable SqlNode equalities(TableReference.Join join, RowNames names) {
        SqlNode all = null;
        for (Binding.Merged columns : translation.bindings.merged(join)) {
            Span span =
                    join.using().isEmpty() ? join.span() : join.using().get(0).span();
            SqlNode equal = translation.call(
                    translation.operators.binary(BinaryOperator.EQUAL, span),
                    span,
                    names.name(columns.left(), span),
                    names.name(columns.right(), span));
            all = all == null
                    ? equal
                    : translation.call(translation.operators.binary(BinaryOperator.AND, span), span, all, equal);
        }
        return all;
    }

    /** The condition of a join of streams, with what lowering has to know of these. */
    SqlNode marked(Scope left, Scope right, @Nullable SqlNode condition, Span span) {
        List<SqlNode> operands = new ArrayList<>();
        operands.add(condition != null ? condition : always(span));
        List<JoinedStreams.Side> lefts = sides(left, operands, span);
        List<JoinedStreams.Side> rights = sides(right, operands, span);
        return translation.call(ScalarOperator.join(new JoinedStreams(lefts, rights, null, span)), span, operands);
    }

    private static boolean isAsOf(TableReference.Join join) {
        return join.kind() == TableReference.Join.Kind.AS_OF
                || join.kind() == TableReference.Join.Kind.LEFT_AS_OF
                || join.right() instanceof TableReference.Named named && named.asOf() != null;
    }

    /** What says which rows are not too late; TRUE where nothing does. */
    private SqlNode match(TableReference.Join join, Scope scope, Scope right) {
        ExpressionTranslator translator = new ExpressionTranslator(
                translation, new RowNames(translation, scope), ExpressionTranslator.Place.ROWS);
        Expr match = join.match();
        if (match != null) {
            Span span = match.span();
            return translation.call(
                    translation.operators.condition("`MATCH_CONDITION`", span), span, translator.translate(match));
        }
        if (join.right() instanceof TableReference.Named named && named.asOf() != null) {
            Span span = named.asOf().span();
            return translation.call(
                    translation.operators.binary(BinaryOperator.GREATER_OR_EQUAL, span),
                    span,
                    translator.translate(named.asOf()),
                    translation.column(right.streams().get(0), Scope.ROWTIME, span));
        }
        return always(join.span());
    }

    private SqlNode always(Span span) {
        return translation.call(translation.operators.literal(true, Type.of(Kind.BOOLEAN, false), span), span);
    }

    private SqlNode latest(
            Scope left, Scope right, @Nullable SqlNode condition, SqlNode match, TableReference.Join join) {
        List<SqlNode> operands = new ArrayList<>();
        operands.add(condition != null ? condition : always(join.span()));
        List<JoinedStreams.Side> lefts = sides(left, operands, join.span());
        List<JoinedStreams.Side> rights = sides(right, operands, join.span());
        operands.add(match);
        Span place = join.match() != null
                ? join.match().span()
                : join.right() instanceof TableReference.Named named && named.asOf() != null
                        ? named.asOf().span()
                        : join.span();
        return translation.call(
                ScalarOperator.join(new JoinedStreams(lefts, rights, place, join.span())), join.span(), operands);
    }

    private List<JoinedStreams.Side> sides(Scope scope, List<SqlNode> operands, Span span) {
        List<JoinedStreams.Side> sides = new ArrayList<>();
        for (Scope.Source stream : scope.streams()) {
            operands.add(translation.column(stream, Scope.ROWTIME, span));
            sides.add(new JoinedStreams.Side(stream.called(), stream.window(), stream.span()));
        }
        return sides;
    }

    private static JoinType type(TableReference.Join join) {
        return switch (join.kind()) {
            case INNER, AS_OF -> JoinType.INNER;
            case LEFT, LEFT_AS_OF -> JoinType.LEFT;
            case RIGHT -> JoinType.RIGHT;
            case FULL -> JoinType.FULL;
            case CROSS -> JoinType.CROSS;
        };
    }

    SqlNode join(SqlNode left, JoinType type, SqlNode right, @Nullable SqlNode condition, Span span) {
        JoinType kind = condition == null ? JoinType.CROSS : type;
        JoinConditionType conditionType = condition == null ? JoinConditionType.NONE : JoinConditionType.ON;
        var position = translation.positions.of(span);
        return new SqlJoin(
                position,
                left,
                SqlLiteral.createBoolean(false, position),
                kind.symbol(position),
                right,
                conditionType.symbol(position),
                condition);
    }

    /** The names of columns, made different where they are alike. */
    static List<String> distinctNames(List<ColumnDeclaration> columns) {
        return distinct(columns.stream().map(ColumnDeclaration::name).toList());
    }

    static List<String> distinct(List<String> names) {
        Set<String> taken = new HashSet<>(List.of(Scope.ROWTIME));
        List<String> result = new ArrayList<>();
        for (String name : names) {
            String base = name.isEmpty() ? "?" : name;
            String candidate = base;
            for (int i = 2; !taken.add(candidate); i++) {
                candidate = base + "_" + i;
            }
            result.add(candidate);
        }
        return result;
    }
}
