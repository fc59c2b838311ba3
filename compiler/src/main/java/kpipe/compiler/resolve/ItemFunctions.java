package kpipe.compiler.resolve;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Argument;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.GroupBy;
import kpipe.compiler.syntax.GroupItem;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.IntervalQualifier;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.QualifiedName;
import kpipe.compiler.syntax.Query;
import kpipe.compiler.syntax.SelectItem;
import kpipe.compiler.syntax.SetQuantifier;
import kpipe.compiler.syntax.TableAlias;
import kpipe.compiler.syntax.TableReference;
import kpipe.compiler.syntax.TimeUnit;
import kpipe.compiler.syntax.TypeName;
import kpipe.spi.TableFunction.Family;
import kpipe.spi.TableFunction.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * TOP_K_ITEMS_TUMBLING and COUNT_DISTINCT_ITEMS_TUMBLING: other ways of writing a query that groups by a window. So they are exact, and known to all that knows windows.
 *
 * <pre>
 * SELECT STREAM COUNT(DISTINCT "column") AS NUMBER_OF_DISTINCT_ITEMS FROM (query) AS ITEMS GROUP BY STEP(ITEMS.ROWTIME BY INTERVAL 'seconds' SECOND)
 *
 * SELECT STREAM ITEM, ITEM_COUNT
 * FROM TABLE(GROUP_RANK(
 *   CURSOR(
 *     SELECT STREAM CAST("column" AS VARCHAR(1024)) AS ITEM, CAST(COUNT(*) AS DOUBLE) AS ITEM_COUNT
 *     FROM (query) AS ITEMS
 *     WHERE "column" IS NOT NULL
 *     GROUP BY STEP(ITEMS.ROWTIME BY INTERVAL 'seconds' SECOND), "column"),
 *   'ITEM_COUNT', 'RANK', 'desc', 'asc', 0, k))
 * </pre>
 */
final class ItemFunctions {

    private static final String TOP = "TOP_K_ITEMS_TUMBLING";
    private static final String ITEMS = "ITEMS";
    private static final String ITEM = "ITEM";
    private static final String ITEM_COUNT = "ITEM_COUNT";
    private static final int LONGEST_ITEM = 1024;

    private static final Map<String, List<Parameter>> PARAMETERS = Map.of(
            TOP,
            List.of(
                    Parameter.of("columnName", Family.COLUMN),
                    Parameter.integer("K", 1, 100_000),
                    Parameter.integer("windowSeconds", 1, 3600)),
            "COUNT_DISTINCT_ITEMS_TUMBLING",
            List.of(Parameter.of("columnName", Family.COLUMN), Parameter.integer("windowSeconds", 1, 3600)));

    private final Span span;
    private final Query input;
    private final String column;

    private ItemFunctions(Span span, Query input, String column) {
        this.span = span;
        this.input = input;
        this.column = column;
    }

    static String name(TableReference.Function node) {
        return node.call().name().toString().toUpperCase(Locale.ROOT);
    }

    /** Whether the function of FROM is one of these. */
    static boolean is(TableReference.Function node) {
        return PARAMETERS.containsKey(name(node));
    }

    static Set<String> names() {
        return PARAMETERS.keySet();
    }

    /** What follows the query behind CURSOR. */
    static List<Parameter> parameters(TableReference.Function node) {
        return Objects.requireNonNull(PARAMETERS.get(name(node)));
    }

    /**
     * The query that the function is another way of writing.
     *
     * @param input the query behind CURSOR
     * @param column its column that is counted
     */
    static TableReference query(TableReference.Function node, Query input, String column, List<Object> arguments) {
        ItemFunctions writer = new ItemFunctions(node.call().span(), input, column);
        Query query = name(node).equals(TOP)
                ? writer.top((Long) arguments.get(1), (Long) arguments.get(2))
                : writer.countDistinct((Long) arguments.get(1));
        return new TableReference.Derived(node.span(), false, query, node.over(), node.alias());
    }

    private Query countDistinct(long seconds) {
        Expr count = call("COUNT", SetQuantifier.DISTINCT, false, List.of(argument(column(column))));
        return select(List.of(item(count, "NUMBER_OF_DISTINCT_ITEMS")), List.of(items()), null, List.of(step(seconds)));
    }

    private Query top(long most, long seconds) {
        Expr item = new Expr.Cast(
                span, column(column), new TypeName.Simple(span, "VARCHAR", List.of(LONGEST_ITEM), false), false);
        Expr count = new Expr.Cast(
                span,
                call("COUNT", null, true, List.of()),
                new TypeName.Simple(span, "DOUBLE", List.of(), false),
                false);
        Query counted = select(
                List.of(item(item, ITEM), item(count, ITEM_COUNT)),
                List.of(items()),
                new Expr.Is(span, column(column), true, Expr.Is.Test.NULL),
                List.of(step(seconds), column(column)));
        Expr.Call ranked = call(
                "GROUP_RANK",
                null,
                false,
                List.of(
                        argument(new Expr.Cursor(span, counted)),
                        argument(text(ITEM_COUNT)),
                        argument(text("RANK")),
                        argument(text("desc")),
                        argument(text("asc")),
                        argument(number(0)),
                        argument(number(most))));
        return select(
                List.of(item(column(ITEM), ITEM), item(column(ITEM_COUNT), ITEM_COUNT)),
                List.of(new TableReference.Function(span, false, ranked, null, null)),
                null,
                List.of());
    }

    private TableReference items() {
        return new TableReference.Derived(
                span, false, input, null, new TableAlias(span, new Identifier(span, ITEMS, true), List.of()));
    }

    private Expr step(long seconds) {
        IntervalQualifier unit = new IntervalQualifier(span, TimeUnit.SECOND, 4, null, null);
        Expr rowtime = new Expr.ColumnReference(
                span,
                new QualifiedName(
                        span, List.of(new Identifier(span, ITEMS, true), new Identifier(span, "ROWTIME", false))));
        return new Expr.Step(span, rowtime, new Literal.Interval(span, false, text(Long.toString(seconds)), unit));
    }

    private Query select(List<SelectItem> items, List<TableReference> from, @Nullable Expr where, List<Expr> keys) {
        GroupBy groupBy = keys.isEmpty()
                ? null
                : new GroupBy(
                        span,
                        null,
                        keys.stream()
                                .map(key -> (GroupItem) new GroupItem.Key(span, key))
                                .toList());
        return new Query.Select(span, true, null, items, from, where, null, groupBy, null, List.of());
    }

    private SelectItem item(Expr expression, String alias) {
        return new SelectItem.Single(span, expression, new Identifier(span, alias, true));
    }

    private Expr column(String name) {
        return new Expr.ColumnReference(span, new QualifiedName(span, List.of(new Identifier(span, name, true))));
    }

    private Expr.Call call(String name, @Nullable SetQuantifier quantifier, boolean star, List<Argument> arguments) {
        QualifiedName called = new QualifiedName(span, List.of(new Identifier(span, name, false)));
        return new Expr.Call(span, called, quantifier, star, arguments, List.of(), List.of(), null, false, null, null);
    }

    private Argument argument(Expr value) {
        return new Argument(span, null, value);
    }

    private Literal.Text text(String value) {
        return new Literal.Text(span, value, Literal.TextKind.PLAIN);
    }

    private Literal number(long value) {
        return new Literal.Numeric(span, Long.toString(value));
    }
}
