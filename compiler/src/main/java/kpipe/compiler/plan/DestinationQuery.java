package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.model.Binding;
import kpipe.compiler.model.DestinationDeclaration;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import kpipe.data.Schema;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What a destination with WHERE or PARTITION BY asks of its stream, as a query: all columns, then the partition values. */
final class DestinationQuery {

    private DestinationQuery() {}

    static SqlNode translate(Translation translation, DestinationDeclaration destination, Schema stream) {
        List<String> names = new ArrayList<>();
        stream.columns().forEach(column -> names.add(column.name()));
        List<String> columns = QueryTranslator.distinct(names);
        destination.partitions().forEach(partition -> names.add(partition.name()));
        List<String> all = QueryTranslator.distinct(names);
        Scope.Source source = new Scope.Source(
                translation.nextAlias(), columns, true, destination.from().name(), destination.span(), null);
        Span place = destination.span();
        ExpressionTranslator expressions =
                new ExpressionTranslator(translation, names(translation, source), ExpressionTranslator.Place.ROWS);
        List<SqlNode> items = new ArrayList<>();
        columns.forEach(column -> items.add(translation.column(source, column, place)));
        destination.partitions().forEach(partition -> items.add(expressions.translate(partition.expression())));
        SqlParserPos position = translation.positions.of(place);
        List<SqlNode> named = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            named.add(as(items.get(i), all.get(i), position));
        }
        named.add(as(translation.column(source, Scope.ROWTIME, place), Scope.ROWTIME, position));
        SqlNode from =
                as(new SqlIdentifier(RelationTables.key(destination.from()), position), source.alias(), position);
        SqlNodeList list = new SqlNodeList(named, position);
        SqlNode where = where(translation, expressions, destination.where());
        return new SqlSelect(position, null, list, from, where, null, null, null, null, null, null, null, null);
    }

    private static @org.jspecify.annotations.Nullable SqlNode where(
            Translation translation,
            ExpressionTranslator expressions,
            @org.jspecify.annotations.Nullable Expr condition) {
        if (condition == null) {
            return null;
        }
        Span span = condition.span();
        return translation.call(
                translation.operators.condition("`WHERE`", span), span, expressions.translate(condition));
    }

    private static ExpressionTranslator.Names names(Translation translation, Scope.Source source) {
        return (binding, span) -> {
            if (binding instanceof Binding.DestinationColumn column) {
                return translation.column(source, source.columns().get(column.index()), span);
            }
            return binding instanceof Binding.DestinationRowtime
                    ? translation.column(source, Scope.ROWTIME, span)
                    : translation.broken(span);
        };
    }

    private static SqlNode as(SqlNode node, String name, SqlParserPos position) {
        return SqlStdOperatorTable.AS.createCall(position, node, new SqlIdentifier(name, position));
    }
}
