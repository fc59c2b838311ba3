package kpipe.compiler.resolve;

import java.util.List;
import kpipe.compiler.syntax.Clause;
import kpipe.compiler.syntax.ColumnDeclaration;
import kpipe.compiler.syntax.ColumnOption;
import kpipe.compiler.syntax.Node;
import kpipe.compiler.syntax.Statement;
import org.jspecify.annotations.Nullable;

/** Refuses the statements and clauses of the language that this release does not have, each with one error at its words. The forms of queries are refused where they are bound. */
final class RefuseUnavailable implements Pass {

    @Override
    public void run(Workspace workspace) {
        for (Statement statement : workspace.program.statements()) {
            statement(workspace.reports, statement);
        }
    }

    private static void statement(Reports reports, Statement statement) {
        if (statement instanceof Statement.Alarm) {
            Unavailable.report(reports, statement.span(), "ALARM");
        } else if (statement instanceof Statement.Grant) {
            Unavailable.report(reports, statement.span(), "GRANT");
        } else if (statement instanceof Statement.Stream stream) {
            columns(reports, stream.columns() == null ? List.of() : stream.columns());
            clauses(reports, stream.clauses());
        } else if (statement instanceof Statement.Table table) {
            columns(reports, table.columns());
            clauses(reports, table.clauses());
        } else if (statement instanceof Statement.Pump pump) {
            clauses(reports, pump.clauses());
        } else if (statement instanceof Statement.Transform transform) {
            clauses(reports, transform.clauses());
        } else if (statement instanceof Statement.Destination destination) {
            clauses(reports, destination.clauses());
        }
    }

    private static void columns(Reports reports, List<ColumnDeclaration> columns) {
        for (ColumnDeclaration column : columns) {
            for (ColumnOption option : column.options()) {
                if (option instanceof ColumnOption.Metadata) {
                    Unavailable.report(reports, option.span(), "METADATA");
                }
            }
        }
    }

    private static void clauses(Reports reports, List<Clause> clauses) {
        for (Clause clause : clauses) {
            String words = unavailable(clause);
            if (words != null) {
                Unavailable.report(reports, clause.span(), words);
            }
        }
    }

    private static @Nullable String unavailable(Clause clause) {
        if (clause instanceof Clause.Backup backup) {
            return backup.failedOnly() ? "BACKUP FAILED" : null;
        }
        if (clause instanceof Clause.Key) {
            return "KEY";
        }
        if (clause instanceof Clause.StateTtl) {
            return "STATE TTL";
        }
        if (clause instanceof Clause.StateUnbounded) {
            return "STATE UNBOUNDED";
        }
        return unavailableOfTransform(clause);
    }

    private static @Nullable String unavailableOfTransform(Node clause) {
        if (clause instanceof Clause.Lambda) {
            return "LAMBDA";
        }
        if (clause instanceof Clause.Handler) {
            return "HANDLER";
        }
        if (clause instanceof Clause.Command) {
            return "COMMAND";
        }
        if (clause instanceof Clause.Batch) {
            return "BATCH";
        }
        if (clause instanceof Clause.Timeout) {
            return "TIMEOUT";
        }
        return clause instanceof Clause.Retry ? "RETRY" : null;
    }
}
