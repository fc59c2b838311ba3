package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kpipe.compiler.model.FunctionBinding;
import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.compiler.syntax.Argument;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.SetQuantifier;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.jspecify.annotations.Nullable;

/** Calls of aggregate functions as nodes of Calcite's. */
final class AggregateCalls {

    private final Translation translation;
    private final ExpressionTranslator rows;

    /** @param rows translates what stands inside of an aggregate */
    AggregateCalls(Translation translation, ExpressionTranslator rows) {
        this.translation = translation;
        this.rows = rows;
    }

    SqlNode translate(Expr.Call node, FunctionBinding.Aggregate binding) {
        AggregateFunction function = binding.function();
        boolean ignoreNulls = binding.ignoreNulls() || node.nulls() == Expr.Call.NullTreatment.IGNORE;
        List<SqlNode> arguments = new ArrayList<>();
        for (Argument argument : node.arguments()) {
            arguments.add(rows.translate(argument.value()));
        }
        if (node.filter() != null) {
            filter(node, node.filter(), arguments, isEdge(function) && !ignoreNulls);
        }
        boolean distinct = node.quantifier() == SetQuantifier.DISTINCT && minds(function);
        SqlLiteral quantifier = distinct
                ? SqlLiteral.createSymbol(SqlSelectKeyword.DISTINCT, translation.positions.of(node.span()))
                : null;
        String written = node.name().last().name().toUpperCase(Locale.ROOT);
        AggregateOperator operator =
                translation.aggregates.function(function, ignoreNulls && isEdge(function), written, node.span());
        return translation.aggregate(operator, node.span(), arguments, quantifier);
    }

    private static boolean isEdge(AggregateFunction function) {
        return function == AggregateFunction.FIRST_VALUE || function == AggregateFunction.LAST_VALUE;
    }

    /** Whether it makes a difference how often a value comes. */
    private static boolean minds(AggregateFunction function) {
        return switch (function) {
            case MIN, MAX, ANY, EVERY, BIT_AND, BIT_OR, FIRST_VALUE, LAST_VALUE -> false;
            case COUNT, SUM, AVG, BIT_XOR, VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> true;
        };
    }

    /**
     * FILTER: an aggregate that passes NULLs over is given NULL where the condition is not TRUE, so that the argument is not even computed there. One that does not is given the condition
     * too.
     */
    private void filter(Expr.Call node, Expr condition, List<SqlNode> arguments, boolean takesNulls) {
        SqlNode holds = holds(condition);
        SqlNode filtered = filtered(node, holds, arguments.isEmpty() ? null : arguments.get(0));
        if (arguments.isEmpty()) {
            arguments.add(filtered);
        } else {
            arguments.set(0, filtered);
        }
        if (takesNulls) {
            arguments.add(holds);
        }
    }

    private SqlNode holds(Expr condition) {
        return translation.call(
                translation.operators.condition("`FILTER`", condition.span()),
                condition.span(),
                rows.translate(condition));
    }

    /** What an aggregate that passes NULLs over takes of a row under FILTER; of COUNT(*), which has no argument, TRUE. */
    SqlNode filtered(Expr.Call node, Expr condition, @Nullable SqlNode argument) {
        return filtered(node, holds(condition), argument);
    }

    private SqlNode filtered(Expr.Call node, SqlNode holds, @Nullable SqlNode argument) {
        SqlNode value = argument == null ? constant(true, Type.of(Kind.BOOLEAN, false), node) : argument;
        SqlNode nothing = constant(null, TypeRules.UNTYPED_NULL, node);
        return translation.call(
                translation.conditionals.searchedCase(node.span()), node.span(), List.of(holds, value, nothing));
    }

    private SqlNode constant(@Nullable Object value, Type type, Expr.Call node) {
        return translation.call(translation.operators.literal(value, type, node.span()), node.span());
    }
}
