package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.model.AnalyticFunction;
import kpipe.compiler.model.FunctionBinding;
import kpipe.compiler.model.OverWindow;
import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Argument;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.SetQuantifier;
import kpipe.compiler.syntax.SortItem;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.apache.calcite.sql.SqlNode;

/** Functions with OVER and their types. For Calcite each is a scalar function like any other; lowering takes it out of the expression it stands in. */
final class AnalyticOperators {

    private static final Type BIGINT = Type.of(Kind.BIGINT, false);

    private final Problems problems;

    AnalyticOperators(Problems problems) {
        this.problems = problems;
    }

    /** The call as a node, its arguments and the keys of its window translated by {@code rows}. */
    SqlNode call(Translation translation, Expr.Call node, FunctionBinding.Analytic binding, ExpressionTranslator rows) {
        OverWindow window = binding.window();
        List<SqlNode> operands = new ArrayList<>();
        List<Argument> arguments = node.arguments();
        boolean second = binding.function() == AnalyticFunction.NTH_VALUE
                || binding.function() == AnalyticFunction.LAG
                || binding.function() == AnalyticFunction.LEAD
                || binding.function() == AnalyticFunction.EXP_AVG;
        for (int i = 0; i < arguments.size(); i++) {
            if (!second || i != 1) {
                operands.add(rows.translate(arguments.get(i).value()));
            }
        }
        if (node.filter() != null) {
            SqlNode argument = operands.isEmpty() ? null : operands.get(0);
            operands.clear();
            operands.add(new AggregateCalls(translation, rows).filtered(node, node.filter(), argument));
        }
        int count = operands.size();
        window.partitionBy().forEach(key -> operands.add(rows.translate(key)));
        window.order().forEach(item -> operands.add(rows.translate(item.expression())));
        AnalyticCall call = new AnalyticCall(
                binding.function(),
                count,
                window.partitionBy().size(),
                binding.number(),
                node.quantifier() == SetQuantifier.DISTINCT
                        && binding.function().distinct(),
                node.nulls() == Expr.Call.NullTreatment.IGNORE,
                node.fromLast(),
                window.frame(),
                window.order().stream().map(AnalyticOperators::order).toList());
        Span span = node.span();
        return translation.call(ScalarOperator.analytic(call, span, types -> type(call, types, span)), span, operands);
    }

    private static AnalyticCall.Order order(SortItem item) {
        boolean descending = item.direction() == SortItem.Direction.DESCENDING;
        boolean nullsFirst = item.nulls() == null ? descending : item.nulls() == SortItem.Nulls.FIRST;
        return new AnalyticCall.Order(descending, nullsFirst);
    }

    private Type type(AnalyticCall call, List<Type> operands, Span span) {
        List<Type> arguments = operands.subList(0, call.arguments());
        if (!arguments.isEmpty() && TypeRules.isNull(arguments.get(0))) {
            return problems.wrongArguments(span, call.function().name(), arguments);
        }
        Type first = arguments.isEmpty() ? BIGINT : arguments.get(0);
        return switch (call.function()) {
            case COUNT, ROW_NUMBER, RANK, DENSE_RANK -> BIGINT;
            case SUM -> first.kind().isNumeric() ? Aggregates.sum(first) : wrong(call, arguments, span);
            case AVG ->
                first.kind().isNumeric() ? Aggregates.average(first, problems, span) : wrong(call, arguments, span);
            case MIN, MAX -> first;
            case ANY, SOME, BOOL_OR, EVERY, BOOL_AND ->
                first.kind() == Kind.BOOLEAN ? first : wrong(call, arguments, span);
            case VAR_POP, STDDEV_POP, EXP_AVG ->
                first.kind().isNumeric() ? Type.of(Kind.DOUBLE, first.nullable()) : wrong(call, arguments, span);
            case VAR_SAMP, VARIANCE, STDDEV_SAMP, STDDEV ->
                first.kind().isNumeric() ? Type.of(Kind.DOUBLE, true) : wrong(call, arguments, span);
            case FIRST_VALUE, LAST_VALUE -> first;
            case NTH_VALUE -> first.withNullable(first.nullable() || call.number() > 1);
            case LAG, LEAD -> lag(call, arguments, span);
        };
    }

    private Type wrong(AnalyticCall call, List<Type> arguments, Span span) {
        return problems.wrongArguments(span, call.function().name(), arguments);
    }

    private Type lag(AnalyticCall call, List<Type> arguments, Span span) {
        Type first = arguments.get(0);
        if (arguments.size() == 1) {
            return first.withNullable(first.nullable() || call.number() > 0);
        }
        Type common = TypeRules.common(arguments);
        return common == null
                ? problems.noCommonType(span, "the value and the default of `" + call.function() + "`", arguments)
                : common;
    }

    /** The name of an operator, which tells all that a call says beside its operands. */
    static String name(AnalyticCall call) {
        Frame frame = call.frame();
        return call + (frame == null ? "" : frame.toString());
    }
}
