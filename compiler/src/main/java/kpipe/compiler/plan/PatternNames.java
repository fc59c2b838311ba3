package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kpipe.compiler.model.Binding;
import kpipe.compiler.model.FunctionBinding;
import kpipe.compiler.model.FunctionBinding.PatternFunction;
import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Argument;
import kpipe.compiler.syntax.Expr;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.apache.calcite.sql.SqlNode;

/** What names and functions mean in conditions and measures of MATCH_RECOGNIZE: a column alone is that of the last row so far. For Calcite each is a scalar function; lowering takes it out of the expression. */
final class PatternNames implements ExpressionTranslator.Names {

    private static final Type COUNTED = Type.of(Kind.BIGINT, false);

    private final Translation translation;
    private final RowNames rows;
    private final int longestName;
    private final boolean atEnd;

    /** @param atEnd whether FINAL stands before the expression */
    PatternNames(Translation translation, RowNames rows, int longestName, boolean atEnd) {
        this.translation = translation;
        this.rows = rows;
        this.longestName = longestName;
        this.atEnd = atEnd;
    }

    PatternNames atEnd(boolean end) {
        return new PatternNames(translation, rows, longestName, end);
    }

    @Override
    public SqlNode name(Binding binding, Span span) {
        if (binding instanceof Binding.OfPattern column) {
            PatternCall call = new PatternCall(PatternCall.Kind.ROW, column.variables(), false, 0, 0, atEnd, null);
            return ofRow(call, rows.name(column.of(), span), span);
        }
        return rows.name(binding, span);
    }

    private SqlNode ofRow(PatternCall call, SqlNode row, Span span) {
        ScalarOperator operator = ScalarOperator.pattern(
                call, span, types -> types.get(0).withNullable(types.get(0).nullable() || !call.isSure()));
        return translation.call(operator, span, row);
    }

    /** The names of one row of some variables, which are found on the way. */
    private final class OneRow implements ExpressionTranslator.Names {
        private final Set<Long> variables = new HashSet<>();

        @Override
        public SqlNode name(Binding binding, Span span) {
            if (binding instanceof Binding.OfPattern column) {
                variables.add(column.variables());
                return rows.name(column.of(), span);
            }
            return rows.name(binding, span);
        }

        long mask(Span span) {
            if (variables.size() > 1) {
                translation.problems.report(Problems.SEVERAL_VARIABLES, span);
            }
            return variables.size() == 1 ? variables.iterator().next() : -1;
        }
    }

    private ExpressionTranslator translator(ExpressionTranslator.Names names) {
        return new ExpressionTranslator(translation, names, ExpressionTranslator.Place.ROWS);
    }

    /** FIRST, LAST, PREV, CLASSIFIER or MATCH_NUMBER. */
    SqlNode call(Expr.Call node, FunctionBinding.Pattern binding) {
        Span span = node.span();
        if (binding.function() == PatternFunction.CLASSIFIER) {
            PatternCall call = new PatternCall(PatternCall.Kind.CLASSIFIER, -1, false, 0, 0, atEnd, null);
            Type type = Type.varchar(longestName, false);
            return translation.call(ScalarOperator.pattern(call, span, types -> type), span);
        }
        if (binding.function() == PatternFunction.MATCH_NUMBER) {
            PatternCall call = new PatternCall(PatternCall.Kind.NUMBER, -1, false, 0, 0, false, null);
            return translation.call(ScalarOperator.pattern(call, span, types -> COUNTED), span);
        }
        Expr argument = node.arguments().get(0).value();
        int back = 0;
        FunctionBinding.Pattern of = binding;
        if (binding.function() == PatternFunction.PREV) {
            back = binding.number();
            of = new FunctionBinding.Pattern(PatternFunction.LAST, 0);
            if (argument instanceof Expr.Call inner
                    && translation.bindings.functionOrNull(inner) instanceof FunctionBinding.Pattern pattern
                    && (pattern.function() == PatternFunction.FIRST || pattern.function() == PatternFunction.LAST)) {
                of = pattern;
                argument = inner.arguments().get(0).value();
            }
        }
        OneRow row = new OneRow();
        SqlNode operand = translator(row).translate(argument);
        boolean first = of.function() == PatternFunction.FIRST;
        return ofRow(
                new PatternCall(PatternCall.Kind.ROW, row.mask(span), first, of.number(), back, atEnd, null),
                operand,
                span);
    }

    /** An aggregate over rows of the match. */
    SqlNode aggregate(Expr.Call node, FunctionBinding.Aggregate binding) {
        Span span = node.span();
        AggregateFunction function = binding.function();
        boolean plain = node.quantifier() == null && node.filter() == null && node.nulls() == null;
        boolean known = function == AggregateFunction.COUNT
                || function == AggregateFunction.SUM
                || function == AggregateFunction.AVG
                || function == AggregateFunction.MIN
                || function == AggregateFunction.MAX;
        if (!plain || !known) {
            return translation.notAvailable(span, "`" + node.name() + "` in this form in a pattern");
        }
        OneRow row = new OneRow();
        List<SqlNode> operands = new ArrayList<>();
        for (Argument argument : node.arguments()) {
            operands.add(translator(row).translate(argument.value()));
        }
        PatternCall call = new PatternCall(PatternCall.Kind.AGGREGATE, row.mask(span), false, 0, 0, atEnd, function);
        return translation.call(
                ScalarOperator.pattern(call, span, types -> type(function, types, node)), span, operands);
    }

    private Type type(AggregateFunction function, List<Type> types, Expr.Call node) {
        if (function == AggregateFunction.COUNT) {
            return COUNTED;
        }
        Type type = types.get(0);
        Span span = node.span();
        if (TypeRules.isNull(type) || type.form() == Kind.Form.BYTES) {
            return type.kind().isText()
                    ? translation.problems.notAvailable(span, "`" + node.name() + "` of text in a pattern")
                    : translation.problems.wrongArguments(span, node.name().toString(), types);
        }
        boolean adds = function == AggregateFunction.SUM || function == AggregateFunction.AVG;
        if (adds && !type.kind().isNumeric()) {
            return translation.problems.wrongArguments(span, node.name().toString(), types);
        }
        Type result = function == AggregateFunction.SUM
                ? Aggregates.sum(type)
                : function == AggregateFunction.AVG ? Aggregates.average(type, translation.problems, span) : type;
        return result.withNullable(true);
    }
}
