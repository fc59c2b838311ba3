package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.model.TableDeclaration;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Rewriter;
import kpipe.compiler.plan.RelationTables.RelationTable;
import kpipe.compiler.source.Span;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The side of a join that is a reference table, perhaps with a choice of its columns and a condition on its rows.
 *
 * @param fields which columns of the table, in the order in which the plan knows them
 * @param conditions over the table's columns
 */
record TableSide(RelationTable table, List<Expr> fields, List<Expr> conditions) {

    /** The table side that a node is, or null if it is none. */
    static @Nullable TableSide of(RelNode node, Span span) {
        if (node instanceof TableScan scan) {
            RelationTable table = scan.getTable().unwrap(RelationTable.class);
            if (table == null || !(table.relation() instanceof TableDeclaration)) {
                return null;
            }
            List<Expr> fields = new ArrayList<>();
            for (int i = 0; i < table.columns().size(); i++) {
                fields.add(new Expr.Column(i, table.columns().type(i), span));
            }
            return new TableSide(table, fields, List.of());
        }
        if (node instanceof Filter filter) {
            TableSide input = of(filter.getInput(), span);
            if (input == null) {
                return null;
            }
            List<Expr> conditions = new ArrayList<>(input.conditions());
            conditions.add(ExprLowering.lower(filter.getCondition(), input.fields(), span));
            return new TableSide(input.table(), input.fields(), conditions);
        }
        return node instanceof Project project ? projected(project, span) : null;
    }

    private static @Nullable TableSide projected(Project project, Span span) {
        TableSide input = of(project.getInput(), span);
        if (input == null) {
            return null;
        }
        List<Expr> fields = new ArrayList<>();
        for (RexNode node : project.getProjects()) {
            Expr field = ExprLowering.lower(node, input.fields(), span);
            if (!(field instanceof Expr.Column)) {
                return null;
            }
            fields.add(field);
        }
        return new TableSide(input.table(), fields, input.conditions());
    }

    /** The fields where the table's columns stand behind {@code width} others. */
    List<Expr> fieldsBehind(int width, boolean nullable) {
        List<Expr> shifted = new ArrayList<>();
        for (Expr field : fields) {
            Expr.Column column = (Expr.Column) field;
            boolean mayBeNull = nullable || column.type().nullable();
            shifted.add(new Expr.Column(column.index() + width, column.type().withNullable(mayBeNull), column.span()));
        }
        return shifted;
    }

    /** The conditions where the table's columns stand behind {@code width} others. */
    List<Expr> conditionsBehind(int width) {
        Rewriter shift = new Rewriter() {
            @Override
            public Expr column(Expr.Column column) {
                return new Expr.Column(column.index() + width, column.type(), column.span());
            }
        };
        return conditions.stream().map(shift::rewrite).toList();
    }
}
