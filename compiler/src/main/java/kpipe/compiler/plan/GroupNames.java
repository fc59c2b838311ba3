package kpipe.compiler.plan;

import java.util.List;
import kpipe.compiler.model.Binding;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.BinaryOperator;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.apache.calcite.sql.SqlNode;

/** What names mean behind a grouping: the bounds of the window are there, and rows within aggregates. */
final class GroupNames implements ExpressionTranslator.Names {

    private final Translation translation;
    private final ExpressionTranslator.Names rows;

    GroupNames(Translation translation, ExpressionTranslator.Names rows) {
        this.translation = translation;
        this.rows = rows;
    }

    @Override
    public SqlNode name(Binding binding, Span span) {
        if (binding instanceof Binding.WindowStart) {
            return marker(AggregateOperator.Role.WINDOW_START, span);
        }
        if (binding instanceof Binding.WindowEnd) {
            return marker(AggregateOperator.Role.WINDOW_END, span);
        }
        if (binding instanceof Binding.WindowTime) {
            Type millisecond = Type.of(Kind.INTERVAL_DAY_TIME, false);
            return translation.call(
                    translation.operators.binary(BinaryOperator.MINUS, span),
                    span,
                    marker(AggregateOperator.Role.WINDOW_END, span),
                    translation.call(translation.operators.literal(1L, millisecond, span), span));
        }
        return binding instanceof Binding.ResultRowtime
                ? marker(AggregateOperator.Role.ROWTIME, span)
                : rows.name(binding, span);
    }

    private SqlNode marker(AggregateOperator.Role role, Span span) {
        return translation.aggregate(translation.aggregates.marker(role, span), span, List.of(), null);
    }
}
