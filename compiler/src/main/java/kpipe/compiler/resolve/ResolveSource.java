package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.Fix;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.model.FormatUse;
import kpipe.compiler.model.SourceUse;
import kpipe.compiler.model.TransformDeclaration;
import kpipe.compiler.pipeline.Pipeline.Template;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Clause;
import kpipe.compiler.syntax.ConnectorOption;
import kpipe.compiler.syntax.ConnectorUse;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.Literal.TextKind;
import kpipe.compiler.syntax.QualifiedName;
import kpipe.data.Schema;
import kpipe.spi.Format;
import kpipe.spi.RecordShape;
import kpipe.spi.SourceConnector;
import kpipe.spi.Spec;
import org.jspecify.annotations.Nullable;

/** What a stream or table is read from: FROM, FORMAT, TRANSFORM. */
final class ResolveSource {

    static final Code UNKNOWN_CONNECTOR = Code.error("K0501", "there is no {0} `{1}`");
    private static final Code NO_ADDRESS = Code.error("K0508", "{0} needs an address: {1}");
    private static final Code ADDRESS_NOT_TAKEN = Code.error("K0509", "{0} takes no address");
    private static final Code NEEDS_FORMAT = Code.error("K0510", "{0} gives bytes and needs a FORMAT");
    private static final Code FORMAT_ALONE =
            Code.error("K0511", "{0} says how records are read, and `{1}` is read FROM nothing");
    private static final Code UNKNOWN_FORMAT = Code.error("K0512", "there is no format `{0}`");
    private static final Code WRONG_WAY = Code.error("K0513", "format {0} can be {1} only");
    private static final Code FORMAT_NOT_TAKEN = Code.error("K0516", "{0} makes rows itself and takes no {1}");

    private final Workspace workspace;
    private final String owner;
    private final List<Clause> clauses;
    private final List<ColumnDeclaration> columns;

    /**
     * @param owner the name of the stream or table
     * @param columns with types
     */
    ResolveSource(Workspace workspace, String owner, List<Clause> clauses, List<ColumnDeclaration> columns) {
        this.workspace = workspace;
        this.owner = owner;
        this.clauses = clauses;
        this.columns = columns;
    }

    /** The source; null where there is none, or where it is wrong, which is reported. */
    @Nullable
    SourceUse resolve() {
        Clause.From from = Clause.find(clauses, Clause.From.class).orElse(null);
        Clause.Format format = Clause.find(clauses, Clause.Format.class).orElse(null);
        Clause.TransformWith transform =
                Clause.find(clauses, Clause.TransformWith.class).orElse(null);
        if (from == null) {
            if (format != null && Clause.find(clauses, Clause.Shards.class).isEmpty()) {
                workspace.reports.report(FORMAT_ALONE, format.span(), "FORMAT", owner);
            }
            if (transform != null) {
                workspace.reports.report(FORMAT_ALONE, transform.span(), "TRANSFORM", owner);
            }
            return null;
        }
        int before = workspace.reports.errors();
        SourceConnector connector = connector(from.connector().name());
        Schema schema = ResolveColumns.schema(columns);
        FormatUse formatUse = format == null
                ? null
                : format(workspace, format.format(), format.options(), format.span(), schema, true);
        Format known =
                format == null ? null : workspace.catalog.format(format.format().name());
        if (known != null && known.decodes()) {
            checkColumns(known, schema);
        }
        List<TransformDeclaration> transforms = new ArrayList<>();
        if (transform != null) {
            for (QualifiedName name : transform.transforms()) {
                ResolveTransforms.find(workspace, name, transforms);
            }
        }
        if (connector == null) {
            return null;
        }
        ConnectorUse use = from.connector();
        Span connectorSpan = use.name() == null ? use.span() : use.name().span();
        ResolveOptions.Resolved options = ResolveOptions.resolve(
                workspace,
                connector.spec(),
                options(connector, use),
                connectorSpan,
                ColumnNames.of(columns),
                ResolveColumns.names(columns),
                Settings.Needed.ALL);
        int beforeAddress = workspace.reports.errors();
        Template address = address(workspace, connector.spec(), use, connectorSpan);
        if (options != null && workspace.reports.errors() == beforeAddress) {
            checkUse(connector, options, use, connectorSpan, schema);
        }
        checkFormat(connector, from, format, transform);
        return options == null || workspace.reports.errors() > before
                ? null
                : new SourceUse(connector, address, options.values(), formatUse, transforms, from.span());
    }

    /** START AT is another way of writing the option that says where reading begins; of a stream with SHARDS it is about what is stored. */
    private List<ConnectorOption> options(SourceConnector connector, ConnectorUse use) {
        Clause.StartAt clause = Clause.find(clauses, Clause.StartAt.class).orElse(null);
        String option = connector.startOption();
        String words = clause == null ? null : StoreStreams.words(clause.position());
        if (clause == null
                || words == null
                || option == null
                || Clause.find(clauses, Clause.Shards.class).isPresent()) {
            return use.options();
        }
        Identifier name = new Identifier(clause.span(), option, false);
        Literal.Text value = new Literal.Text(clause.position().span(), words, TextKind.PLAIN);
        List<ConnectorOption> options = new ArrayList<>(use.options());
        options.add(new ConnectorOption(clause.span(), new QualifiedName(clause.span(), List.of(name)), value));
        return options;
    }

    private @Nullable SourceConnector connector(@Nullable Identifier name) {
        if (name == null) {
            return null;
        }
        SourceConnector connector = workspace.catalog.source(name.name());
        if (connector == null) {
            Diagnostic diagnostic = Diagnostic.of(UNKNOWN_CONNECTOR, name.span(), "source", name.name());
            if (workspace.catalog.sink(name.name()) != null) {
                diagnostic = diagnostic.withNote("it is a destination");
            }
            workspace.reports.unknown(
                    diagnostic, name.span(), workspace.catalog.sources().keySet());
        }
        return connector;
    }

    private void checkFormat(
            SourceConnector connector,
            Clause.From from,
            Clause.@Nullable Format format,
            Clause.@Nullable TransformWith transform) {
        String name = connector.spec().name();
        if (!connector.makesRows()) {
            if (format == null) {
                workspace.reports.report(Diagnostic.of(NEEDS_FORMAT, from.span(), name)
                        .withFix(
                                Fix.replace("such as `FORMAT JSON`", from.span().after(), " FORMAT JSON")));
            }
            return;
        }
        if (format != null) {
            workspace.reports.report(FORMAT_NOT_TAKEN, format.span(), name, "FORMAT");
        }
        if (transform != null) {
            workspace.reports.report(FORMAT_NOT_TAKEN, transform.span(), name, "TRANSFORM");
        }
    }

    private void checkUse(
            SourceConnector connector,
            ResolveOptions.Resolved options,
            ConnectorUse use,
            Span connectorSpan,
            Schema schema) {
        Literal.Text address = use.address();
        String value = address == null ? null : workspace.values.substituted(address);
        if (address != null && value == null) {
            return;
        }
        ResolveOptions.check(
                workspace, connector, options, value, address == null ? null : address.span(), connectorSpan, schema);
    }

    /** Asks the format whether it can read the columns at their PATHs. */
    private void checkColumns(Format format, Schema schema) {
        RecordShape shape = new RecordShape(
                schema,
                columns.stream().map(ColumnDeclaration::path).toList(),
                columns.stream().map(ColumnDeclaration::pattern).toList(),
                Collections.nCopies(columns.size(), Boolean.TRUE),
                format.spec().defaults(),
                RecordShape.DEFAULT_MAX_RECORD_BYTES);
        for (Spec.Problem problem : format.checkColumns(shape)) {
            columns.stream()
                    .filter(column -> column.name().equals(problem.option()))
                    .forEach(column -> ResolveOptions.report(
                            workspace, problem, column.pathSpan() == null ? column.span() : column.pathSpan()));
        }
    }

    /** The address as the Spec wants it; reports one that is missing or too many. */
    static @Nullable Template address(Workspace workspace, Spec spec, ConnectorUse use, Span connectorSpan) {
        Literal.Text address = use.address();
        if (address == null) {
            if (spec.addressRequired()) {
                workspace.reports.report(
                        NO_ADDRESS,
                        connectorSpan,
                        spec.name(),
                        spec.address() == null ? "'…'" : firstLower(spec.address()));
            }
            return null;
        }
        if (spec.address() == null) {
            workspace.reports.report(ADDRESS_NOT_TAKEN, address.span(), spec.name());
            return null;
        }
        return workspace.values.template(address);
    }

    private static String firstLower(String words) {
        String sentence = words.endsWith(".") ? words.substring(0, words.length() - 1) : words;
        return sentence.isEmpty() || sentence.length() > 1 && Character.isUpperCase(sentence.charAt(1))
                ? sentence
                : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }

    /** The format of a FORMAT clause; null where it is wrong, which is reported. */
    static @Nullable FormatUse format(
            Workspace workspace,
            Identifier name,
            List<kpipe.compiler.syntax.ConnectorOption> options,
            Span clause,
            Schema schema,
            boolean toRead) {
        Format format = workspace.catalog.format(name.name());
        if (format == null) {
            Diagnostic diagnostic = Diagnostic.of(UNKNOWN_FORMAT, name.span(), name.name());
            workspace.reports.unknown(
                    diagnostic, name.span(), workspace.catalog.formats().keySet());
            return null;
        }
        if (toRead ? !format.decodes() : !format.encodes()) {
            workspace.reports.report(WRONG_WAY, name.span(), format.spec().name(), toRead ? "written" : "read");
            return null;
        }
        int before = workspace.reports.errors();
        ResolveOptions.Resolved resolved = ResolveOptions.resolve(
                workspace, format.spec(), options, name.span(), null, List.of(), Settings.Needed.BY_TESTS);
        if (resolved == null) {
            return null;
        }
        ResolveOptions.check(workspace, format, resolved, null, null, name.span(), schema);
        return workspace.reports.errors() > before ? null : new FormatUse(format, resolved.values(), clause);
    }
}
