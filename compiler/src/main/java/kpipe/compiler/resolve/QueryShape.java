package kpipe.compiler.resolve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import kpipe.compiler.syntax.Argument;
import kpipe.compiler.syntax.CommonTable;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Node;
import kpipe.compiler.syntax.Nodes;
import kpipe.compiler.syntax.Query;
import kpipe.compiler.syntax.TableReference;

/** What can be seen of a query before its names are bound. */
final class QueryShape {

    private QueryShape() {}

    /** Whether the query gathers rows into windows anywhere, gives them values that depend on those before them, or puts them in order. */
    static boolean waitsForTime(Query query) {
        boolean[] found = {query instanceof Query.Ordered};
        walk(
                query,
                select -> found[0] |= select.windowedBy() != null
                        || select.groupBy() != null
                        || select.quantifier() != null
                        || hasOver(select)
                        || select.from().stream().anyMatch(QueryShape::takesCursor),
                named -> {});
        return found[0];
    }

    /** Whether the query joins anything anywhere. */
    static boolean hasJoin(Query query) {
        boolean[] found = {false};
        walk(
                query,
                select -> found[0] |= select.from().size() > 1
                        || select.from().stream().anyMatch(TableReference.Join.class::isInstance),
                named -> {});
        return found[0];
    }

    /** Whether a table function takes the rows of a query, which must come in order. */
    private static boolean takesCursor(TableReference reference) {
        if (reference instanceof TableReference.Join join) {
            return takesCursor(join.left()) || takesCursor(join.right());
        }
        return reference instanceof TableReference.Function function
                && function.call().arguments().stream().anyMatch(argument -> argument.value() instanceof Expr.Cursor);
    }

    private static boolean hasOver(Query.Select select) {
        Deque<Node> nodes = new ArrayDeque<>(select.items());
        while (!nodes.isEmpty()) {
            Node node = nodes.pop();
            if (node instanceof Expr.Call call && call.over() != null) {
                return true;
            }
            Nodes.children(node).forEach(nodes::push);
        }
        return false;
    }

    /** The queries that stand as values in the expressions of a select. */
    private static List<Query> subqueries(Query.Select select) {
        List<Query> found = new ArrayList<>();
        Deque<Node> nodes = new ArrayDeque<>();
        Nodes.children(select).forEach(nodes::push);
        while (!nodes.isEmpty()) {
            Node node = nodes.pop();
            if (node instanceof Query query) {
                found.add(query);
            } else if (!(node instanceof TableReference) || node instanceof TableReference.Join) {
                Nodes.children(node).forEach(nodes::push);
            }
        }
        return found;
    }

    /** Gives every name in FROM to {@code take}, in the order of the text, those of common tables aside. */
    static void names(Query query, Consumer<TableReference.Named> take) {
        walk(query, select -> {}, take);
    }

    private record Step(Object node, Set<String> commons) {}

    /** What a table function is given. */
    private static void arguments(TableReference.Function function, Set<String> commons, Deque<Step> steps) {
        for (Argument argument : function.call().arguments()) {
            if (argument.value() instanceof Expr.TableArgument table) {
                Object input = table.table() == null
                        ? table.query()
                        : new TableReference.Named(table.span(), table.table(), null, null, null);
                steps.push(new Step(java.util.Objects.requireNonNull(input), commons));
            } else if (argument.value() instanceof Expr.Cursor cursor) {
                steps.push(new Step(cursor.query(), commons));
            }
        }
    }

    private static void walk(Query query, Consumer<Query.Select> selects, Consumer<TableReference.Named> names) {
        Deque<Step> steps = new ArrayDeque<>();
        steps.push(new Step(query, Set.of()));
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            Object node = step.node;
            Set<String> commons = step.commons;
            if (node instanceof Query.With with) {
                Set<String> inner = new HashSet<>(commons);
                with.tables()
                        .forEach(table -> inner.add(NameTable.fold(table.name().name())));
                steps.push(new Step(with.body(), inner));
                for (int i = with.tables().size() - 1; i >= 0; i--) {
                    CommonTable table = with.tables().get(i);
                    steps.push(new Step(table.query(), inner));
                }
            } else if (node instanceof Query.Select select) {
                selects.accept(select);
                subqueries(select).forEach(subquery -> steps.push(new Step(subquery, commons)));
                for (int i = select.from().size() - 1; i >= 0; i--) {
                    steps.push(new Step(select.from().get(i), commons));
                }
            } else if (node instanceof Query.SetOperation operation) {
                steps.push(new Step(operation.right(), commons));
                steps.push(new Step(operation.left(), commons));
            } else if (node instanceof Query.Ordered ordered) {
                steps.push(new Step(ordered.body(), commons));
            } else if (node instanceof TableReference.Join join) {
                steps.push(new Step(join.right(), commons));
                steps.push(new Step(join.left(), commons));
            } else if (node instanceof TableReference.Function function) {
                arguments(function, commons, steps);
            } else if (node instanceof TableReference.Derived derived) {
                steps.push(new Step(derived.query(), commons));
            } else if (node instanceof TableReference.Named named
                    && !(named.name().simple()
                            && commons.contains(
                                    NameTable.fold(named.name().last().name())))) {
                names.accept(named);
            }
        }
    }
}
