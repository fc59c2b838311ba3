package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import kpipe.compiler.model.Binding;
import kpipe.compiler.model.Bindings;
import kpipe.compiler.model.Relation;
import kpipe.compiler.pipeline.Expr.TableColumn;
import kpipe.compiler.plan.ExpressionTranslator.Names;
import kpipe.compiler.plan.ExpressionTranslator.Place;
import kpipe.compiler.plan.lower.Lookups;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.BinaryOperator;
import kpipe.compiler.syntax.Query;
import kpipe.compiler.syntax.SelectItem;
import kpipe.compiler.syntax.TableReference;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * Queries that stand as values: each is one operator over its condition and its values, in which the columns of its table are operators without operands. To Calcite it is an expression over the
 * rows around it like any other.
 */
final class SubqueryTranslator {

    private final Translation translation;
    private final Names names;
    private final Place place;

    SubqueryTranslator(Translation translation, Names names, Place place) {
        this.translation = translation;
        this.names = names;
        this.place = place;
    }

    /** The table that a query reads, and a translator for what stands in the query. */
    private record Inside(Relation table, Schema columns, ExpressionTranslator translator) {}

    /** {@code EXISTS (query)}. */
    SqlNode exists(Query query, Span span) {
        Query.Select select = (Query.Select) query;
        Inside inside = inside(select);
        Type truth = Type.of(Kind.BOOLEAN, false);
        ScalarOperator operator = operator(
                "EXISTS", inside, span, types -> truth, (lookups, operands) -> lookups.exists(operands.get(0)));
        return translation.call(operator, span, condition(select, inside));
    }

    /** {@code (query)}. */
    SqlNode value(Query query, Span span) {
        Query.Select select = (Query.Select) query;
        if (select.from().isEmpty()) {
            SelectItem.Single only = (SelectItem.Single) select.items().get(0);
            return new ExpressionTranslator(translation, names, place).translate(only.expression());
        }
        Inside inside = inside(select);
        ScalarOperator operator = operator(
                "VALUE",
                inside,
                span,
                types -> types.get(1).withNullable(true),
                (lookups, operands) -> lookups.value(operands.get(0), operands.get(1)));
        return translation.call(
                operator,
                span,
                condition(select, inside),
                values(select, inside).get(0));
    }

    /** Whether some row of the query makes all the comparisons TRUE. */
    SqlNode any(BinaryOperator comparison, List<SqlNode> values, Query query, Span span) {
        Query.Select select = (Query.Select) query;
        Inside inside = inside(select);
        List<SqlNode> tests = new ArrayList<>();
        List<SqlNode> found = values(select, inside);
        for (int i = 0; i < values.size(); i++) {
            ScalarOperator test = translation.operators.binary(comparison, span);
            tests.add(translation.call(test, span, values.get(i), found.get(i)));
        }
        SqlNode test = tests.size() == 1
                ? tests.get(0)
                : translation.call(translation.operators.binary(BinaryOperator.AND, span), span, tests);
        ScalarOperator operator = operator(
                "ANY",
                inside,
                span,
                types -> Type.of(Kind.BOOLEAN, types.get(1).nullable()),
                (lookups, operands) -> lookups.any(operands.get(0), operands.get(1)));
        return translation.call(operator, span, condition(select, inside), test);
    }

    private static ScalarOperator operator(
            String name,
            Inside inside,
            Span span,
            Function<List<Type>, Type> type,
            BiFunction<Lookups, List<kpipe.compiler.pipeline.Expr>, kpipe.compiler.pipeline.Expr> meaning) {
        return new ScalarOperator(
                name + " of table " + inside.table().name(),
                span,
                types -> types.stream().anyMatch(TypeRules::isBroken) ? TypeRules.BROKEN : type.apply(types),
                (operands, result, at) ->
                        meaning.apply(new Lookups(inside.table().name(), inside.columns(), at), operands));
    }

    private Inside inside(Query.Select select) {
        TableReference.Named from = (TableReference.Named) select.from().get(0);
        Relation table = ((Bindings.Of) translation.bindings.target(from)).relation();
        Schema columns = RelationTables.declared(table);
        Place inner = place;
        if (place.keys() != null && place.rows() != null) {
            inner = Place.groups(place.keys(), place.rows().within(from, columns));
        }
        Names both = new TableNames(translation, names, from, columns);
        return new Inside(table, columns, new ExpressionTranslator(translation, both, inner));
    }

    private SqlNode condition(Query.Select select, Inside inside) {
        if (select.where() == null) {
            Type truth = Type.of(Kind.BOOLEAN, false);
            return translation.call(translation.operators.literal(true, truth, select.span()), select.span());
        }
        Span span = select.where().span();
        return translation.call(
                translation.operators.condition("`WHERE`", span),
                span,
                inside.translator().translate(select.where()));
    }

    private List<SqlNode> values(Query.Select select, Inside inside) {
        List<SqlNode> values = new ArrayList<>();
        for (SelectItem item : select.items()) {
            if (item instanceof SelectItem.Single single) {
                values.add(inside.translator().translate(single.expression()));
            } else if (item instanceof SelectItem.All all) {
                translation
                        .bindings
                        .star(all)
                        .forEach(column -> values.add(inside.translator().star(column, all.span())));
            }
        }
        return values;
    }

    /** Names inside of a query that stands as a value: columns of its table, and what names mean around it. */
    record TableNames(Translation translation, Names around, TableReference.Named from, Schema columns)
            implements Names {

        @Override
        public SqlNode name(Binding binding, Span span) {
            if (!ofTable(binding)) {
                return around.name(binding, span);
            }
            int index = ((Binding.Column) binding).index();
            Type type = columns.type(index);
            ScalarOperator column = new ScalarOperator(
                    "column " + index + " of table " + from.name().last().name(),
                    span,
                    types -> type,
                    (operands, result, at) -> new TableColumn(index, type, at));
            return translation.call(column, span);
        }

        @Override
        public boolean ofTable(@Nullable Binding binding) {
            return binding instanceof Binding.Column column && column.of() == from;
        }
    }
}
