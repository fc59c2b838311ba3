package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.model.Relation;
import kpipe.compiler.model.SourceUse;
import kpipe.compiler.model.StreamDeclaration;
import kpipe.compiler.model.StreamDeclaration.Origin;
import kpipe.compiler.model.StreamDeclaration.StreamTime;
import kpipe.compiler.syntax.Clause;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.PartitionItem;
import kpipe.compiler.syntax.Statement;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** STREAMs that list their columns. One that is made by a query is declared, by the same rules, when its query has been bound. */
final class DeclareStreams implements Pass {

    static final Code UNKNOWN_COLUMN = Code.error("K0203", "{0} `{1}` has no column `{2}`");
    private static final Code NO_TIMESTAMP = Code.error("K0304", "EVENT TIME needs a TIMESTAMP, and `{0}` is {1}");
    private static final Code LATENESS_BEYOND_RETENTION =
            Code.error("K0305", "rows may be later than RETENTION keeps them: windows could never be right");
    private static final Code TIME_FROM_QUERY = Code.error(
            "K0311", "EVENT TIME is read from records; a stream that a query fills takes its time from the query");
    private static final Code FROM_AND_QUERY =
            Code.error("K0221", "stream `{0}` is read FROM a source; a query cannot fill it as well");

    private static final int MAX_SHARDS = 1_024;

    /** With how many shards a stream begins whose number of shards follows the load, as in Kinesis. */
    private static final int SHARDS_ON_DEMAND = 4;

    /** The name of the column of EVENT TIME PATH, which no query sees. */
    private static final String HIDDEN_NAME = "EVENT_TIME";

    @Override
    public void run(Workspace workspace) {
        for (Entry<Relation> entry : workspace.relations.values()) {
            if (entry.statement instanceof Statement.Stream stream && stream.columns() != null) {
                int before = workspace.reports.errors();
                List<ColumnDeclaration> columns = ResolveColumns.resolve(workspace.reports, stream, stream.columns());
                if (workspace.reports.errors() > before) {
                    workspace.unsound.add(entry);
                }
                entry.declaration = declare(workspace, entry, stream, Origin.DECLARED, columns);
            }
        }
    }

    /** The stream of a statement; one with a clause that is wrong is kept as unsound. Null where it has a source and a query. */
    static @Nullable StreamDeclaration declare(
            Workspace workspace,
            Entry<Relation> entry,
            Statement.Stream stream,
            Origin origin,
            List<ColumnDeclaration> columns) {
        int before = workspace.reports.errors();
        List<Clause> clauses = stream.clauses();
        Clause.From from = Clause.find(clauses, Clause.From.class).orElse(null);
        if (from != null && stream.query() != null) {
            workspace.reports.report(FROM_AND_QUERY, from.span(), entry.name);
            return null;
        }
        Clause.EventTime eventTime =
                Clause.find(clauses, Clause.EventTime.class).orElse(null);
        ColumnDeclaration hidden = hidden(eventTime);
        List<ColumnDeclaration> all = new ArrayList<>(columns);
        if (hidden != null) {
            all.add(hidden);
        }
        NameTable<Integer> names = ColumnNames.of(columns);
        SourceUse source = new ResolveSource(workspace, entry.name, clauses, all).resolve();
        int shards = (int) Clause.find(clauses, Clause.Shards.class)
                .map(clause -> clause.count() == null
                        ? OptionalLong.of(SHARDS_ON_DEMAND)
                        : workspace.values.wholeNumber(clause.count(), "the number of shards", 1, MAX_SHARDS))
                .orElse(OptionalLong.of(0))
                .orElse(1);
        List<Integer> partitionBy = partitionBy(workspace, entry.name, clauses, columns, names);
        long retention = Clause.find(clauses, Clause.Retention.class)
                .map(clause -> workspace.values.positiveMillis(clause.duration(), "RETENTION"))
                .orElse(OptionalLong.of(0))
                .orElse(0);
        StreamTime time = eventTime == null
                ? new StreamTime(-1, 0, 0, entry.span)
                : time(workspace, entry.name, eventTime, stream, columns, names, retention);
        if (workspace.reports.errors() > before) {
            workspace.unsound.add(entry);
        }
        return new StreamDeclaration(
                entry.name,
                origin,
                columns,
                hidden,
                source == null ? List.of() : SystemColumnNames.of(workspace, names),
                source,
                shards,
                partitionBy,
                StoreStreams.of(workspace, entry.name, clauses, all),
                retention,
                time,
                null,
                entry.documentation(),
                entry.span);
    }

    /** The column of EVENT TIME PATH, which no query sees; null where there is none. */
    private static @Nullable ColumnDeclaration hidden(Clause.@Nullable EventTime eventTime) {
        return eventTime == null || eventTime.path() == null
                ? null
                : new ColumnDeclaration(
                        HIDDEN_NAME,
                        Type.of(Kind.TIMESTAMP, false),
                        eventTime.path().value(),
                        null,
                        null,
                        null,
                        eventTime.path().span(),
                        eventTime.path().span());
    }

    private static List<Integer> partitionBy(
            Workspace workspace,
            String stream,
            List<Clause> clauses,
            List<ColumnDeclaration> columns,
            NameTable<Integer> names) {
        List<Integer> indexes = new ArrayList<>();
        Clause.PartitionBy clause =
                Clause.find(clauses, Clause.PartitionBy.class).orElse(null);
        if (clause == null) {
            return indexes;
        }
        for (PartitionItem item : clause.items()) {
            if (item.expression() instanceof Expr.ColumnReference reference
                    && reference.name().simple()) {
                Integer index = column(workspace, stream, reference.name().last(), columns, names);
                if (index != null) {
                    indexes.add(index);
                }
            } else if (!(item.expression() instanceof Expr.Erroneous)) {
                Unavailable.reportThing(
                        workspace.reports, item.expression().span(), "PARTITION BY anything but columns of the stream");
            }
        }
        return indexes;
    }

    private static @Nullable Integer column(
            Workspace workspace,
            String stream,
            Identifier name,
            List<ColumnDeclaration> columns,
            NameTable<Integer> names) {
        NameTable.Found<Integer> found = names.find(name);
        if (found.value() == null) {
            if (found.between().isEmpty()) {
                Diagnostic diagnostic = Diagnostic.of(UNKNOWN_COLUMN, name.span(), "stream", stream, name.name());
                workspace.reports.unknown(diagnostic, name.span(), ResolveColumns.names(columns));
            } else {
                workspace.reports.ambiguous(name, found.between());
            }
        }
        return found.value();
    }

    private static StreamTime time(
            Workspace workspace,
            String stream,
            Clause.EventTime clause,
            Statement.Stream statement,
            List<ColumnDeclaration> columns,
            NameTable<Integer> names,
            long retention) {
        if (statement.query() != null) {
            workspace.reports.report(TIME_FROM_QUERY, clause.span());
        }
        int index = columns.size();
        Identifier name = clause.column();
        if (name != null) {
            Integer found = column(workspace, stream, name, columns, names);
            index = found == null ? -1 : found;
            Type type = found == null ? null : columns.get(found).type();
            if (type != null && type.kind() != Kind.TIMESTAMP) {
                workspace.reports.report(Diagnostic.of(
                                NO_TIMESTAMP, name.span(), columns.get(index).name(), type.sql())
                        .withLabel(columns.get(index).span(), "declared here"));
            }
        }
        long lateness = 0;
        if (clause.lateness() != null) {
            lateness = workspace.values.millis(clause.lateness()).orElse(0);
            if (retention > 0 && lateness > retention) {
                workspace.reports.report(
                        LATENESS_BEYOND_RETENTION, clause.lateness().span());
            }
        }
        long idle = clause.idleAfter() == null
                ? 0
                : workspace
                        .values
                        .positiveMillis(clause.idleAfter(), "IDLE AFTER")
                        .orElse(0);
        return new StreamTime(index, lateness, idle, clause.span());
    }
}
