package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.Fix;
import kpipe.compiler.model.DestinationDeclaration;
import kpipe.compiler.model.DestinationDeclaration.PartitionValue;
import kpipe.compiler.model.FormatUse;
import kpipe.compiler.model.Relation;
import kpipe.compiler.model.StreamDeclaration;
import kpipe.compiler.model.TransformDeclaration;
import kpipe.compiler.pipeline.Pipeline.OptionValue;
import kpipe.compiler.pipeline.Pipeline.Template;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Clause;
import kpipe.compiler.syntax.ConnectorUse;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.PartitionItem;
import kpipe.compiler.syntax.QualifiedName;
import kpipe.compiler.syntax.Statement;
import kpipe.data.Schema;
import kpipe.spi.SinkConnector;
import kpipe.spi.Spec.Guarantee;
import org.jspecify.annotations.Nullable;

/** DESTINATIONs: the stream that each one delivers, where to, and how. */
final class ResolveDestinations implements Pass {

    private static final Code NEEDS = Code.error("K0518", "destination `{0}` needs {1}");
    private static final Code NO_STREAM = Code.error("K0519", "`{0}` is a table; a destination delivers a stream");
    private static final Code UNKNOWN_COMPRESSION =
            Code.error("K0520", "there is no compression `{0}`: it is GZIP or NONE");
    private static final Code PARTITION_NAME = Code.error("K0521", "the value of a partition needs a name");
    private static final Code PARTITION_TWICE = Code.error("K0522", "two partitions are called `{0}`");

    private static final Code ONE_BY_ONE =
            Code.error("K0529", "{0} takes records one by one: they cannot be compressed");

    private static final long DEFAULT_BUFFER_BYTES = 5L << 20;
    private static final long DEFAULT_RETRY_MILLIS = 300_000;

    @Override
    public void run(Workspace workspace) {
        for (Entry<DestinationDeclaration> entry : workspace.destinations.values()) {
            if (entry.statement instanceof Statement.Destination statement) {
                entry.declaration = resolve(workspace, entry, statement);
            }
        }
    }

    private static @Nullable DestinationDeclaration resolve(
            Workspace workspace, Entry<DestinationDeclaration> entry, Statement.Destination statement) {
        int before = workspace.reports.errors();
        List<Clause> clauses = statement.clauses();
        StreamDeclaration from = from(workspace, entry, clauses);
        Clause.To to = Clause.find(clauses, Clause.To.class).orElse(null);
        if (to == null) {
            workspace.reports.report(NEEDS, entry.span, entry.name, "TO and a connector");
        }
        SinkConnector connector = to == null ? null : connector(workspace, to.connector());
        Clause.Where where = Clause.find(clauses, Clause.Where.class).orElse(null);
        List<PartitionValue> partitions = new ArrayList<>();
        boolean named = false;
        if (from != null) {
            ColumnScope scope = ColumnScope.ofDestination(
                    workspace, from.name(), ResolveColumns.names(from.columns()), workspace.columnNames(from));
            BindExpression.bind(workspace, scope, Place.DESTINATION, where == null ? null : where.condition());
            named = partitions(workspace, clauses, scope, partitions);
        }
        Schema schema = from == null ? new Schema(List.of()) : ResolveColumns.schema(from.columns());
        Clause.Format format = Clause.find(clauses, Clause.Format.class).orElse(null);
        FormatUse formatUse = format(workspace, entry, format, schema);
        List<TransformDeclaration> transforms = transforms(workspace, clauses);
        boolean gzip = gzip(workspace, connector, clauses);
        Buffer buffer = buffer(workspace, connector, clauses);
        long retry = Clause.find(clauses, Clause.RetryFor.class)
                .map(clause -> workspace.values.millis(clause.duration()))
                .orElse(OptionalLong.of(DEFAULT_RETRY_MILLIS))
                .orElse(0);
        Template errorsTo = Clause.find(clauses, Clause.ErrorsTo.class)
                .map(clause -> place(workspace, clause.to(), "ERRORS TO", to))
                .orElse(null);
        Template backupTo = Clause.find(clauses, Clause.Backup.class)
                .map(clause -> place(workspace, clause.to(), "BACKUP", to))
                .orElse(null);
        List<String> names = partitions.stream().map(PartitionValue::name).toList();
        Target target = target(workspace, to, connector, clauses, named ? names : null, schema);
        return from == null || formatUse == null || target == null || workspace.reports.errors() > before
                ? null
                : new DestinationDeclaration(
                        entry.name,
                        from,
                        where == null ? null : where.condition(),
                        target.connector,
                        target.address,
                        target.options,
                        formatUse,
                        transforms,
                        gzip,
                        buffer.bytes,
                        buffer.millis,
                        partitions,
                        retry,
                        errorsTo,
                        backupTo,
                        guarantee(target.connector),
                        Clause.find(clauses, Clause.Delivery.class)
                                .filter(Clause.Delivery::exactlyOnce)
                                .map(Clause.Delivery::span)
                                .orElse(null),
                        entry.documentation(),
                        entry.span);
    }

    /** Where it delivers to. */
    private record Target(SinkConnector connector, @Nullable Template address, List<OptionValue> options) {}

    /**
     * Where it delivers to; null where that is wrong.
     *
     * @param partitions the names that the address may hold; null where they are wrong themselves
     */
    private static @Nullable Target target(
            Workspace workspace,
            Clause.@Nullable To to,
            @Nullable SinkConnector connector,
            List<Clause> clauses,
            @Nullable List<String> partitions,
            Schema schema) {
        if (to == null || connector == null) {
            return null;
        }
        ConnectorUse use = to.connector();
        Span span = use.name() == null ? to.span() : use.name().span();
        ResolveOptions.Resolved options = ResolveOptions.resolve(
                workspace, connector.spec(), use.options(), span, null, List.of(), Settings.Needed.ALL);
        int before = workspace.reports.errors();
        Template address = ResolveSource.address(workspace, connector.spec(), use, span);
        if (options != null && workspace.reports.errors() == before) {
            checkUse(workspace, connector, use, options, span, schema);
        }
        if (use.address() != null) {
            CheckAddress check = new CheckAddress(workspace.reports, partitions);
            check.check(use.address());
            Clause.find(clauses, Clause.PartitionBy.class).ifPresent(clause -> check.reportUnused(clause.span()));
        }
        return options == null ? null : new Target(connector, address, options.values());
    }

    private static Guarantee guarantee(SinkConnector connector) {
        Guarantee guarantee = connector.spec().guarantee();
        return guarantee == null ? Guarantee.AT_MOST_ONCE : guarantee;
    }

    private static List<TransformDeclaration> transforms(Workspace workspace, List<Clause> clauses) {
        List<TransformDeclaration> transforms = new ArrayList<>();
        Clause.find(clauses, Clause.TransformWith.class).ifPresent(clause -> {
            for (QualifiedName name : clause.transforms()) {
                ResolveTransforms.find(workspace, name, transforms);
            }
        });
        return transforms;
    }

    private static @Nullable StreamDeclaration from(
            Workspace workspace, Entry<DestinationDeclaration> entry, List<Clause> clauses) {
        Clause.FromStream clause = Clause.find(clauses, Clause.FromStream.class).orElse(null);
        if (clause == null) {
            workspace.reports.report(NEEDS, entry.span, entry.name, "FROM and a stream");
            return null;
        }
        Entry<Relation> found = new Relations(workspace).find(clause.stream(), "stream");
        if (found == null || found.declaration == null) {
            return null;
        }
        if (found.declaration instanceof StreamDeclaration stream) {
            if (workspace.unsound.contains(found)) {
                workspace.reports.known();
            }
            return stream;
        }
        workspace.reports.report(
                Diagnostic.of(NO_STREAM, clause.stream().span(), found.name).withLabel(found.span, "declared here"));
        return null;
    }

    private static @Nullable SinkConnector connector(Workspace workspace, ConnectorUse use) {
        Identifier name = use.name();
        if (name == null) {
            return null;
        }
        SinkConnector connector = workspace.catalog.sink(name.name());
        if (connector == null) {
            Diagnostic diagnostic =
                    Diagnostic.of(ResolveSource.UNKNOWN_CONNECTOR, name.span(), "destination", name.name());
            if (workspace.catalog.source(name.name()) != null) {
                diagnostic = diagnostic.withNote("it is a source");
            }
            workspace.reports.unknown(
                    diagnostic, name.span(), workspace.catalog.sinks().keySet());
        }
        return connector;
    }

    private static @Nullable FormatUse format(
            Workspace workspace, Entry<DestinationDeclaration> entry, Clause.@Nullable Format format, Schema schema) {
        if (format != null) {
            return ResolveSource.format(workspace, format.format(), format.options(), format.span(), schema, false);
        }
        workspace.reports.report(Diagnostic.of(NEEDS, entry.span, entry.name, "a FORMAT, such as `FORMAT JSON`"));
        return null;
    }

    private static boolean gzip(Workspace workspace, @Nullable SinkConnector connector, List<Clause> clauses) {
        Clause.Compression clause =
                Clause.find(clauses, Clause.Compression.class).orElse(null);
        if (clause == null) {
            return false;
        }
        Identifier codec = clause.codec();
        boolean gzip = codec.name().equalsIgnoreCase("GZIP");
        boolean none = codec.name().equalsIgnoreCase("NONE") || codec.name().equalsIgnoreCase("UNCOMPRESSED");
        if (List.of("SNAPPY", "ZIP", "ZSTD", "HADOOP_SNAPPY").contains(NameTable.fold(codec.name()))) {
            Unavailable.report(workspace.reports, codec.span(), NameTable.fold(codec.name()));
        } else if (!gzip && !none) {
            workspace.reports.unknown(
                    Diagnostic.of(UNKNOWN_COMPRESSION, codec.span(), codec.name()),
                    codec.span(),
                    List.of("GZIP", "NONE"));
        } else if (gzip && connector != null && connector.takesRecords()) {
            workspace.reports.report(ONE_BY_ONE, clause.span(), connector.spec().name());
        }
        return gzip;
    }

    private record Buffer(long bytes, long millis) {}

    private static Buffer buffer(Workspace workspace, @Nullable SinkConnector connector, List<Clause> clauses) {
        Clause.Buffer clause = Clause.find(clauses, Clause.Buffer.class).orElse(null);
        if (connector == null || clause == null && connector.immediate()) {
            return new Buffer(0, 0);
        }
        if (clause == null) {
            return new Buffer(DEFAULT_BUFFER_BYTES, connector.gatherMillis());
        }
        long bytes = clause.size() == null
                ? DEFAULT_BUFFER_BYTES
                : workspace.values.bytes(clause.size()).orElse(0);
        long millis = clause.duration() == null
                ? connector.gatherMillis()
                : workspace.values.millis(clause.duration()).orElse(0);
        return new Buffer(bytes, millis);
    }

    /** A place alone, or one with the connector of TO, which then is the same. */
    private static @Nullable Template place(
            Workspace workspace, ConnectorUse use, String words, Clause.@Nullable To to) {
        Identifier name = use.name();
        Identifier same = to == null ? null : to.connector().name();
        boolean other = name != null && (same == null || !name.name().equalsIgnoreCase(same.name()));
        if (other || !use.options().isEmpty()) {
            Unavailable.reportThing(workspace.reports, use.span(), "`" + words + "` with a connector of its own");
            return null;
        }
        Literal.Text address = use.address();
        if (address == null) {
            return null;
        }
        new CheckAddress(workspace.reports, List.of()).check(address);
        return workspace.values.template(address);
    }

    /** Adds the values by which a destination parts its records; answers whether all of them have a name. */
    private static boolean partitions(
            Workspace workspace, List<Clause> clauses, ColumnScope scope, List<PartitionValue> partitions) {
        Clause.PartitionBy clause =
                Clause.find(clauses, Clause.PartitionBy.class).orElse(null);
        if (clause == null) {
            return true;
        }
        Set<String> names = new HashSet<>();
        for (PartitionItem item : clause.items()) {
            BindExpression.bind(workspace, scope, Place.DESTINATION, item.expression());
            Identifier name = item.alias();
            if (name == null && item.expression() instanceof Expr.ColumnReference reference) {
                name = reference.name().last();
            }
            if (name == null) {
                workspace.reports.report(Diagnostic.of(PARTITION_NAME, item.span())
                        .withFix(Fix.replace(
                                "write `AS` and a name behind it", item.span().after(), " AS name")));
            } else if (names.add(name.name())) {
                partitions.add(new PartitionValue(name.name(), item.expression()));
            } else {
                workspace.reports.report(PARTITION_TWICE, name.span(), name.name());
            }
        }
        return names.size() == clause.items().size();
    }

    private static void checkUse(
            Workspace workspace,
            SinkConnector connector,
            ConnectorUse use,
            ResolveOptions.Resolved options,
            Span connectorSpan,
            Schema schema) {
        Literal.Text address = use.address();
        String value = address == null ? null : workspace.values.substituted(address);
        if (address == null || value != null) {
            ResolveOptions.check(
                    workspace,
                    connector,
                    options,
                    value,
                    address == null ? null : address.span(),
                    connectorSpan,
                    schema);
        }
    }
}
