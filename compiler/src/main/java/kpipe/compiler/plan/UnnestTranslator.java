package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.TableReference;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * UNNEST as Calcite's: what stands before it becomes a query with two more columns, the value that is unnested and the number of the element, and around it stands one that
 * takes the element out. So no join is left.
 */
final class UnnestTranslator {

    private static final String VALUE = "value of UNNEST";
    private static final String NUMBER = "number of UNNEST";

    private final Translation translation;

    UnnestTranslator(Translation translation) {
        this.translation = translation;
    }

    /** Whether something in FROM, or the right of a join, is UNNEST. */
    static TableReference.@Nullable Unnest unnest(TableReference reference) {
        return reference instanceof TableReference.Unnest unnest ? unnest : null;
    }

    /** Whether a join with UNNEST keeps rows without elements; null where it is of another form, which is reported. */
    @Nullable
    Boolean keepsEmpty(TableReference.Join join, @Nullable JoinType type) {
        boolean always = join.on() == null
                || join.on() instanceof Literal.Truth truth && truth.value() == Literal.Truth.Value.TRUE;
        boolean plain = join.using().isEmpty() && !join.natural() && always;
        if (!plain || type != JoinType.INNER && type != JoinType.CROSS && type != JoinType.LEFT) {
            translation.problems.notAvailable(join.right().span(), "`UNNEST` in a join with a condition");
            return null;
        }
        return type == JoinType.LEFT;
    }

    /** Puts UNNEST behind what stands to the left of it; {@code scope} then knows the columns of both. Null where it has been reported. */
    @Nullable
    SqlNode behind(@Nullable SqlNode left, Scope scope, TableReference.Unnest unnest, boolean keepsEmpty) {
        if (left == null || scope.streams().size() != 1) {
            translation.problems.notAvailable(
                    unnest.span(), "`UNNEST` of anything but a column of the one stream before it");
            return null;
        }
        Span span = unnest.span();
        int columns = translation.bindings.columns(unnest).size() - (unnest.withOrdinality() ? 1 : 0);
        SqlNode value = value(unnest, scope, columns);
        List<SqlNode> inner = new ArrayList<>();
        List<String> all = names(scope, unnest);
        List<String> names = passed(scope, all, span, inner);
        inner.add(named(value, VALUE, span));
        inner.add(named(
                translation.call(translation.nested.unnest(columns, keepsEmpty, span), span, value), NUMBER, span));
        Scope.Source stream = java.util.Objects.requireNonNull(scope.stream());
        inner.add(named(translation.column(stream, Scope.ROWTIME, span), Scope.ROWTIME, span));
        String first = translation.nextAlias();
        SqlNode query = as(select(inner, left, span), first, span);
        List<SqlNode> outer = new ArrayList<>();
        names.forEach(name -> outer.add(named(column(first, name, span), name, span)));
        List<String> unnested = unnested(unnest, first, all.subList(names.size(), all.size()), outer);
        outer.add(named(column(first, Scope.ROWTIME, span), Scope.ROWTIME, span));
        String second = translation.nextAlias();
        rename(scope, second, names);
        scope.add(unnest, new Scope.Source(second, unnested, false, "UNNEST", span, null));
        return as(select(outer, query, span), second, span);
    }

    /** What is unnested; several values become one. */
    private SqlNode value(TableReference.Unnest unnest, Scope scope, int columns) {
        List<SqlNode> values = new ExpressionTranslator(
                        translation, new RowNames(translation, scope), ExpressionTranslator.Place.ROWS)
                .all(unnest.arguments());
        if (values.size() == 1) {
            return values.get(0);
        }
        if (columns != values.size()) {
            translation.problems.report(
                    NestedOperators.OTHER_COLUMNS,
                    unnest.span(),
                    values.size() + " values",
                    NestedOperators.columns(values.size()),
                    columns == 1 ? "one is" : columns + " are");
            return translation.broken(unnest.span());
        }
        return translation.call(translation.nested.zip(unnest.span()), unnest.span(), values);
    }

    /** The names of the columns of all that stands before, then of those that are unnested, no two alike. */
    private List<String> names(Scope scope, TableReference.Unnest unnest) {
        List<String> names = new ArrayList<>(List.of(VALUE, NUMBER));
        scope.references()
                .forEach(reference -> names.addAll(scope.source(reference).columns()));
        translation.bindings.columns(unnest).forEach(column -> names.add(column.name()));
        return QueryTranslator.distinct(names).subList(2, names.size());
    }

    private List<String> unnested(TableReference.Unnest unnest, String query, List<String> names, List<SqlNode> items) {
        Span span = unnest.span();
        int columns = names.size() - (unnest.withOrdinality() ? 1 : 0);
        for (int i = 0; i < columns; i++) {
            SqlNode element = translation.call(
                    translation.nested.unnested(i, columns, span),
                    span,
                    column(query, VALUE, span),
                    column(query, NUMBER, span));
            items.add(named(element, names.get(i), span));
        }
        if (unnest.withOrdinality()) {
            items.add(named(column(query, NUMBER, span), names.get(columns), span));
        }
        return names;
    }

    /** The columns of all that stands before, under names that are all different. */
    private List<String> passed(Scope scope, List<String> all, Span span, List<SqlNode> items) {
        List<String> names = new ArrayList<>();
        for (TableReference reference : scope.references()) {
            Scope.Source source = scope.source(reference);
            for (String column : source.columns()) {
                String name = all.get(names.size());
                names.add(name);
                items.add(named(translation.column(source, column, span), name, span));
            }
        }
        return names;
    }

    private static void rename(Scope scope, String alias, List<String> names) {
        List<TableReference> references = scope.references();
        List<Scope.Source> sources = references.stream().map(scope::source).toList();
        scope.clear();
        int first = 0;
        for (int i = 0; i < sources.size(); i++) {
            Scope.Source source = sources.get(i);
            List<String> columns =
                    List.copyOf(names.subList(first, first + source.columns().size()));
            first += columns.size();
            scope.add(
                    references.get(i),
                    new Scope.Source(alias, columns, source.stream(), source.called(), source.span(), source.window()));
        }
    }

    private SqlNode select(List<SqlNode> items, SqlNode from, Span span) {
        SqlParserPos position = translation.positions.of(span);
        return new SqlSelect(
                position,
                null,
                new SqlNodeList(items, position),
                from,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private SqlIdentifier column(String alias, String name, Span span) {
        return new SqlIdentifier(List.of(alias, name), translation.positions.of(span));
    }

    private SqlNode named(SqlNode node, String name, Span span) {
        SqlParserPos position = translation.positions.of(span);
        return SqlStdOperatorTable.AS.createCall(position, node, new SqlIdentifier(name, position));
    }

    private SqlNode as(SqlNode node, String alias, Span span) {
        return named(node, alias, span);
    }
}
