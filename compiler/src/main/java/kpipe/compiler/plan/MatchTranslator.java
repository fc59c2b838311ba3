package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.model.Binding;
import kpipe.compiler.model.PatternSearch;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.SelectItem;
import kpipe.compiler.syntax.SortItem;
import kpipe.compiler.syntax.TableReference;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A MATCH_RECOGNIZE as a select of Calcite's from the rows that are searched: its items are what it gives of a match, its time holds the rest. */
final class MatchTranslator {

    private final Translation translation;
    private final TableReference.MatchRecognize node;
    private final Scope scope;
    private final PatternSearch search;
    private final ExpressionTranslator rows;
    private final PatternNames names;

    /** @param scope holds what is searched */
    MatchTranslator(Translation translation, TableReference.MatchRecognize node, Scope scope) {
        this.translation = translation;
        this.node = node;
        this.scope = scope;
        search = translation.bindings.search(node);
        RowNames rowNames = new RowNames(translation, scope);
        rows = new ExpressionTranslator(translation, rowNames, ExpressionTranslator.Place.ROWS);
        int longest = search.variables().stream().mapToInt(String::length).max().orElse(1);
        names = new PatternNames(translation, rowNames, longest, false);
    }

    QueryTranslator.Translated translate(SqlNode from) {
        List<String> columns = QueryTranslator.distinctNames(translation.bindings.columns(node));
        List<SqlNode> values = new ArrayList<>();
        List<Integer> taken = new ArrayList<>();
        for (Expr key : node.partitionBy()) {
            Binding.Column column = (Binding.Column) translation.bindings.name((Expr.ColumnReference) key);
            taken.add(column.index());
            values.add(names.name(new Binding.OfPattern(column, -1), key.span()));
        }
        for (SelectItem.Single measure : node.measures()) {
            values.add(pattern().translate(measure.expression()));
        }
        int all = translation.bindings.columns(node.input()).size();
        for (int i = 0; i < all && node.allRows(); i++) {
            if (!taken.contains(i)) {
                Binding.Column column = new Binding.Column(node.input(), i);
                values.add(names.name(new Binding.OfPattern(column, -1), node.span()));
            }
        }
        List<SqlNode> items = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            items.add(named(values.get(i), columns.get(i)));
        }
        items.add(named(time(), Scope.ROWTIME));
        SqlParserPos position = translation.positions.of(node.span());
        SqlNode select = new SqlSelect(
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
        return new QueryTranslator.Translated(select, columns, true);
    }

    private ExpressionTranslator pattern() {
        return new ExpressionTranslator(translation, names, ExpressionTranslator.Place.ROWS);
    }

    private SqlNode time() {
        Span span = node.span();
        List<SqlNode> operands = new ArrayList<>();
        operands.add(translation.joinTime(scope.streams(), span));
        List<Integer> defined = new ArrayList<>();
        for (int i = 0; i < search.conditions().size(); i++) {
            Expr condition = search.conditions().get(i);
            if (condition != null) {
                defined.add(i);
                operands.add(translation.call(
                        translation.operators.condition("`DEFINE`", condition.span()),
                        condition.span(),
                        pattern().translate(condition)));
            }
        }
        node.partitionBy().forEach(key -> operands.add(rows.translate(key)));
        node.orderBy().forEach(item -> operands.add(rows.translate(item.expression())));
        boolean descending =
                node.orderBy().stream().anyMatch(item -> item.direction() == SortItem.Direction.DESCENDING);
        MatchedQuery query = new MatchedQuery(
                search, node.allRows(), defined, node.partitionBy().size(), descending);
        Span place = node.orderBy().isEmpty() ? span : node.orderBy().get(0).span();
        return translation.call(ScalarOperator.match(query, place), span, operands);
    }

    private SqlNode named(SqlNode value, String name) {
        SqlParserPos position = translation.positions.of(node.span());
        return SqlStdOperatorTable.AS.createCall(position, value, new SqlIdentifier(name, position));
    }
}
