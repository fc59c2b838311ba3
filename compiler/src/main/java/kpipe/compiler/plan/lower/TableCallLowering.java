package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.model.TableCall;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.plan.RelTypes;
import kpipe.compiler.plan.ScalarOperator;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Schema;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Makes the operator of a table function, which takes all rows in the order of ROWTIME. */
final class TableCallLowering {

    private final AggregateLowering.Splitter splitter;
    private final Span span;

    TableCallLowering(AggregateLowering.Splitter splitter, Span span) {
        this.splitter = splitter;
        this.span = span;
    }

    /** The table function whose rows the projection gives, or null: it is marked in the last field, their time. */
    static @Nullable TableCall of(Project project) {
        List<RexNode> fields = project.getProjects();
        return fields.get(fields.size() - 1) instanceof RexCall call
                        && call.getOperator() instanceof ScalarOperator operator
                ? operator.tableCall()
                : null;
    }

    /** @param input the columns of the query, then ROWTIME */
    Chain lower(Project project, TableCall call, Chain input) {
        List<String> names = project.getInput().getRowType().getFieldNames();
        Chain chain =
                input.aggregated() || input.stream().lanes() > 1 ? splitter.split(input, names, List.of()) : input;
        if (!chain.ordered()) {
            chain.sort(span);
        }
        List<Expr> columns = new ArrayList<>();
        List<Column> described = new ArrayList<>();
        List<Expr> fields = chain.fields();
        for (int i = 0; i + 1 < fields.size(); i++) {
            Expr field = fields.get(i);
            columns.add(field);
            described.add(new Column(names.get(i), RelTypes.storable(field.type())));
        }
        RexCall marker =
                (RexCall) project.getProjects().get(project.getProjects().size() - 1);
        Span place = ((ScalarOperator) marker.getOperator()).span();
        chain.call(call.function(), call.arguments(), columns, new Schema(described), place);
        List<Expr> given = new ArrayList<>();
        for (int i = 0; i < chain.schema().size(); i++) {
            given.add(new Expr.Column(i, chain.schema().type(i), place));
        }
        given.add(new Expr.Rowtime(Promotions.TIME, place));
        chain.setFields(given);
        return chain;
    }
}
