package kpipe.compiler.plan;

import kpipe.compiler.model.Binding;
import kpipe.compiler.source.Span;
import org.apache.calcite.sql.SqlNode;

/** What names mean in expressions over the rows that FROM gives. */
final class RowNames implements ExpressionTranslator.Names {

    private final Translation translation;
    private final Scope scope;

    RowNames(Translation translation, Scope scope) {
        this.translation = translation;
        this.scope = scope;
    }

    @Override
    public SqlNode name(Binding binding, Span span) {
        if (binding instanceof Binding.Column column) {
            Scope.Source source = scope.source(column.of());
            return translation.column(source, source.columns().get(column.index()), span);
        }
        if (binding instanceof Binding.Rowtime rowtime) {
            return translation.column(scope.source(rowtime.of()), Scope.ROWTIME, span);
        }
        if (binding instanceof Binding.JoinRowtime) {
            return translation.joinTime(scope.streams(), span);
        }
        if (binding instanceof Binding.Merged merged) {
            return translation.call(
                    translation.conditionals.coalesce(span),
                    span,
                    name(merged.left(), span),
                    name(merged.right(), span));
        }
        Scope.Source stream = scope.stream();
        if (binding instanceof Binding.ResultRowtime && stream != null) {
            return translation.column(stream, Scope.ROWTIME, span);
        }
        return translation.broken(span);
    }
}
