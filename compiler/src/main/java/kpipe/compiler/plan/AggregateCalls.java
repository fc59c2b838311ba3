package kpipe.compiler.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kpipe.compiler.model.FunctionBinding;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.syntax.Argument;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.SetQuantifier;
import kpipe.compiler.syntax.SortItem;
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
        for (Expr argument : values(node, function)) {
            arguments.add(rows.translate(argument));
        }
        boolean array = function == AggregateFunction.ARRAY_AGG;
        if (array) {
            arguments.set(0, element(node, arguments.get(0)));
        }
        Aggregate.Fraction fraction = null;
        if (takesFraction(function) && node.quantifier() == SetQuantifier.DISTINCT) {
            return translation.notAvailable(node.span(), "a percentile of different values");
        }
        if (takesFraction(function)) {
            fraction = fraction(node, function);
            if (fraction == null) {
                return translation.broken(node.span());
            }
        }
        Aggregate.Listing listing = null;
        if (array || function == AggregateFunction.LISTAGG) {
            listing = listing(node);
            if (listing == null) {
                return translation.broken(node.span());
            }
        }
        if (node.filter() != null) {
            filter(node, node.filter(), arguments, isEdge(function) && !ignoreNulls);
        }
        if (node.quantifier() == SetQuantifier.DISTINCT && Aggregate.PAIRS.contains(function)) {
            return translation.notAvailable(node.span(), "`" + function + "` of different pairs");
        }
        boolean distinct = node.quantifier() == SetQuantifier.DISTINCT && minds(function);
        SqlLiteral quantifier = distinct
                ? SqlLiteral.createSymbol(SqlSelectKeyword.DISTINCT, translation.positions.of(node.span()))
                : null;
        String written = node.name().last().name().toUpperCase(Locale.ROOT);
        AggregateOperator operator = translation.aggregates.function(
                function, ignoreNulls && isEdge(function), fraction, listing, written, node.span());
        return translation.aggregate(operator, node.span(), arguments, quantifier);
    }

    private static boolean takesFraction(AggregateFunction function) {
        return function == AggregateFunction.PERCENTILE_CONT
                || function == AggregateFunction.PERCENTILE_DISC
                || function == AggregateFunction.APPROX_QUANTILE;
    }

    /** What is gathered: the arguments, but for percentiles what they are sorted by. */
    private static List<Expr> values(Expr.Call node, AggregateFunction function) {
        if (function == AggregateFunction.LISTAGG || function == AggregateFunction.ARRAY_AGG) {
            List<Expr> values = new ArrayList<>(List.of(node.arguments().get(0).value()));
            orders(node).forEach(item -> values.add(item.expression()));
            return values;
        }
        if (!node.withinGroup().isEmpty()) {
            return List.of(node.withinGroup().get(0).expression());
        }
        if (function == AggregateFunction.APPROX_QUANTILE) {
            return List.of(node.arguments().get(0).value());
        }
        return node.arguments().stream().map(Argument::value).toList();
    }

    /** The value as an ARRAY of it alone, so that NULL is one of the elements; under IGNORE NULLS it is none. */
    private SqlNode element(Expr.Call node, SqlNode value) {
        SqlNode element = translation.call(translation.nested.array(node.span()), node.span(), value);
        if (node.nulls() != Expr.Call.NullTreatment.IGNORE) {
            return element;
        }
        ScalarOperator isThere = translation.operators.test(Operation.IS_NOT_NULL, "IS NOT NULL", false, node.span());
        return filtered(node, translation.call(isThere, node.span(), value), element);
    }

    private static List<SortItem> orders(Expr.Call node) {
        return node.withinGroup().isEmpty() ? node.orderBy() : node.withinGroup();
    }

    /** How LISTAGG and ARRAY_AGG sort and separates; null where the separator is no constant, which is reported. */
    private Aggregate.@Nullable Listing listing(Expr.Call node) {
        String separator = ",";
        if (node.arguments().size() > 1) {
            Expr written = node.arguments().get(1).value();
            if (!(written instanceof Literal.Text text)) {
                translation.problems.report(
                        Problems.NO_SEPARATOR,
                        written.span(),
                        node.name().last().name());
                return null;
            }
            separator = text.value();
        }
        List<Aggregate.Listing.Order> orders = new ArrayList<>();
        for (SortItem item : orders(node)) {
            boolean descending = item.direction() == SortItem.Direction.DESCENDING;
            boolean nullsFirst = item.nulls() == null ? descending : item.nulls() == SortItem.Nulls.FIRST;
            orders.add(new Aggregate.Listing.Order(descending, nullsFirst));
        }
        return new Aggregate.Listing(separator, orders);
    }

    /** The fraction of a percentile; null where it is no constant between 0 and 1, which is reported. */
    private Aggregate.@Nullable Fraction fraction(Expr.Call node, AggregateFunction function) {
        boolean sorted = !node.withinGroup().isEmpty();
        boolean descending = sorted && node.withinGroup().get(0).direction() == SortItem.Direction.DESCENDING;
        if (!sorted && function == AggregateFunction.PERCENTILE_CONT) {
            return new Aggregate.Fraction(5, 10, false);
        }
        Expr written = node.arguments().get(sorted ? 0 : 1).value();
        BigDecimal value = written instanceof Literal.Numeric number ? new BigDecimal(number.text()) : null;
        if (value == null
                || value.compareTo(BigDecimal.ONE) > 0
                || value.stripTrailingZeros().scale() > 9) {
            translation.problems.report(
                    Problems.NO_FRACTION, written.span(), node.name().last().name());
            return null;
        }
        int scale = Math.max(0, value.stripTrailingZeros().scale());
        long denominator = BigDecimal.TEN.pow(scale).longValueExact();
        return new Aggregate.Fraction(value.setScale(scale).unscaledValue().longValueExact(), denominator, descending);
    }

    private static boolean isEdge(AggregateFunction function) {
        return function == AggregateFunction.FIRST_VALUE || function == AggregateFunction.LAST_VALUE;
    }

    /** Whether it makes a difference how often a value comes. */
    private static boolean minds(AggregateFunction function) {
        return switch (function) {
            case MIN, MAX, ANY, EVERY, BIT_AND, BIT_OR, FIRST_VALUE, LAST_VALUE, APPROX_COUNT_DISTINCT -> false;
            case PERCENTILE_CONT, PERCENTILE_DISC, APPROX_QUANTILE -> false;
            case COVAR_POP, COVAR_SAMP, CORR, REGR_SLOPE, REGR_INTERCEPT, REGR_R2, REGR_COUNT, REGR_AVGX, REGR_AVGY ->
                true;
            case LISTAGG, ARRAY_AGG, COUNT, SUM, AVG, BIT_XOR, VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> true;
        };
    }

    /**
     * FILTER: an aggregate that passes NULLs over is given NULL where the condition is not TRUE, so that the argument is not even computed there. One that does not is given the condition
     * too.
     */
    private void filter(Expr.Call node, Expr condition, List<SqlNode> arguments, boolean takesNulls) {
        SqlNode holds = holds(condition);
        if (arguments.isEmpty()) {
            arguments.add(filtered(node, holds, null));
        } else {
            arguments.replaceAll(argument -> filtered(node, holds, argument));
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
