package kpipe.compiler.resolve;

import java.util.List;
import java.util.OptionalLong;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.model.Relation;
import kpipe.compiler.model.SourceUse;
import kpipe.compiler.model.TableDeclaration;
import kpipe.compiler.syntax.Clause;
import kpipe.compiler.syntax.Statement;

/** TABLEs: their columns and what they are read from. */
final class DeclareTables implements Pass {

    private static final Code NEEDS_FROM = Code.error("K0517", "table `{0}` is read FROM nothing");
    private static final Code NO_TABLE =
            Code.error("K0530", "{0} is a stream of records that go on coming: a table cannot be read from it");

    @Override
    public void run(Workspace workspace) {
        for (Entry<Relation> entry : workspace.relations.values()) {
            if (entry.statement instanceof Statement.Table table) {
                declare(workspace, entry, table);
            }
        }
    }

    private static void declare(Workspace workspace, Entry<Relation> entry, Statement.Table table) {
        int before = workspace.reports.errors();
        List<ColumnDeclaration> columns = ResolveColumns.resolve(workspace.reports, table, table.columns());
        OptionalLong refresh = Clause.find(table.clauses(), Clause.RefreshEvery.class)
                .map(clause -> workspace.values.positiveMillis(clause.duration(), "the time between two readings"))
                .orElse(OptionalLong.of(0));
        SourceUse source = new ResolveSource(workspace, entry.name, table.clauses(), columns).resolve();
        if (source == null) {
            if (workspace.reports.errors() == before) {
                workspace.reports.report(NEEDS_FROM, entry.span, entry.name);
            }
            return;
        }
        if (!source.connector().fillsTables()) {
            Clause.find(table.clauses(), Clause.From.class)
                    .ifPresent(from -> workspace.reports.report(
                            NO_TABLE,
                            from.connector().span(),
                            source.connector().spec().name()));
            return;
        }
        if (refresh.isPresent()) {
            entry.declaration = new TableDeclaration(
                    entry.name, columns, source, refresh.getAsLong(), entry.documentation(), entry.span);
        }
        if (workspace.reports.errors() > before) {
            workspace.unsound.add(entry);
        }
    }
}
