package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.model.Relation;
import kpipe.compiler.model.StreamDeclaration;
import kpipe.compiler.model.StreamDeclaration.Origin;
import kpipe.compiler.model.StreamDeclaration.StreamTime;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.QualifiedName;
import kpipe.data.Column;
import kpipe.data.Schema;
import kpipe.data.SystemStreams;
import org.jspecify.annotations.Nullable;

/** Finds the stream or table that a name means, {@code error_stream}, {@code s.errors} and {@code p.late} among them; these are declared when they are first named. */
final class Relations {

    private static final Code UNKNOWN = Code.error("K0201", "there is no {0} `{1}`");
    private static final Code NO_SOURCE =
            Code.error("K0243", "stream `{0}` is read FROM nothing, so that no record of it can be wrong");
    static final Code NO_PUMP = Code.error("K0244", "there is no pump `{0}`");
    private static final Code NEVER_LATE =
            Code.error("K0312", "pump `{0}` waits for no time, so that no row can be late for it");

    private final Workspace workspace;

    Relations(Workspace workspace) {
        this.workspace = workspace;
    }

    /** What a name means: an entry, perhaps without a declaration yet; null where it is unknown, and then reported by {@link #find}. */
    @Nullable
    Entry<Relation> peek(QualifiedName name) {
        Entry<Relation> system = system(name, false);
        return system != null ? system : workspace.relations.get(name.last());
    }

    /**
     * As {@link #peek}, with errors.
     *
     * @param kind what is looked for, in the words of the message: {@code stream or table}
     */
    @Nullable
    Entry<Relation> find(QualifiedName name, String kind) {
        int before = workspace.reports.errors();
        Entry<Relation> system = system(name, true);
        if (system != null || workspace.reports.errors() > before || isOfBrokenPump(name)) {
            return system;
        }
        NameTable.Found<Entry<Relation>> found = workspace.relations.find(name.last());
        if (found.value() == null) {
            if (found.between().isEmpty()) {
                report(name, kind);
            } else {
                workspace.reports.ambiguous(name.last(), found.between());
            }
        }
        return found.value();
    }

    /** Whether the name is {@code error_stream}, {@code s.errors} or {@code p.late}. */
    boolean isSystem(QualifiedName name) {
        Identifier errorsOf = owner(name, SystemStreamNames.ERRORS);
        Identifier lateOf = owner(name, SystemStreamNames.LATE);
        return name.last().name().equalsIgnoreCase(SystemStreamNames.ERROR_STREAM)
                || errorsOf != null && workspace.relations.get(errorsOf) != null
                || lateOf != null && workspace.pumps.get(lateOf) != null;
    }

    private boolean isOfBrokenPump(QualifiedName name) {
        Identifier owner = owner(name, SystemStreamNames.LATE);
        return owner != null && workspace.brokenPumps.contains(NameTable.fold(owner.name()));
    }

    private void report(QualifiedName name, String kind) {
        Set<String> known = new TreeSet<>(workspace.relations.names());
        known.add(SystemStreamNames.ERROR_STREAM);
        Identifier last = name.last();
        Diagnostic diagnostic = Diagnostic.of(UNKNOWN, name.span(), kind, name);
        if (last.quoted() && workspace.relations.find(last.name(), false).value() != null) {
            diagnostic = diagnostic.withNote("a name in double quotes matches exactly");
        }
        if (workspace.views.get(last) != null) {
            diagnostic = diagnostic.withNote(
                    "`" + last.name() + "` is a view, a query under a name, which queries alone can read");
        }
        workspace.reports.unknown(diagnostic, last.span(), known);
    }

    private @Nullable Entry<Relation> system(QualifiedName name, boolean declare) {
        Identifier last = name.last();
        if (last.name().equalsIgnoreCase(SystemStreamNames.ERROR_STREAM)) {
            return workspace.systemStreams.computeIfAbsent(
                    SystemStreamNames.ERROR_STREAM,
                    key -> stream(
                            key,
                            Origin.ERROR_STREAM,
                            columns(SystemStreams.ERROR_STREAM, last.span()),
                            null,
                            last.span()));
        }
        Identifier errorsOf = owner(name, SystemStreamNames.ERRORS);
        if (errorsOf != null) {
            return errors(errorsOf, declare);
        }
        Identifier lateOf = owner(name, SystemStreamNames.LATE);
        return lateOf == null ? null : late(lateOf, declare);
    }

    /** The part before {@code .errors} or {@code .late}, unless a stream of that very name is declared and no such owner. */
    private @Nullable Identifier owner(QualifiedName name, String word) {
        List<Identifier> parts = name.parts();
        if (parts.size() < 2 || !name.last().name().equalsIgnoreCase(word)) {
            return null;
        }
        Identifier owner = parts.get(parts.size() - 2);
        boolean owned = word.equals(SystemStreamNames.LATE)
                ? workspace.pumps.get(owner) != null
                : workspace.relations.get(owner) != null;
        return owned || workspace.relations.get(name.last()) == null ? owner : null;
    }

    private @Nullable Entry<Relation> errors(Identifier owner, boolean report) {
        Entry<Relation> of = workspace.relations.get(owner);
        if (of == null) {
            if (report) {
                workspace.reports.unknown(
                        Diagnostic.of(UNKNOWN, owner.span(), "stream", owner.name()),
                        owner.span(),
                        workspace.relations.names());
            }
            return null;
        }
        boolean sourceless = of.declaration instanceof StreamDeclaration stream && stream.source() == null;
        if (sourceless && !workspace.unsound.contains(of) && report) {
            workspace.reports.report(
                    Diagnostic.of(NO_SOURCE, owner.span(), of.name).withLabel(of.span, "declared here"));
            return null;
        }
        return workspace.systemStreams.computeIfAbsent(
                of.name + "." + SystemStreamNames.ERRORS,
                key -> stream(
                        key,
                        Origin.SOURCE_ERRORS,
                        columns(SystemStreams.SOURCE_ERRORS, owner.span()),
                        of.name,
                        owner.span()));
    }

    /** Late rows of a pump have the columns of what it reads: they are known when that is, so the entry is completed on a later look. */
    private @Nullable Entry<Relation> late(Identifier owner, boolean report) {
        PumpEntry pump = workspace.pumps.get(owner);
        if (pump == null) {
            if (report && !workspace.brokenPumps.contains(NameTable.fold(owner.name()))) {
                workspace.reports.unknown(
                        Diagnostic.of(NO_PUMP, owner.span(), owner.name()), owner.span(), workspace.pumps.names());
            }
            return null;
        }
        String name = pump.name + "." + SystemStreamNames.LATE;
        Entry<Relation> entry =
                workspace.systemStreams.computeIfAbsent(name, key -> new Entry<>(key, owner.span(), null));
        if (!report || entry.declaration != null) {
            return entry;
        }
        if (!QueryShape.waitsForTime(pump.query) && !(QueryShape.hasJoin(pump.query) && streamNames(pump) > 1)) {
            workspace.reports.report(
                    Diagnostic.of(NEVER_LATE, owner.span(), pump.name).withLabel(pump.span, "declared here"));
            return null;
        }
        List<Entry<Relation>> streams = pump.reads.stream()
                .filter(read -> !(read.declaration instanceof kpipe.compiler.model.TableDeclaration))
                .toList();
        if (streams.size() > 1 || QueryShape.hasJoin(pump.query) && streamNames(pump) > 1) {
            List<ColumnDeclaration> columns = columns(SystemStreams.LATE_OF_SEVERAL, owner.span());
            entry.declaration = stream(name, Origin.LATE_OF_SEVERAL, columns, pump.name, owner.span()).declaration;
            return entry;
        }
        if (streams.size() == 1 && streams.get(0).declaration != null) {
            List<ColumnDeclaration> columns =
                    new ArrayList<>(streams.get(0).declaration.columns());
            columns.add(
                    ColumnDeclaration.plain(SystemStreams.LATE_BY.name(), SystemStreams.LATE_BY.type(), owner.span()));
            entry.declaration = stream(name, Origin.LATE, columns, pump.name, owner.span()).declaration;
        }
        return entry;
    }

    /** How often a stream stands in the query: a join of a stream with itself names it twice. */
    private int streamNames(PumpEntry pump) {
        int[] count = {0};
        QueryShape.names(pump.query, named -> {
            Entry<Relation> read = peek(named.name());
            count[0] += read != null && !(read.declaration instanceof kpipe.compiler.model.TableDeclaration) ? 1 : 0;
        });
        return count[0];
    }

    private static List<ColumnDeclaration> columns(Schema schema, Span span) {
        List<ColumnDeclaration> columns = new ArrayList<>();
        for (Column column : schema.columns()) {
            columns.add(ColumnDeclaration.plain(column.name(), column.type(), span));
        }
        return columns;
    }

    private static Entry<Relation> stream(
            String name, Origin origin, List<ColumnDeclaration> columns, @Nullable String owner, Span span) {
        Entry<Relation> entry = new Entry<>(name, span, null);
        entry.declaration = new StreamDeclaration(
                name,
                origin,
                columns,
                null,
                List.of(),
                null,
                0,
                List.of(),
                null,
                0,
                new StreamTime(-1, 0, 0, span),
                owner,
                null,
                span);
        return entry;
    }
}
