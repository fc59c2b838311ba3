package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Counted;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.Fix;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.model.PumpDeclaration;
import kpipe.compiler.model.Relation;
import kpipe.compiler.model.StreamDeclaration;
import kpipe.compiler.model.StreamDeclaration.Origin;
import kpipe.compiler.model.StreamDeclaration.StreamTime;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Clause;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.PumpTarget;
import kpipe.compiler.syntax.Query;
import kpipe.compiler.syntax.Statement;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** Binds the query of every pump, in their order, so that a stream that a query makes has its columns before they are read; and matches what queries give with what streams take. */
final class ResolvePumps implements Pass {

    private static final Code WRONG_COUNT = Code.error("K0210", "the query gives {0}, and `{1}` takes {2}");
    private static final Code OTHER_ORDER = Code.warning(
            "K0211", "columns go by position: `{0}` goes to column `{1}`, though `{2}` has a column of that name");
    private static final Code SAME_COLUMN = Code.error("K0218", "stream `{0}` would have two columns `{1}`");
    private static final Code NO_NAME = Code.error("K0219", "this column of stream `{0}` needs a name");
    private static final Code ROWTIME_COLUMN = Code.error(
            "K0248", "every row of `{0}` has ROWTIME already: leave it out, or give the column another name");
    private static final Code NO_VALUE = Code.error("K0249", "column `{0}` is NOT NULL and gets no value");
    static final Code NAMED_TWICE = Code.error("K0250", "column `{0}` is named twice");

    @Override
    public void run(Workspace workspace) {
        Set<PumpEntry> stopped = stopped(workspace);
        for (PumpEntry pump : workspace.pumpOrder) {
            resolve(workspace, pump, stopped.contains(pump));
        }
    }

    /** The pumps that are not to run: declared STOPPED or stopped by an ALTER PUMP, the last of them counting. */
    private static Set<PumpEntry> stopped(Workspace workspace) {
        Set<PumpEntry> stopped = Collections.newSetFromMap(new IdentityHashMap<>());
        for (PumpEntry pump : workspace.pumps.values()) {
            if (Clause.find(pump.clauses, Clause.Started.class)
                    .map(clause -> !clause.started())
                    .orElse(false)) {
                stopped.add(pump);
            }
        }
        for (Statement.AlterPump alter : workspace.alterations) {
            List<PumpEntry> altered = workspace.pumps.values();
            if (!alter.all()) {
                Identifier name = alter.name().last();
                PumpEntry pump = workspace.pumps.get(name);
                if (pump == null && !workspace.brokenPumps.contains(NameTable.fold(name.name()))) {
                    workspace.reports.unknown(
                            Diagnostic.of(Relations.NO_PUMP, name.span(), name.name()),
                            name.span(),
                            workspace.pumps.names());
                }
                altered = pump == null ? List.of() : List.of(pump);
            }
            if (alter.start()) {
                altered.forEach(stopped::remove);
            } else {
                stopped.addAll(altered);
            }
        }
        return stopped;
    }

    private void resolve(Workspace workspace, PumpEntry pump, boolean stopped) {
        int before = workspace.reports.errors();
        Statement statement = pump.statement;
        boolean folds = statement != null && statement.preamble().foldsNames();
        BindQuery.Result result = new BindQuery(workspace, null, true, folds).bind(pump.query);
        Entry<Relation> target = pump.target;
        if (target == null) {
            return;
        }
        boolean clean = workspace.reports.errors() == before
                && !result.broken()
                && pump.reads.stream().allMatch(read -> read.declaration != null && !workspace.unsound.contains(read));
        if (target.declaration == null && isMade(target) && !result.broken()) {
            target.declaration = make(workspace, pump, target, result.columns());
            if (!clean && target.declaration != null) {
                workspace.unsound.add(target);
            }
        }
        if (!(target.declaration instanceof StreamDeclaration stream) || result.broken()) {
            return;
        }
        List<Integer> columns = match(workspace, pump, stream, result.columns());
        if (clean && workspace.reports.errors() == before && !workspace.unsound.contains(target)) {
            pump.declaration = new PumpDeclaration(
                    pump.name,
                    stream,
                    columns,
                    pump.query,
                    pump.reads.stream()
                            .map(read -> read.declaration)
                            .filter(StreamDeclaration.class::isInstance)
                            .map(StreamDeclaration.class::cast)
                            .toList(),
                    stopped,
                    pump.documentation(),
                    pump.span);
        } else if (stream.origin() == Origin.INFERRED && pumpIsFirst(workspace, pump, target)) {
            workspace.unsound.add(target);
        }
    }

    private static boolean pumpIsFirst(Workspace workspace, PumpEntry pump, Entry<Relation> target) {
        List<PumpEntry> feeders = workspace.feeders.getOrDefault(target, List.of());
        return feeders.stream().noneMatch(feeder -> feeder != pump && feeder.declaration != null);
    }

    /** Whether the stream gets its columns from a query. */
    private static boolean isMade(Entry<Relation> target) {
        return target.statement == null
                || target.statement instanceof Statement.Stream stream && stream.columns() == null;
    }

    private static @Nullable StreamDeclaration make(
            Workspace workspace, PumpEntry pump, Entry<Relation> target, List<ColumnDeclaration> given) {
        PumpTarget into = pump.intoClause;
        List<Identifier> names = into == null ? null : into.columns();
        List<ColumnDeclaration> columns = given;
        if (names != null) {
            if (names.size() != given.size()) {
                workspace.reports.report(
                        WRONG_COUNT, target.span, Counted.of(given.size(), "column"), target.name, names.size());
                return null;
            }
            columns = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                Statement statement = pump.statement;
                String name =
                        statement == null ? names.get(i).name() : CollectStatements.spelling(names.get(i), statement);
                columns.add(ColumnDeclaration.plain(
                        name, given.get(i).type(), names.get(i).span()));
            }
        }
        if (!checkNames(workspace, target, columns)) {
            return null;
        }
        if (target.statement instanceof Statement.Stream stream) {
            return DeclareStreams.declare(workspace, target, stream, Origin.INFERRED, columns);
        }
        return new StreamDeclaration(
                target.name,
                Origin.INFERRED,
                columns,
                null,
                List.of(),
                null,
                0,
                List.of(),
                null,
                0,
                new StreamTime(-1, 0, 0, target.span),
                null,
                pump.documentation(),
                target.span);
    }

    private static boolean checkNames(Workspace workspace, Entry<Relation> target, List<ColumnDeclaration> columns) {
        int before = workspace.reports.errors();
        NameTable<ColumnDeclaration> names = new NameTable<>();
        for (ColumnDeclaration column : columns) {
            Span span = column.span();
            if (column.name().startsWith("EXPR$")) {
                workspace.reports.report(Diagnostic.of(NO_NAME, span, target.name)
                        .withFix(Fix.replace("write `AS` and a name behind it", span.after(), " AS value")));
            } else if (column.name().equalsIgnoreCase("ROWTIME")) {
                workspace.reports.report(Diagnostic.of(ROWTIME_COLUMN, span, target.name)
                        .withFix(Fix.replace("such as `AS row_time`", span.after(), " AS row_time")));
            } else {
                ColumnDeclaration first = names.add(column.name(), false, column);
                if (first != null) {
                    Diagnostic diagnostic = Diagnostic.of(SAME_COLUMN, span, target.name, column.name());
                    workspace.reports.report(
                            first.span().equals(span) ? diagnostic : diagnostic.withLabel(first.span(), "first one"));
                }
            }
        }
        return workspace.reports.errors() == before;
    }

    private static Diagnostic wrongCount(
            PumpEntry pump, List<ColumnDeclaration> given, StreamDeclaration stream, List<Integer> columns) {
        return Diagnostic.of(
                WRONG_COUNT, selectSpan(pump.query), Counted.of(given.size(), "column"), stream.name(), columns.size());
    }

    private static List<Integer> match(
            Workspace workspace, PumpEntry pump, StreamDeclaration stream, List<ColumnDeclaration> given) {
        PumpTarget into = pump.intoClause;
        Span place = into == null ? pump.span : into.stream().span();
        List<Integer> columns = new ArrayList<>();
        if (into == null || into.columns() == null) {
            for (int i = 0; i < stream.columns().size(); i++) {
                columns.add(i);
            }
            if (columns.size() != given.size()) {
                workspace.reports.report(
                        wrongCount(pump, given, stream, columns).withLabel(place, "into this one"));
            } else {
                warnOfOrder(workspace, stream, given);
            }
            return columns;
        }
        NameTable<Integer> names = workspace.columnNames(stream);
        Set<Integer> seen = new HashSet<>();
        boolean all = true;
        for (Identifier name : into.columns()) {
            Integer index = names.find(name).value();
            if (index == null) {
                all = false;
                workspace.reports.unknown(
                        Diagnostic.of(DeclareStreams.UNKNOWN_COLUMN, name.span(), "stream", stream.name(), name.name()),
                        name.span(),
                        names.names());
            } else if (!seen.add(index)) {
                all = false;
                workspace.reports.report(NAMED_TWICE, name.span(), name.name());
            } else {
                columns.add(index);
            }
        }
        if (all && columns.size() != given.size()) {
            workspace.reports.report(wrongCount(pump, given, stream, columns).withLabel(place, "into these"));
        }
        for (int i = 0; all && i < stream.columns().size(); i++) {
            ColumnDeclaration column = stream.columns().get(i);
            Type type = column.type();
            if (type != null && !type.nullable() && !seen.contains(i)) {
                workspace.reports.report(
                        Diagnostic.of(NO_VALUE, place, column.name()).withLabel(column.span(), "declared here"));
            }
        }
        return columns;
    }

    /** Warns where the names of the query are those of the stream in another order: nearly always two columns that were exchanged by mistake. */
    private static void warnOfOrder(Workspace workspace, StreamDeclaration stream, List<ColumnDeclaration> given) {
        NameTable<Integer> names = workspace.columnNames(stream);
        int misplaced = -1;
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < given.size(); i++) {
            Integer place = names.find(given.get(i).name(), false).value();
            if (place == null || !taken.add(place)) {
                return;
            }
            if (place != i && misplaced < 0) {
                misplaced = i;
            }
        }
        if (misplaced >= 0) {
            ColumnDeclaration column = given.get(misplaced);
            workspace.reports.report(
                    OTHER_ORDER,
                    column.span(),
                    column.name(),
                    stream.columns().get(misplaced).name(),
                    stream.name());
        }
    }

    /** The select list of the first SELECT, which is what a wrong count is about. */
    private static Span selectSpan(Query query) {
        Query first = query;
        while (!(first instanceof Query.Select)) {
            if (first instanceof Query.SetOperation operation) {
                first = operation.left();
            } else if (first instanceof Query.With with) {
                first = with.body();
            } else if (first instanceof Query.Ordered ordered) {
                first = ordered.body();
            } else {
                return first.span();
            }
        }
        Query.Select select = (Query.Select) first;
        return Span.of(
                select.items().get(0).span(),
                select.items().get(select.items().size() - 1).span());
    }
}
