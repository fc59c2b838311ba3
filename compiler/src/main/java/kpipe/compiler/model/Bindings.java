package kpipe.compiler.model;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.CommonTable;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Query;
import kpipe.compiler.syntax.SelectItem;
import kpipe.compiler.syntax.SortItem;
import kpipe.compiler.syntax.TableReference;
import org.jspecify.annotations.Nullable;

/**
 * What the names in queries and expressions mean: side tables of the syntax tree, by the identity of its nodes. Resolving fills it pass by pass; afterwards it
 * is only read. Every node of a query in a {@link Model} has its entry; asking for one that has none is a fault of the compiler and throws.
 */
public final class Bindings {

    private final Map<Expr.ColumnReference, Binding> names = new IdentityHashMap<>();
    private final Map<Expr.Call, FunctionBinding> functions = new IdentityHashMap<>();
    private final Map<TableReference.Named, Target> targets = new IdentityHashMap<>();
    private final Map<TableReference, List<ColumnDeclaration>> columns = new IdentityHashMap<>();
    private final Map<TableReference.Function, TableReference> inputs = new IdentityHashMap<>();
    private final Map<TableReference.Function, TableCall> calls = new IdentityHashMap<>();
    private final Map<SelectItem.All, List<Binding.Column>> stars = new IdentityHashMap<>();
    private final Map<SelectItem.Single, ItemRole> roles = new IdentityHashMap<>();
    private final Map<Query, List<ColumnDeclaration>> outputs = new IdentityHashMap<>();
    private final Map<Query.Select, WindowSpec> windows = new IdentityHashMap<>();
    private final Map<Query.Select, Order> orders = new IdentityHashMap<>();
    private final Map<Query.Ordered, Query.Select> sorted = new IdentityHashMap<>();
    private final Map<TableReference.MatchRecognize, PatternSearch> searches = new IdentityHashMap<>();
    private final Map<TableReference, JoinWindow> joinWindows = new IdentityHashMap<>();
    private final Map<TableReference.Join, List<Binding.Merged>> merged = new IdentityHashMap<>();

    /** What a select item does. */
    public enum ItemRole {
        /** It gives a column. */
        COLUMN,
        /** {@code x AS ROWTIME}: it sets the time of the row and gives no column. */
        PROMOTES,
        /** ROWTIME by itself in a derived table or a common one: the row has it anyway, and there is no column. */
        CARRIES
    }

    /** What a name in FROM means. */
    public sealed interface Target {}

    /** A stream or table. */
    public record Of(Relation relation) implements Target {}

    /** A query of a WITH around it. */
    public record OfCommon(CommonTable table) implements Target {}

    public void bind(Expr.ColumnReference node, Binding binding) {
        names.put(node, binding);
    }

    public void bind(Expr.Call node, FunctionBinding binding) {
        functions.put(node, binding);
    }

    public void bind(TableReference.Named node, Target target) {
        targets.put(node, target);
    }

    public void bind(TableReference.Function node, TableCall call) {
        calls.put(node, call);
    }

    /** The rows of a function in FROM that is another way of writing something are those of {@code input}. */
    public void bindInput(TableReference.Function node, TableReference input) {
        inputs.put(node, input);
    }

    public void bindColumns(TableReference node, List<ColumnDeclaration> list) {
        columns.put(node, List.copyOf(list));
    }

    public void bind(SelectItem.All node, List<Binding.Column> list) {
        stars.put(node, List.copyOf(list));
    }

    public void bind(SelectItem.Single node, ItemRole role) {
        roles.put(node, role);
    }

    public void bindOutput(Query node, List<ColumnDeclaration> list) {
        outputs.put(node, List.copyOf(list));
    }

    /**
     * The ORDER BY behind a select: each item with the expression that its alias or number stands for, or its own.
     *
     * @param within of {@code ORDER BY … WITHIN}, in milliseconds; else 0
     * @param limit null where all rows are wanted
     */
    public record Order(
            List<SortItem> items,
            List<Expr> expressions,
            long within,
            @Nullable Limit limit) {
        public Order {
            items = List.copyOf(items);
            expressions = List.copyOf(expressions);
        }
    }

    /**
     * LIMIT and OFFSET, which count the rows of one time.
     *
     * @param offset how many rows are passed over
     * @param count how many are wanted behind them
     * @param span where the text says so
     */
    public record Limit(long offset, long count, Span span) {}

    /** What is sorted is not one select: it is put into the FROM of one. */
    public void bindSelect(Query.Ordered node, Query.Select select) {
        sorted.put(node, select);
    }

    /** The select that is sorted: the body, or one that has it in its FROM. */
    public Query.Select select(Query.Ordered node) {
        return found(sorted.get(node), node);
    }

    public void bind(Query.Select node, Order order) {
        orders.put(node, order);
    }

    /** The ORDER BY behind a select, or null. */
    public @Nullable Order order(Query.Select node) {
        return orders.get(node);
    }

    public void bind(Query.Select node, WindowSpec window) {
        windows.put(node, window);
    }

    /** What the name means. */
    public Binding name(Expr.ColumnReference node) {
        return found(names.get(node), node);
    }

    /** What the name means, or null where that could not be found out. */
    public @Nullable Binding nameOrNull(Expr.ColumnReference node) {
        return names.get(node);
    }

    /** What is called. */
    public FunctionBinding function(Expr.Call node) {
        return found(functions.get(node), node);
    }

    /** What is called, or null where that could not be found out. */
    public @Nullable FunctionBinding functionOrNull(Expr.Call node) {
        return functions.get(node);
    }

    /** What is read. */
    public Target target(TableReference.Named node) {
        return found(targets.get(node), node);
    }

    /** What a table function in FROM is given; null for one that is another way of writing its {@link #input}. */
    public @Nullable TableCall call(TableReference.Function node) {
        return calls.get(node);
    }

    /** What gives the rows of a function in FROM that is another way of writing something; null for others. */
    public @Nullable TableReference input(TableReference.Function node) {
        return inputs.get(node);
    }

    /** The columns of something in FROM that is no join, under the names by which this query knows them (an alias may rename them). */
    public List<ColumnDeclaration> columns(TableReference node) {
        return found(columns.get(node), node);
    }

    /** The columns for which {@code *} or {@code t.*} stands. */
    public List<Binding.Column> star(SelectItem.All node) {
        return found(stars.get(node), node);
    }

    /** What a select item does. */
    public ItemRole role(SelectItem.Single node) {
        return found(roles.get(node), node);
    }

    /**
     * The columns that a query gives: their names, and their types where those follow without planning. Select items that are no column ({@link ItemRole}) are not
     * among them.
     */
    public List<ColumnDeclaration> output(Query node) {
        return found(outputs.get(node), node);
    }

    /** The window of the select's WINDOWED BY, declared or inline, or of the window function in its FROM; null where it has none. */
    public @Nullable WindowSpec window(Query.Select node) {
        return windows.get(node);
    }

    public void bind(TableReference.MatchRecognize node, PatternSearch search) {
        searches.put(node, search);
    }

    /** What a MATCH_RECOGNIZE says. */
    public PatternSearch search(TableReference.MatchRecognize node) {
        return found(searches.get(node), node);
    }

    public void bind(TableReference node, JoinWindow window) {
        joinWindows.put(node, window);
    }

    /** The OVER behind something in FROM; null where it has none. */
    public @Nullable JoinWindow joinWindow(TableReference node) {
        return joinWindows.get(node);
    }

    public void bind(TableReference.Join node, List<Binding.Merged> columns) {
        merged.put(node, List.copyOf(columns));
    }

    /** The columns that USING or NATURAL compares; empty where the join has neither. */
    public List<Binding.Merged> merged(TableReference.Join node) {
        return merged.getOrDefault(node, List.of());
    }

    private static <T> T found(@Nullable T value, kpipe.compiler.syntax.Node node) {
        if (value == null) {
            throw new IllegalStateException("not resolved: " + node.span());
        }
        return value;
    }
}
