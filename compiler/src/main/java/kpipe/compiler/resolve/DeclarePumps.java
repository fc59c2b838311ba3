package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Map;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.Relation;
import kpipe.compiler.model.StreamDeclaration;
import kpipe.compiler.model.TableDeclaration;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.PumpTarget;
import kpipe.compiler.syntax.Statement;
import org.jspecify.annotations.Nullable;

/** Which stream each pump fills, making those that {@code PUMP p INTO s} does not find, and which ones it reads. */
final class DeclarePumps implements Pass {

    private static final Code UNDECLARED = Code.error("K0245", "there is no stream `{0}`, and INSERT INTO makes none");
    private static final Code INTO_TABLE = Code.error("K0246", "`{0}` is a table; a pump fills a stream");
    private static final Code INTO_SYSTEM =
            Code.error("K0247", "`{0}` is filled with errors alone; no pump can write to it");
    private static final Code INTO_SOURCE =
            Code.error("K0220", "stream `{0}` is read FROM a source; a pump cannot fill it as well");

    @Override
    public void run(Workspace workspace) {
        Map<Statement, Entry<Relation>> ownStreams = new IdentityHashMap<>();
        for (Entry<Relation> entry : workspace.relations.values()) {
            if (entry.statement != null) {
                ownStreams.put(entry.statement, entry);
            }
        }
        for (PumpEntry pump : workspace.pumps.values()) {
            if (pump.intoClause != null) {
                pump.target = target(workspace, pump, pump.intoClause);
            } else if (pump.statement != null) {
                pump.target = ownStreams.get(pump.statement);
            }
            if (pump.target != null) {
                workspace
                        .feeders
                        .computeIfAbsent(pump.target, key -> new ArrayList<>(1))
                        .add(pump);
            }
        }
        Relations relations = new Relations(workspace);
        for (PumpEntry pump : workspace.pumps.values()) {
            QueryShape.names(pump.query, named -> {
                Entry<Relation> read = relations.peek(named.name());
                if (read != null && !pump.reads.contains(read)) {
                    pump.reads.add(read);
                }
            });
        }
    }

    private static @Nullable Entry<Relation> target(Workspace workspace, PumpEntry pump, PumpTarget into) {
        Identifier name = into.stream().last();
        if (new Relations(workspace).isSystem(into.stream())) {
            workspace.reports.report(INTO_SYSTEM, into.stream().span(), into.stream());
            return null;
        }
        NameTable.Found<Entry<Relation>> found = workspace.relations.find(name);
        Entry<Relation> entry = found.value();
        if (entry == null && !found.between().isEmpty()) {
            workspace.reports.ambiguous(name, found.between());
            return null;
        }
        if (entry == null && into.insert()) {
            workspace.reports.unknown(
                    Diagnostic.of(UNDECLARED, into.stream().span(), name.name())
                            .withNote("declare it, or write `PUMP " + pump.name + " INTO " + name + " AS SELECT …`"),
                    name.span(),
                    workspace.relations.names());
            return null;
        }
        if (entry == null) {
            Statement statement = pump.statement;
            String spelling = statement == null ? name.name() : CollectStatements.spelling(name, statement);
            Entry<Relation> made = new Entry<>(spelling, name.span(), null);
            workspace.relations.add(spelling, name.quoted(), made);
            return made;
        }
        if (entry.declaration instanceof TableDeclaration || entry.statement instanceof Statement.Table) {
            workspace.reports.report(
                    Diagnostic.of(INTO_TABLE, name.span(), entry.name).withLabel(entry.span, "declared here"));
            return null;
        }
        if (entry.declaration instanceof StreamDeclaration stream && stream.source() != null) {
            workspace.reports.report(Diagnostic.of(INTO_SOURCE, name.span(), entry.name)
                    .withLabel(stream.source().span(), "read from here"));
            return null;
        }
        return entry;
    }
}
