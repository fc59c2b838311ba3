package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Nodes;
import kpipe.compiler.syntax.Statement;
import kpipe.data.SystemColumn;

/** Which columns of the system a program names anywhere: no source has to fill others. */
final class SystemColumnNames {

    private SystemColumnNames() {}

    /** Those of the program, without those that the columns of a stream hide by a name of their own. */
    static List<SystemColumn> of(Workspace workspace, NameTable<Integer> columns) {
        List<SystemColumn> system = new ArrayList<>();
        for (SystemColumn column : workspace.systemColumns()) {
            NameTable.Found<Integer> declared = columns.find(column.name(), false);
            if (declared.value() == null && declared.between().isEmpty()) {
                system.add(column);
            }
        }
        return system;
    }

    /** All that a program names. */
    static Set<SystemColumn> in(List<Statement> statements) {
        Set<SystemColumn> named = EnumSet.noneOf(SystemColumn.class);
        for (Statement statement : statements) {
            Nodes.walk(statement, node -> {
                if (node instanceof Expr.ColumnReference reference) {
                    String name = NameTable.fold(reference.name().last().name());
                    for (SystemColumn column : SystemColumn.values()) {
                        if (column.name().equals(name)) {
                            named.add(column);
                        }
                    }
                }
            });
        }
        return named;
    }
}
